// The names on the map: marks, numbers of movements, countries and main towns, in that order.

const around = ({ x, y }, r) => ({ x: x - r, y: y - r, w: 2 * r, h: 2 * r });

/** Write the labels for what is drawn, leaving out those that find no room. */
function drawLabels(towns, areas, flows, project) {
  const taken = towns.map(([id]) => around(project(pointOf(id)), 11));
  const heaviest = [...towns].reverse();
  const marks = placeLabels([
    ...heaviest.map(([id]) => townLabel(id, project)),
    ...flows.map(flowLabel).filter(Boolean),
  ], taken);
  taken.push(...flows.flatMap((flow) => flow.shapes.flatMap((s) => s.ground.map((p) => around(p, 5)))));
  const wide = placeLabels(areas.map(([id, state]) => areaLabel(id, state, project)), taken);
  groups.labels.replaceChildren(...marks, ...wide);
  groups.ground.replaceChildren(
    ...placeLabels(told.map.countries.map((country) => countryLabel(country, project)), taken),
    ...(options.towns ? mainTowns(project, taken) : []),
  );
}

function townLabel(id, project) {
  const name = placeName(id);
  const local = options.local && told.places[id].local_name;
  const lines = [{ text: name, class: 'town-name' }];
  if (local) lines.push({ text: local, class: 'local-name' });
  const width = Math.max(textWidth(name, 13, 600), local ? textWidth(local, 12) : 0) + 4;
  return {
    mark: id, lines, must: id === drawn.mark,
    boxes: boxesAround(project(pointOf(id)), width, 16 * lines.length, 13),
  };
}

function areaLabel(id, state, project) {
  const text = placeName(id);
  const size = told.places[id].kind === 'country' ? 14 : 12.5;
  const at = project(pointOf(id));
  const width = textWidth(text, size, 600, 0.4) + 4;
  return {
    mark: id, text, must: id === drawn.mark, boxes: boxesOn(at, width, size + 4),
    class: `area-name${state.inherited_from ? ' inherited' : ''}`,
  };
}

/** The number of a movement beside its arrow, and below it the range where figures differ. */
function flowLabel({ id, movement, shapes }) {
  const text = movementNumber(movement);
  const range = movementRange(movement);
  const lines = [{ text, class: 'flow-number' }];
  if (range) lines.push({ text: range, class: 'flow-range' });
  const width = Math.max(textWidth(text, 12.5, 700), textWidth(range, 11)) + 6;
  const height = 15 * lines.length;
  const { spots, gap } = shapes[0];
  return {
    mark: id, lines, must: id === drawn.mark,
    boxes: spots.flatMap((spot) => boxesAround(spot, width, height, gap + 2)),
  };
}

function countryLabel(country, project) {
  const text = country.name.toUpperCase();
  const width = textWidth(text, 11, 500, 2) + 6;
  return { text, class: 'country-name', boxes: boxesOn(project(country.point), width, 16) };
}

/** The largest towns in view, more of them the closer one looks, each with its dot. */
function mainTowns(project, taken) {
  const closer = Math.max(0, map.getZoom() - map.getBoundsZoom(told.map.fit));
  const most = Math.round(16 * 2 ** closer);
  const nodes = [];
  for (const town of told.map.towns.filter((one) => !drawn.picture.places.has(one.id)).slice(0, most)) {
    const at = project(town.point);
    const dot = around(at, 3);
    if (taken.some((other) => overlap(dot, other))) continue;
    const width = textWidth(town.name, 11) + 4;
    const label = { text: town.name, class: 'base-town', boxes: boxesAround(at, width, 14, 5) };
    const placed = placeLabels([label], taken);
    if (!placed.length) continue;
    taken.push(dot);
    nodes.push(svg('circle', { cx: at.x, cy: at.y, r: 2, class: 'town-dot' }), ...placed);
  }
  return nodes;
}
