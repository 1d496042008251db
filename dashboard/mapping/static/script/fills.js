// Colours and patterns. An actor has a colour, a texture for areas and a shape for towns, so that
// actors can be told apart in grey print and by colour-blind readers.

const COLOURS = 8;
const TILE = 12;

const rankOf = (actor) => (told.actors[actor] ? told.actors[actor].colour : 0);
const colourOf = (actor) => `var(--actor-${rankOf(actor) % COLOURS})`;
const textureOf = (actor) => (rankOf(actor) + Math.floor(rankOf(actor) / COLOURS)) % COLOURS;

// One tile of 12 by 12 pixels each, drawn in the actor's own colour over its lighter fill.
const TEXTURES = [
  '',
  'M3 3h.01M9 9h.01',
  'M0 3h12M0 9h12',
  'M3 1v4M1 3h4M9 7v4M7 9h4',
  'M3 0v12M9 0v12',
  'M0 6h12M6 0v12',
  'M1 4l2 -2l2 2M7 10l2 -2l2 2',
  'M1 2h4M7 8h4',
];

/** The fill of an area or a town by its state: the address of a pattern, made when first asked. */
function fillOf(state, size = 'area') {
  const parts = state.holders || [];
  if (!parts.length) return 'var(--no-report)';
  const actors = parts.map((part) => part.actor);
  if (state.status === 'disputed') return pattern(`disputed-${size}`, actors, (names) => hatch(names, size));
  if (state.divided) return pattern(`divided-${size}`, actors, (names) => stripes(names, size));
  return pattern('held', actors.slice(0, 1), ([actor]) => texture(actor));
}

function pattern(kind, actors, make) {
  const id = `fill-${kind}-${actors.map(rankOf).join('-')}`;
  if (!byId(id)) {
    const made = make(actors);
    made.id = id;
    byId('fills').firstElementChild.append(made);
  }
  return `url(#${id})`;
}

function tile(width, height, ...children) {
  return svg('pattern', { width, height, patternUnits: 'userSpaceOnUse' }, ...children);
}

function band(x, width, height, colour, opacity) {
  return svg('rect', { x, width, height, vars: { fill: colour, 'fill-opacity': opacity } });
}

function texture(actor) {
  const lines = TEXTURES[textureOf(actor)];
  const marks = lines && svg('path', {
    d: lines, class: 'texture', vars: { stroke: colourOf(actor) },
  });
  return tile(TILE, TILE, band(0, TILE, TILE, colourOf(actor), 'var(--fill)'), marks);
}

/** Rival claims: diagonal hatching of both colours; of one colour and bare land where denied. */
function hatch(actors, size) {
  const width = size === 'area' ? 7 : 3;
  const made = bandsOf(actors, width, size);
  made.setAttribute('patternTransform', 'rotate(45)');
  return made;
}

/** Holders of parts: upright stripes, bare land between where the parts are not all. */
function stripes(actors, size) {
  return bandsOf(actors, size === 'area' || actors.length < 3 ? 10 : 16 / actors.length, size);
}

function bandsOf(actors, width, size) {
  const opacity = size === 'area' ? 'var(--fill-strong)' : 1;
  const colours = actors.length > 1 ? actors.map(colourOf) : [colourOf(actors[0]), 'transparent'];
  const gap = width / 8; // bare ground between the bands, so that they show in grey print too
  const bands = colours.map((colour, i) => band(i * width + gap / 2, width - gap, width, colour, opacity));
  return tile(colours.length * width, width, ...bands);
}
