// The map: areas as folium drew them, filled by state, and above them one SVG with towns,
// movements and labels, drawn anew for each day and each zoom.

/* global L, map_tidemark, geo_json_areas, geo_json_countries */
const map = map_tidemark;
const options = { territory: true, movements: true, towns: true, local: true };
const areaLayers = new Map();
let drawn = { picture: pictureAt(null), mark: null, changed: new Set(), ends: new Set() };
const WIDE = 860; // pixels from which the map has room for an open legend
let touched = false; // the reader has moved the map: keep what is in view

const canvas = svg('svg', { class: 'marks leaflet-zoom-animated', role: 'group', 'aria-label': 'Marks' });
const groups = Object.fromEntries(
  ['ground', 'areas', 'flows', 'towns', 'labels'].map((name) => [name, svg('g', { class: name })]),
);

const Marks = L.Layer.extend({
  onAdd() {
    map.createPane('marks').append(canvas);
    redraw();
  },
  getEvents: () => ({ moveend: redraw, viewreset: redraw, zoomanim: follow }),
});

/** Scale the marks along with a zoom while it runs; redraw sets them right after it. */
function follow(event) {
  const scale = map.getZoomScale(event.zoom);
  const origin = map.layerPointToLatLng([0, 0]);
  L.DomUtil.setTransform(canvas, map._latLngToNewLayerPoint(origin, event.zoom, event.center), scale);
}

/** Set the map up: bounds, controls, layers; `select` is called with the mark that is chosen. */
function startMap(select) {
  L.control.attribution({ prefix: false, position: 'bottomright' })
    .addAttribution('GeoNames CC BY 4.0 · Natural Earth · boundaries imply no endorsement')
    .addTo(map);
  L.control.scale({ imperial: false, position: 'bottomright' }).addTo(map);
  const bar = L.control.zoom({ position: 'topright' }).addTo(map).getContainer();
  L.DomEvent.disableClickPropagation(bar);
  bar.append(...viewButtons());
  geo_json_countries.eachLayer((layer) => {
    layer.getElement().classList.toggle('focus', Boolean(layer.feature.properties.focus));
  });
  geo_json_areas.eachLayer((layer) => areaLayers.set(layer.feature.properties.place, layer));
  for (const [id, layer] of areaLayers) {
    layer.on('click', () => select(id));
    layer.getElement().dataset.mark = id;
  }
  canvas.append(...Object.values(groups));
  for (const name of ['ground', 'labels']) groups[name].setAttribute('aria-hidden', 'true');
  listenForMarks(select);
  map.getContainer().addEventListener('pointermove', showTip);
  for (const event of ['pointerleave', 'pointerdown']) {
    map.getContainer().addEventListener(event, () => { byId('tip').hidden = true; });
  }
  resetView();
  new Marks().addTo(map);
  map.on('dragstart zoomstart keydown', (event) => {
    if (settled && (!event.originalEvent || isMove(event.originalEvent))) touched = true;
  });
  map.on('moveend', rememberSoon);
  new ResizeObserver(resized).observe(map.getContainer());
  settled = true;
}
let settled = false;

/** Whether a key moves the map. */
const isMove = (event) => event.key.startsWith('Arrow');

let waiting; // for the map to come to rest
function rememberSoon() {
  clearTimeout(waiting);
  if (touched) waiting = setTimeout(remember, 400);
}

/** Where the reader looks: latitude, longitude and zoom as text; null for the first look. */
function lookedAt() {
  const { lat, lng } = map.getCenter();
  return touched ? [lat.toFixed(3), lng.toFixed(3), map.getZoom()].join(',') : null;
}

function lookAt(text) {
  const [lat, lon, zoom] = text.split(',').map(Number);
  if (![lat, lon, zoom].every(Number.isFinite) || !L.latLngBounds(told.map.clip).contains([lat, lon])) return;
  touched = true;
  map.setView([lat, lon], zoom, { animate: false });
}

