// The legend: only what the map shows, of the day and of the layers that are on.

const sample = (...children) => svg('svg', {
  class: 'sample', viewBox: '-22 -13 44 26', width: 44, height: 26, 'aria-hidden': 'true',
}, ...children);

function row(drawing, words) {
  return el('li', {}, drawing, el('span', {}, words));
}

function areaSample(state) {
  const style = areaStyle(state);
  return sample(svg('rect', {
    x: -20, y: -11, width: 40, height: 22, rx: 2, class: ['area', ...style.classes].join(' '),
    vars: { fill: style.fill, stroke: style.stroke },
  }));
}

const townSample = (state) => sample(townSymbol(state));

/** An area and a town of a state, side by side. */
function bothSamples(state) {
  return el('span', { class: 'samples' }, areaSample(state), townSample(state));
}

function drawLegend(picture) {
  const states = options.territory ? [...picture.places.values()] : [];
  const moved = options.movements ? [...picture.movements.values()] : [];
  const groupsOfRows = [
    ['Reported held by', actorRows(states)],
    ['What else is reported', statusRows(states)],
    ['People', movementRows(moved, picture.day)],
  ];
  byId('legend-rows').replaceChildren(
    ...groupsOfRows.filter(([, rows]) => rows.length).map(([title, rows]) => el('section', {},
      el('h2', {}, title), el('ul', {}, rows))),
    el('p', { class: 'legend-none' }, el('i', {}), 'Grey: no report'),
  );
}

function actorRows(states) {
  const actors = new Set(states.flatMap((state) => (state.holders || []).map((part) => part.actor)));
  return [...actors].sort((a, b) => rankOf(a) - rankOf(b)).map((actor) => row(
    bothSamples({ status: 'held', holders: [{ actor }] }), actorName(actor),
  ));
}

// What a row stands for, its words, and which of the state's own traits its sample shows.
const EXPLAINED = [
  [(s) => s.status === 'disputed', 'Disputed: rival claims', ['status', 'holders']],
  [(s) => s.divided && s.status !== 'disputed', 'Divided: parts are held', ['divided', 'holders']],
  [(s) => s.contested_by, 'Contested: ring by whom', ['contested_by']],
  [(s) => s.threatened_by, 'Threatened: arrow by whom', ['threatened_by']],
  [(s) => s.inherited_from && s.holders, 'Lighter: by claim on the area', ['inherited_from', 'holders']],
  [(s) => s.lost_by && !s.holders, 'Reported lost', []],
];

/** One row for each kind of state that occurs, in the colours of its first occurrence. */
function statusRows(states) {
  return EXPLAINED.flatMap(([fits, words, traits]) => {
    const found = states.find(fits);
    if (!found) return [];
    const shown = Object.fromEntries(traits.map((trait) => [trait, found[trait]]));
    return [row(bothSamples({ status: 'held', ...shown }), words)];
  });
}

function movementRows(movements, day) {
  const rows = [];
  const directed = movements.filter((m) => m.origin || m.destination);
  const largest = Math.max(0, ...directed.map(weightOf));
  if (largest) rows.push(row(arrowSample(flowWidth(largest)), `Width by number: ${number(largest)}`));
  if (directed.some((m) => !(m.origin && m.destination))) {
    rows.push(row(arrowSample(4, 'open'), 'One end not reported'));
  }
  if (movements.some((m) => m.category === 'returns')) rows.push(row(arrowSample(6, '', 'returns'), 'Hollow: returned'));
  if (movements.some((m) => m.location || m.category === 'idps' || m.category === 'refugees')) {
    rows.push(row(sample(svg('circle', { r: 10, class: 'stock' })), 'Counted in a place'));
  }
  if (directed.some((m) => isOld(m, day))) rows.push(row(arrowSample(4, 'old'), `Paler: over ${RECENT} days before`));
  return rows;
}

function arrowSample(width, style, category = '') {
  const made = arrow({ x: -26, y: 8 }, { x: 26, y: 8 }, 0.25, Math.min(9, width), style);
  return sample(svg('g', { class: `movement ${category}` }, made.shape));
}
