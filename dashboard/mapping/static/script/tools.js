// The tools on the map: find a place, layers, reset, full screen.

function startTools() {
  byId('map-tools').append(searchBox(), layerChoice());
}

/** Buttons that stand below those for the zoom. */
function viewButtons() {
  const reset = () => { resetView(); remember(); };
  const fill = () => (document.fullscreenElement ? document.exitFullscreen() : byId('stage').parentElement.requestFullscreen());
  return [
    iconButton('Reset view', 'M3 8a6 6 0 1 1 1.8 4.3M3 13V9h4', reset),
    document.fullscreenEnabled && iconButton('Full screen', 'M3 7V3h4M11 3h4v4M15 11v4h-4M7 15H3v-4', fill),
  ].filter(Boolean);
}

const iconButton = (name, lines, onclick) => el('button', { type: 'button', title: name, 'aria-label': name, onclick },
  svg('svg', { viewBox: '0 0 18 18', width: 18, height: 18, 'aria-hidden': 'true' }, svg('path', { d: lines })));

/** A field with the names of all places that are told of; choosing one opens it. */
function searchBox() {
  const names = new Map(Object.keys(told.places).map((id) => [placeName(id), id]));
  const found = (event) => {
    const id = names.get(event.target.value);
    if (!id) return;
    event.target.value = '';
    show({ mark: id });
    if (pointOf(id)) map.panTo(pointOf(id));
  };
  return el('span', { class: 'search' },
    el('input', { type: 'search', list: 'place-names', placeholder: 'Find a place', 'aria-label': 'Find a place', onchange: found, oninput: found }),
    el('datalist', { id: 'place-names' }, [...names.keys()].sort().map((name) => el('option', { value: name }))));
}

const LAYERS = { territory: 'Who holds what', movements: 'People', towns: 'Main towns', local: 'Local names' };

function layerChoice() {
  const check = (name) => el('label', { class: 'check' }, el('input', {
    type: 'checkbox', name, checked: options[name],
    onchange: (event) => {
      options[name] = event.target.checked;
      drawMap(view.picture, view.mark);
      remember();
    },
  }), LAYERS[name]);
  return el('details', { class: 'layers' }, el('summary', {}, 'Layers'), el('div', {}, Object.keys(LAYERS).map(check)));
}

/** The layers that are on, as an address has them. */
function layersShown() {
  return Object.keys(options).filter((name) => options[name]).join() || 'none';
}

function chooseLayers(names) {
  for (const name of Object.keys(options)) options[name] = names.includes(name);
  document.querySelectorAll('.layers input').forEach((box) => { box.checked = options[box.name]; });
}
