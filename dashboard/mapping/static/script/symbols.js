// The symbol of a town, by its state: shape and colour by holder, ring where contested, arrow
// where threatened. The legend draws with the same functions.

const RADIUS = 8;

/** The corners of a regular shape of radius 1, the first at `turn` degrees from the right. */
function corners(n, turn) {
  return Array.from({ length: n }, (_, i) => {
    const angle = ((turn + (i * 360) / n) * Math.PI) / 180;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

const SHAPES = [
  null,
  corners(4, 45),
  corners(4, 0),
  corners(3, -90),
  corners(6, 0),
  corners(3, 90),
  corners(5, -90),
  corners(8, 22.5),
];
const SIZES = [1, 1.2, 1.25, 1.35, 1.12, 1.35, 1.18, 1.1];

/** A shape around 0, 0 by texture index: a circle, or a polygon of about the same area. */
function shape(index, radius, attributes) {
  const points = SHAPES[index];
  if (!points) return svg('circle', { r: radius, ...attributes });
  const scale = radius * SIZES[index];
  const text = points.map(([x, y]) => `${(x * scale).toFixed(1)},${(y * scale).toFixed(1)}`);
  return svg('polygon', { points: text.join(' '), ...attributes });
}

/** The town's symbol, around 0, 0. */
function townSymbol(state) {
  const holders = state.holders || [];
  const plain = holders.length === 1 && state.status !== 'disputed' && !state.divided;
  const index = plain ? textureOf(holders[0].actor) : 0;
  const radius = state.inherited_from ? RADIUS - 2 : RADIUS;
  const fill = plain ? colourOf(holders[0].actor) : fillOf(state, 'town');
  const kind = holders.length ? '' : ' none';
  return svg('g', { class: `symbol${state.inherited_from ? ' inherited' : ''}${kind}` },
    shape(index, radius + 2.5, { class: 'symbol-halo' }),
    shape(index, radius, { class: 'symbol-ground' }),
    shape(index, radius, { class: 'symbol-body', vars: { fill, '--edge': plain ? fill : 'var(--ink)' } }),
    state.contested_by && contestedRing(state.contested_by, radius + 5),
    state.threatened_by && threatArrow(state.threatened_by[0].actor, radius + 3));
}

/** A broken ring in the colours of those who fight for the place. */
function contestedRing(parts, radius) {
  const colours = [...new Set(parts.map((part) => colourOf(part.actor)))].slice(0, 2);
  const step = 5;
  return svg('g', { class: 'ring' }, colours.map((stroke, i) => svg('circle', {
    r: radius,
    'stroke-dasharray': `${step} ${step * (2 * colours.length - 1) - step * (colours.length - 1)}`,
    'stroke-dashoffset': -i * step,
    vars: { stroke },
  })));
}

/** An arrowhead that points at the place from above left; it tells no direction of advance. */
function threatArrow(actor, distance) {
  const place = `translate(${(-distance * 0.72).toFixed(1)} ${(-distance * 0.72).toFixed(1)}) rotate(45)`;
  return svg('path', {
    class: 'threat', d: 'M0 0L-9 -6V-2.2H-17V2.2H-9V6Z', transform: place,
    vars: { fill: colourOf(actor) },
  });
}

/** How an area's shape is drawn: its fill, its outline and its classes. */
function areaStyle(state) {
  const first = (group) => state && state[group] && colourOf(state[group][0].actor);
  return {
    fill: state && state.holders ? fillOf(state) : 'none',
    stroke: first('contested_by') || first('holders') || first('threatened_by') || 'var(--line)',
    classes: state ? [
      state.status.replaceAll(' ', '-'),
      state.inherited_from && 'inherited',
      state.threatened_by && 'is-threatened',
      state.contested_by && 'is-contested',
    ].filter(Boolean) : ['silent'],
  };
}
