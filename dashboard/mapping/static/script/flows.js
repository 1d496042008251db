// Movements of people: curved arrows, wide by quantity; a short arrow where only one end is
// reported, a circle where people are counted in a place.

const weightOf = (movement) => movement.people || movement.quantity;
const LARGEST = Object.values(told.movements).flat()
  .reduce((most, { state }) => Math.max(most, weightOf(state)), 1);
const CROWD = Object.keys(told.movements).length > 15 ? 0.6 : 1; // many arrows are thinner ones
const RECENT = 30; // days
const flowWidth = (quantity) => 2 + 11 * CROWD * Math.sqrt(Math.min(1, quantity / LARGEST));
const stockRadius = (quantity) => 6 + 20 * Math.sqrt(Math.min(1, quantity / LARGEST));
const STUB = 54;

/** A movement that ended long before the day shown: drawn paler, since it tells of another time. */
function isOld(movement, day) {
  return movement.end < daysBefore(day, RECENT);
}

/** What to draw of a movement: arrows between points on the screen, or a circle. */
function flowShapes(movement, rank, project) {
  const points = (ids) => (ids || []).map(pointOf).filter(Boolean).map(project);
  const [from, to, where] = ['origin', 'destination', 'location'].map((end) => points(movement[end]));
  if (where.length || !(from.length || to.length)) return where.map((p) => stock(p, movement));
  const isStock = movement.category === 'idps' || movement.category === 'refugees';
  if (isStock && to.length) return to.map((p) => stock(p, movement));
  const width = flowWidth(weightOf(movement)) / Math.sqrt(Math.max(1, from.length * to.length));
  const bend = 0.2 + 0.13 * rank;
  if (from.length && to.length) {
    return from.flatMap((a) => to.map((b) => arrow(a, b, bend, width)));
  }
  const away = turned(-38 - 42 * rank);
  if (from.length) return from.map((a) => arrow(a, moved(a, away), 0.12, width, 'open'));
  return to.map((b) => arrow(moved(b, turned(-142 - 42 * rank)), b, 0.12, width, 'open'));
}

const turned = (degrees) => ({
  x: STUB * Math.cos((degrees * Math.PI) / 180), y: STUB * Math.sin((degrees * Math.PI) / 180),
});
const moved = (a, by) => ({ x: a.x + by.x, y: a.y + by.y });

function stock(point, movement) {
  const r = stockRadius(weightOf(movement));
  const shapeOf = svg('circle', { cx: point.x.toFixed(1), cy: point.y.toFixed(1), r: r.toFixed(1) });
  shapeOf.classList.add('stock', movement.category);
  return { shape: shapeOf, spots: [{ x: point.x, y: point.y }], gap: r + 3, ground: [] };
}

/** A point of the curve from a to b through the control point c. */
function onCurve(a, c, b, t) {
  const u = 1 - t;
  return {
    x: u * u * a.x + 2 * u * t * c.x + t * t * b.x,
    y: u * u * a.y + 2 * u * t * c.y + t * t * b.y,
  };
}

/** The unit vector across the curve at t. */
function across(a, c, b, t) {
  const dx = (1 - t) * (c.x - a.x) + t * (b.x - c.x);
  const dy = (1 - t) * (c.y - a.y) + t * (b.y - c.y);
  const length = Math.hypot(dx, dy) || 1;
  return { x: -dy / length, y: dx / length };
}

/** An arrow that starts thin and grows to its head, clear of the symbols at both ends. */
function arrow(a, b, bend, width, style = '') {
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  // Always to the left of its way, so that there and back do not lie on each other.
  const c = { x: (a.x + b.x) / 2 + (b.y - a.y) * bend, y: (a.y + b.y) / 2 - (b.x - a.x) * bend };
  const head = Math.min(Math.max(9, width * 1.5), Math.max(5, length * 0.45));
  const first = Math.min(0.22, 12 / (length || 1));
  const last = 1 - Math.min(0.22, (style === 'open' ? 2 : 10) / (length || 1));
  const neck = Math.max(first, last - head / (length || 1));
  const outline = [...edge(a, c, b, first, neck, width, 1),
    ...headOf(a, c, b, neck, last, head),
    ...edge(a, c, b, first, neck, width, -1).reverse()];
  const d = `M${outline.map((p) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join('L')}Z`;
  const steps = Math.ceil(length / 10);
  const ground = Array.from({ length: steps }, (_, i) => onCurve(a, c, b, (i + 0.5) / steps));
  const spots = [0.5, 0.6, 0.4, 0.7, 0.3, 0.9].map((t) => onCurve(a, c, b, t));
  return { shape: svg('path', { d, class: `flow ${style}` }), spots, gap: width / 2 + 3, ground, reach: width / 2 + 1 };
}

function edge(a, c, b, first, neck, width, side) {
  return Array.from({ length: 19 }, (_, i) => {
    const t = first + ((neck - first) * i) / 18;
    const half = side * (width / 2) * (0.4 + (0.6 * i) / 18);
    return shifted(onCurve(a, c, b, t), across(a, c, b, t), half);
  });
}

function headOf(a, c, b, neck, last, head) {
  const base = onCurve(a, c, b, neck);
  const normal = across(a, c, b, neck);
  return [
    shifted(base, normal, head * 0.62), onCurve(a, c, b, last), shifted(base, normal, -head * 0.62),
  ];
}

const shifted = (p, normal, by) => ({ x: p.x + normal.x * by, y: p.y + normal.y * by });
