// What is drawn where all of it would be too much: what is in view; towns that would crowd it as one
// mark for the area around them, the smaller the closer one looks; of the movements the latest and
// largest. The tables have all.

const MOST_TOWNS = 120; // towns in view that are drawn one by one
const MOST_FLOWS = 60;

/** A test for points in view, or a little beyond it, so that a drag shows no blank. */
function viewTest() {
  const bounds = map.getBounds().pad(0.25);
  const [south, west, north, east] = [bounds.getSouth(), bounds.getWest(), bounds.getNorth(), bounds.getEast()];
  return (point) => Boolean(point) && point[0] >= south && point[0] <= north && point[1] >= west && point[1] <= east;
}

/** Towns to be drawn one by one, and others by the area that they are drawn as. */
function gathered(towns) {
  if (towns.length <= MOST_TOWNS) return { single: towns, areas: [] };
  const isOwn = ([id]) => id === drawn.mark || drawn.changed.has(id);
  const others = towns.filter((town) => !isOwn(town));
  let areas = [];
  for (let step = 0; step < 4 && (step === 0 || areas.length > MOST_TOWNS); step += 1) areas = byArea(others, step);
  const alone = areas.filter(([, members]) => members.length === 1).flatMap(([, members]) => members);
  return {
    single: [...alone, ...towns.filter(isOwn)].sort(byRank),
    areas: areas.filter(([, members]) => members.length > 1),
  };
}

/** Group towns by what contains them, so many steps out from the narrowest. */
function byArea(towns, step) {
  const areas = new Map();
  for (const town of towns) {
    const within = told.places[town[0]].within || [town[0]];
    const area = within[Math.min(step, within.length - 1)];
    if (!areas.has(area)) areas.set(area, []);
    areas.get(area).push(town);
  }
  return [...areas];
}

/** One mark for the towns of an area: a ring of what is reported of them, and how many they are. */
function areaOfTowns([area, towns], project) {
  const points = towns.map(([id]) => pointOf(id));
  const middle = [0, 1].map((i) => points.reduce((sum, point) => sum + point[i], 0) / points.length);
  const radius = 9 + 2 * Math.log2(towns.length);
  const name = told.places[area] ? placeName(area) : `Part of ${countryName(told.places[towns[0][0]].country)}`;
  const shares = sharesOf(towns);
  const words = `${name}: ${count(towns.length, 'place')}: ${shares.map(([text, , n]) => `${number(n)} ${text}`).join(', ')}. Look closer.`;
  const closer = (event) => {
    if (event.type === 'keydown' && !['Enter', ' '].includes(event.key)) return;
    event.preventDefault();
    map.fitBounds(points, { maxZoom: map.getZoom() + 3, padding: [40, 40] });
    if (event.type === 'keydown') map.getContainer().focus();
  };
  const spot = project(middle);
  const node = svg('g', {
    class: 'mark gathered', role: 'button', tabindex: '0', 'aria-label': words,
    transform: `translate(${spot.x} ${spot.y})`, onclick: closer, onkeydown: closer,
  }, svg('title', {}, words), svg('circle', { r: radius + 6, class: 'focus-ring' }),
  svg('circle', { r: radius + 3, class: 'gathered-ground' }), ring(shares, towns.length, radius),
  svg('text', { 'text-anchor': 'middle', y: 4 }, number(towns.length)));
  return { node, name, spot, radius: radius + 4 };
}

/** What is reported of towns: words, colour and how many, the most first. */
function sharesOf(towns) {
  const shares = new Map();
  for (const [, state] of towns) {
    const holder = state.status !== 'disputed' && state.holders && state.holders[0].actor;
    const [words, colour] = holder
      ? [`reported held by ${actorName(holder)}`, colourOf(holder)]
      : [STATUSES[state.status].toLowerCase(), state.status === 'disputed' ? 'var(--ink)' : 'var(--no-report)'];
    shares.set(words, [words, colour, (shares.get(words) || [0, 0, 0])[2] + 1]);
  }
  return [...shares.values()].sort((a, b) => b[2] - a[2]);
}

function ring(shares, total, radius) {
  const around = 2 * Math.PI * radius;
  let turned = 0;
  return shares.map(([, stroke, n]) => {
    const length = (around * n) / total;
    turned += length;
    return svg('circle', {
      r: radius, class: 'gathered-share', vars: { stroke },
      'stroke-dasharray': `${length} ${around - length}`, 'stroke-dashoffset': length - turned,
    });
  });
}

const endsOf = (movement) => [...(movement.origin || []), ...(movement.destination || []), ...(movement.location || [])];

/** The movements to draw, and how many in view are not. */
function flowsToDraw(isSeen) {
  if (!options.movements) return { flows: [], undrawn: 0 };
  const { day, movements } = drawn.picture;
  const seen = [...movements].filter(([, movement]) => endsOf(movement).some((id) => isSeen(pointOf(id))));
  const rank = ([id, m]) => (id === drawn.mark ? 3 : drawn.changed.has(id) ? 2 : isOld(m, day) ? 0 : 1);
  const chosen = seen.length <= MOST_FLOWS ? seen : seen
    .sort((a, b) => rank(b) - rank(a) || weightOf(b[1]) - weightOf(a[1]) || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_FLOWS);
  return { flows: chosen, undrawn: seen.length - chosen.length };
}

/** Say what is not drawn, where it is much. */
function tellUndrawn(undrawn, areas) {
  const words = [
    areas && 'A ring with a number stands for the places around it.',
    undrawn && `The latest and largest ${MOST_FLOWS} movements in view are drawn, ${number(undrawn)} are not.`,
    (areas || undrawn) && 'Look closer for more; the tables have all.',
  ].filter(Boolean);
  byId('undrawn').textContent = words.join(' ');
  byId('undrawn').hidden = words.length === 0;
}
