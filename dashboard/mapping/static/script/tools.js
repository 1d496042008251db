// The tools on the map: find a place, reset, full screen, layers.


function startTools() {
  byId('map-tools').append(searchBox(), button('Reset view', { onclick: resetView }));
  if (document.fullscreenEnabled) {
    byId('map-tools').append(button('Full screen', {
      onclick: () => (document.fullscreenElement ? document.exitFullscreen() : byId('stage').parentElement.requestFullscreen()),
    }));
  }
  byId('map-tools').append(layerChoice());
}

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

function layerChoice() {
  const names = { territory: 'Who holds what', movements: 'People', towns: 'Main towns', local: 'Local names' };
  const check = (name) => el('label', { class: 'check' }, el('input', {
    type: 'checkbox', checked: options[name],
    onchange: (event) => { options[name] = event.target.checked; drawMap(view.picture, view.mark); },
  }), names[name]);
  return el('details', { class: 'layers' }, el('summary', {}, 'Layers'), el('div', {}, Object.keys(names).map(check)));
}
