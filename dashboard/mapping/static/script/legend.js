// The legend: only what the day's map shows.

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
  const states = [...picture.places.values()];
  const groupsOfRows = [
    ['Reported held by', actorRows(states)],
    ['What else is reported', statusRows(states)],
    ['People', movementRows([...picture.movements.values()], picture.day)],
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

const EXPLAINED = [
  ['disputed', (s) => s.status === 'disputed', 'Disputed: rival claims, in both colours'],
  ['divided', (s) => s.divided, 'Divided: parts reported held'],
  ['contested', (s) => s.contested_by, 'Contested: ring in the colour of who attacks'],
  ['threatened', (s) => s.threatened_by, 'Threatened: arrow in the colour of who threatens'],
  ['inherited', (s) => s.inherited_from, 'Lighter: by a claim on the area around'],
  ['lost', (s) => s.lost_by && !s.holders, 'Reported lost, no new holder reported'],
];

/** One row for each kind of state that occurs, drawn as its first occurrence is. */
function statusRows(states) {
  return EXPLAINED.flatMap(([, fits, words]) => {
    const found = states.find(fits);
    return found ? [row(bothSamples(found), words)] : [];
  });
}

function movementRows(movements, day) {
  const rows = [];
  const directed = movements.filter((m) => m.origin || m.destination);
  const largest = Math.max(0, ...directed.map(weightOf));
  if (largest) rows.push(row(arrowSample(flowWidth(largest)), `Movement: the wider, the more (here ${number(largest)})`));
  if (directed.some((m) => !(m.origin && m.destination))) {
    rows.push(row(arrowSample(4, 'open'), 'Movement with one end not reported'));
  }
  if (movements.some((m) => m.location || m.category === 'idps' || m.category === 'refugees')) {
    rows.push(row(sample(svg('circle', { r: 10, class: 'stock' })), 'People counted in a place'));
  }
  if (directed.some((m) => isOld(m, day))) rows.push(row(arrowSample(4, 'old'), `Paler: ended over ${RECENT} days before`));
  return rows;
}

function arrowSample(width, style) {
  const made = arrow({ x: -26, y: 8 }, { x: 26, y: 8 }, 0.25, Math.min(9, width), style);
  return sample(svg('g', { class: 'movement' }, made.shape));
}