function listenForMarks(select) {
  const chosen = (event) => event.target.closest('[data-mark]');
  canvas.addEventListener('click', (event) => {
    const dragged = map.dragging.moved && map.dragging.moved();
    if (chosen(event) && !dragged) select(chosen(event).dataset.mark);
  });
  canvas.addEventListener('keydown', (event) => {
    if (!chosen(event) || !['Enter', ' '].includes(event.key)) return;
    event.preventDefault();
    select(chosen(event).dataset.mark, true);
  });
}

/** A word on the mark under the pointer: its name and what is reported of it. */
function showTip(event) {
  const tip = byId('tip');
  const over = event.target.closest && event.target.closest('[data-mark]');
  tip.hidden = !over || event.pointerType === 'touch';
  if (tip.hidden) return;
  tip.replaceChildren(...tipWords(over.dataset.mark));
  const frame = byId('map-frame').getBoundingClientRect();
  const x = Math.min(event.clientX - frame.left + 14, frame.width - tip.offsetWidth - 8);
  const y = event.clientY - frame.top + 18;
  const above = y + tip.offsetHeight > frame.height;
  setStyle(tip, { left: `${Math.max(8, x)}px`, top: `${above ? y - tip.offsetHeight - 32 : y}px` });
}

function tipWords(mark) {
  if (isMovement(mark)) return [el('span', {}, markName(mark))];
  const state = drawn.picture.places.get(mark);
  return [el('strong', {}, placeName(mark)), el('span', {}, state ? capital(stateInWords(state)) : 'No report')];
}

function resetView() {
  settled = false;
  map.setMinZoom(0);
  map.invalidateSize({ animate: false });
  map.fitBounds(told.map.fit, { animate: false, ...roomAround() });
  map.setMaxBounds(told.map.clip);
  map.setMinZoom(Math.min(map.getZoom(), map.getBoundsZoom(told.map.clip, true)));
  settled = true;
  touched = false;
}

/** Room for the legend and the tools, where the map is wide enough to spare it. */
function roomAround() {
  const wide = map.getSize().x >= WIDE;
  return { paddingTopLeft: [wide ? 270 : 8, wide ? 8 : 52], paddingBottomRight: [wide ? 40 : 8, 8] };
}

/** Bring a mark into view where the panel or the edge hides it. */
function reveal(mark) {
  const point = pointOf(isMovement(mark) ? (endsOfMark(mark)[0] || '') : mark);
  if (!point) return;
  const frame = map.getContainer().getBoundingClientRect();
  const sheet = byId('panel').getBoundingClientRect();
  const hidden = sheet.left < frame.left + 50 ? Math.max(0, frame.bottom - sheet.top) : 0;
  const room = Math.min(hidden, frame.height - 90);
  map.panInside(point, { paddingTopLeft: [40, 60], paddingBottomRight: [40, 30 + room], animate: false });
}

/** Fit anew where the map has another size, unless the reader has chosen what is in view. */
function resized() {
  const { clientWidth, clientHeight } = map.getContainer();
  const size = map.getSize();
  if (size.x === clientWidth && size.y === clientHeight) return;
  if (touched) map.invalidateSize({ animate: false });
  else resetView();
}

/** Draw a picture; `mark` is the chosen one and `changed` those to set off. */
function drawMap(picture, mark, changed = drawn.changed) {
  drawn = { picture, mark, changed, ends: drawn.ends };
  drawLegend(picture);
  redraw();
}

/** The places where movements begin or end, and of which nothing else is reported. */
function bareEnds(flows) {
  const ids = flows.flatMap(([, movement]) => endsOf(movement));
  return new Set(ids.filter((id) => !drawn.picture.places.has(id)));
}

function drawArea(node, state, id) {
  const style = areaStyle(options.territory ? state : undefined);
  const more = [
    id === drawn.mark && 'chosen', drawn.changed.has(id) && 'changed', drawn.ends.has(id) && 'end',
  ].filter(Boolean);
  node.setAttribute('class', ['area', 'leaflet-interactive', ...style.classes, ...more].join(' '));
  setStyle(node, more.includes('end') ? { fill: '', stroke: '' } : { fill: style.fill, stroke: style.stroke });
}

