// The names on the map: marks, numbers of movements, countries and main towns, in that order.

const around = ({ x, y }, r) => ({ x: x - r, y: y - r, w: 2 * r, h: 2 * r });

/** Write the labels for what is drawn, leaving out those that find no room. */
function drawLabels(towns, areas, flows, ringed, project) {
  const arrows = flows.flatMap((flow) => flow.shapes.flatMap((s) => s.ground.map((p) => around(p, s.reach))));
  const room = {
    taken: [
      ...towns.map(([id]) => around(project(pointOf(id)), 10)),
      ...ringed.map(({ spot, radius }) => around(spot, radius)), ...covered(),
    ],
    soft: [...arrows, ...areas.filter(([, state]) => state.threatened_by).map(([id]) => threatBox(project(pointOf(id))))],
    view: viewBox(),
  };
  const ends = [...drawn.ends].filter((id) => pointOf(id));
  if (options.towns) room.soft.push(...townsInView().slice(0, 6).map((town) => around(project(town.point), 7)));
  const labels = placeLabels([
    ...[...towns].reverse().map(([id]) => townLabel(id, project)),
    ...ringed.map(ringedLabel),
    ...areas.map(([id, state]) => areaLabel(id, state, project)),
    ...ends.map((id) => (isWide(id) ? areaLabel(id, null, project) : townLabel(id, project))),
    ...[...flows].sort(weightierFirst).map(flowLabel),
  ].sort((a, b) => Boolean(b.must) - Boolean(a.must)), room);
  groups.labels.replaceChildren(...labels);
  room.taken.push(...arrows);
  room.soft = [];
  groups.ground.replaceChildren(
    ...ends.filter((id) => !isWide(id)).map((id) => endDot(project(pointOf(id)))),
    ...placeLabels(told.map.countries.map((country) => countryLabel(country, project)).filter(Boolean), room),
    ...(options.towns ? mainTowns(project, room) : []),
  );
}

/** Which movement's number is placed first: the later one, then the larger. */
function weightierFirst({ movement: a }, { movement: b }) {
  const { day } = drawn.picture;
  return isOld(a, day) - isOld(b, day) || weightOf(b) - weightOf(a);
}

/** What the arrow of a threat to an area covers. */
const threatBox = ({ x, y }) => ({ x: x - 30, y: y - 38, w: 30, h: 26 });

/** Whether a place's name stands on it, as an area's does, and not beside it. */
const isWide = (id) => AREAS.has(id) || ['country', 'region', 'admin1'].includes(told.places[id].kind);

/** A town where people left or arrived and of which nothing else is reported. */
const endDot = ({ x, y }) => svg('circle', { cx: x, cy: y, r: 3.5, class: 'end-dot' });

/** What is seen of the map, in the pixels that marks are drawn in. */
function viewBox() {
  const corner = map.containerPointToLayerPoint([0, 0]);
  const size = map.getSize();
  return { x: corner.x, y: corner.y, w: size.x, h: size.y };
}

/** What the legend and the tools cover, in the same pixels. */
function covered() {
  const frame = map.getContainer().getBoundingClientRect();
  const view = viewBox();
  return [byId('legend'), ...byId('map-tools').children, ...document.querySelectorAll('.leaflet-control')]
    .map((node) => node.getBoundingClientRect())
    .map((box) => ({ x: box.left - frame.left + view.x, y: box.top - frame.top + view.y, w: box.width, h: box.height }));
}

function townLabel(id, project, both = options.local) {
  const name = placeName(id);
  const local = both && told.places[id].local_name;
  const lines = [{ text: name, class: 'town-name' }];
  if (local) lines.push({ text: local, class: 'local-name' });
  const width = Math.max(textWidth(name, 13, 600), local ? textWidth(local, 12) : 0) + 4;
  return {
    mark: id, lines, must: id === drawn.mark, strong: true,
    boxes: boxesAround(project(pointOf(id)), width, 16 * lines.length, 13),
    brief: local && townLabel(id, project, false),
  };
}

function ringedLabel({ name, spot, radius }) {
  const lines = [{ text: name, class: 'town-name' }];
  return { lines, strong: true, boxes: boxesAround(spot, textWidth(name, 13, 600) + 4, 16, radius + 2) };
}

function areaLabel(id, state, project, both = options.local) {
  const text = placeName(id);
  const size = told.places[id].kind === 'country' ? 14 : 12.5;
  const style = !state ? 'area-name end' : `area-name${state.inherited_from ? ' inherited' : ''}`;
  const local = both && told.places[id].local_name;
  const lines = [{ text, class: style }];
  if (local) lines.push({ text: local, class: 'local-name' });
  const width = Math.max(textWidth(text, size, 600, 0.4), local ? textWidth(local, 12) : 0) + 4;
  return {
    mark: id, lines, must: id === drawn.mark, strong: true,
    boxes: boxesOn(project(pointOf(id)), width, (size + 4) * lines.length),
    brief: local && areaLabel(id, state, project, false),
  };
}

/** The number of a movement beside its arrow, and below it the range where figures differ. */
function flowLabel({ id, movement, shapes }) {
  const text = movementNumber(movement);
  const range = movementRange(movement);
  const lines = [{ text, class: 'flow-number' }];
  if (range) lines.push({ text: range, class: 'flow-range' });
  const width = Math.max(textWidth(text, 12.5, 700), textWidth(range, 11)) + 6;
  const { spots, gap } = shapes[0];
  return {
    mark: id, lines, must: id === drawn.mark,
    boxes: spots.flatMap((spot) => boxesAround(spot, width, 15 * lines.length, gap + 2)),
  };
}

/** A country's name, where the country is large enough on the screen to carry it. */
function countryLabel(country, project) {
  const text = country.name.toUpperCase();
  const width = textWidth(text, 11, 500, 2) + 6;
  const [lat, lon] = country.point;
  const radius = project([lat, lon + country.room]).x - project([lat, lon]).x;
  const named = [...drawn.ends, ...drawn.picture.places.keys()].some((id) => placeName(id) === country.name);
  if (named || radius * 4 < width) return null;
  return { text, class: 'country-name', boxes: boxesOn(project(country.point), width, 16) };
}

function townsInView() {
  const closer = Math.max(0, map.getZoom() - map.getBoundsZoom(told.map.fit));
  const bounds = map.getBounds();
  return told.map.towns
    .filter((town) => bounds.contains(town.point) && !drawn.picture.places.has(town.id))
    .slice(0, Math.round(18 * 2 ** closer));
}

/** The largest towns in view, more of them the closer one looks, each with its dot. */
function mainTowns(project, room) {
  const nodes = [];
  for (const town of townsInView()) {
    const spot = project(town.point);
    const dot = around(spot, 3);
    if (room.taken.some((other) => overlap(dot, other))) continue;
    const width = textWidth(town.name, 11) + 4;
    const placed = placeLabels([{ text: town.name, class: 'base-town', boxes: boxesAround(spot, width, 14, 5) }], room);
    if (!placed.length) continue;
    room.taken.push(dot);
    nodes.push(svg('circle', { cx: spot.x, cy: spot.y, r: 2, class: 'town-dot' }), ...placed);
  }
  return nodes;
}