/** Draw the areas and all above them; the focus stays on the mark that has it. */
function redraw() {
  L.DomUtil.setTransform(canvas, L.point(0, 0), 1);
  const focused = canvas.contains(document.activeElement) && document.activeElement.dataset.mark;
  const project = (point) => map.latLngToLayerPoint(point);
  const isSeen = viewTest();
  const places = options.territory ? [...drawn.picture.places].filter(([id]) => isSeen(pointOf(id))) : [];
  const areas = places.filter(([id]) => AREAS.has(id));
  const crowd = gathered(places.filter(([id]) => !AREAS.has(id)).sort(byRank));
  const towns = crowd.single;
  const ringed = crowd.areas.map((area) => areaOfTowns(area, project));
  const moved = flowsToDraw(isSeen);
  drawn.ends = bareEnds(moved.flows);
  for (const [id, layer] of areaLayers) drawArea(layer.getElement(), drawn.picture.places.get(id), id);
  const flows = drawFlows(moved.flows, project);
  groups.areas.replaceChildren(...areas.map(([id, state]) => areaMark(id, state, project)));
  groups.flows.replaceChildren(...flows.map((flow) => flow.node));
  groups.towns.replaceChildren(...ringed.map((area) => area.node), ...towns.map(([id, state]) => townMark(id, state, project)));
  drawLabels(towns, areas, flows, ringed, project);
  tellUndrawn(moved.undrawn, ringed.length);
  const again = focused && canvas.querySelector(`[data-mark="${CSS.escape(focused)}"]`);
  if (again) again.focus({ preventScroll: true });
}

const RANKS = ['disputed', 'contested', 'divided', 'held', 'threatened', 'no reported holder'];

/** The lesser first, so that the weightier is drawn above it. */
function byRank([a, first], [b, second]) {
  const weight = (id, state) => (id === drawn.mark ? -1 : RANKS.indexOf(state.status) + (state.inherited_from ? 6 : 0));
  return weight(b, second) - weight(a, first) || (a < b ? -1 : 1);
}

/** A group that can be clicked, focused and read out. */
function markGroup(mark, words, spot, ...children) {
  const chosen = mark === drawn.mark;
  const classes = ['mark', chosen && 'chosen', drawn.changed.has(mark) && 'changed'];
  return svg('g', {
    class: classes.filter(Boolean).join(' '),
    'data-mark': mark,
    role: 'button',
    tabindex: '0',
    'aria-label': words,
    'aria-pressed': String(chosen),
    transform: spot && `translate(${spot.x} ${spot.y})`,
  }, ...children);
}

function townMark(id, state, project) {
  const words = `${placeName(id)}: ${stateInWords(state)}`;
  return markGroup(id, words, project(pointOf(id)),
    svg('circle', { r: 17, class: 'reach' }),
    svg('circle', { r: 15, class: 'focus-ring' }), townSymbol(state));
}

/** An area's own group: what is drawn at its middle, and what keys and screen readers find. */
function areaMark(id, state, project) {
  const words = `${placeName(id)}, area: ${stateInWords(state)}`;
  const arrow = state.threatened_by && svg('g', { transform: 'translate(-6 -14) scale(1.35)' },
    threatArrow(state.threatened_by[0].actor, 0));
  return markGroup(id, words, project(pointOf(id)),
    svg('circle', { r: 13, class: 'reach' }), svg('circle', { r: 15, class: 'focus-ring' }), arrow);
}

/** The movements of the day, the widest first, with their shapes and where a label may stand. */
function drawFlows(movements, project) {
  const ranks = new Map();
  const { day } = drawn.picture;
  const ordered = [...movements].sort(([a, first], [b, second]) => (
    isOld(second, day) - isOld(first, day) || weightOf(second) - weightOf(first) || (a < b ? -1 : 1)));
  return ordered.map(([id, movement]) => {
    const ends = `${movement.origin}|${movement.destination}|${movement.location}`;
    const rank = ranks.get(ends) || 0;
    ranks.set(ends, rank + 1);
    const shapes = flowShapes(movement, rank, project);
    const node = markGroup(id, capital(movementInWords(movement)), null, shapes.map((s) => s.shape));
    node.classList.add('movement', movement.category);
    node.classList.toggle('old', isOld(movement, day));
    return { id, movement, shapes, node };
  }).filter((flow) => flow.shapes.length);
}
