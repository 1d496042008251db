// The page as a whole: one view (day and mark), kept in the address, told to a page around it.

const view = { day: null, mark: null, picture: pictureAt(null) };

/** Change the day or the mark and draw what that changes. `byKey`: the focus goes along. */
function show(change, byKey = false) {
  const before = { ...view };
  if ('day' in change) view.day = change.day;
  if ('mark' in change) view.mark = isMovement(change.mark) || isPlace(change.mark) ? change.mark : null;
  const newDay = view.day !== before.day;
  if (newDay) view.picture = pictureAt(view.day);
  drawMap(view.picture, view.mark, changedMarks(view));
  if (newDay) drawDay();
  drawPanel(view, show);
  if (byKey) followFocus(before.mark);
  if (view.mark && view.mark !== before.mark) reveal(view.mark);
  if (newDay || view.mark !== before.mark) remember();
}

function drawDay() {
  byId('as-of').textContent = view.day ? dayInWords(view.day) : 'no date yet';
  byId('as-of').setAttribute('datetime', view.day || '');
  drawHeadline(view.picture);
  drawLegend(view.picture);
  drawTables(view.picture);
  drawTime(view.day);
  drawEmpty();
}

/** After a key, the focus goes into the panel, and back to the mark when the panel closes. */
function followFocus(before) {
  if (view.mark) byId('panel').focus();
  else if (before) {
    const mark = canvas.querySelector(`[data-mark="${CSS.escape(before)}"]`);
    if (mark) mark.focus({ preventScroll: true });
  }
}

function drawEmpty() {
  const { places, movements } = view.picture;
  const first = DAYS[0];
  byId('map-empty').hidden = places.size + movements.size > 0;
  byId('map-empty').textContent = first && view.day < first
    ? `No report speaks of this day. The first is of ${dayInWords(first)}: move the date forward.`
    : DAYS.length ? 'No report speaks of this day: choose another date.' : `No statements yet. ${EMPTY}`;
}

/** The figures of the day: people as a range with the number of sources, places by status. */
function drawHeadline({ totals, places }) {
  const items = totals.map(totalItem);
  const states = [...places.values()].filter((state) => !state.inherited_from);
  const counts = RANKS.map((status) => [status, states.filter((s) => s.status === status).length]).filter(([, n]) => n);
  if (counts.length) items.push(placesItem(counts));
  byId('headline').replaceChildren(...items);
}

function totalItem(total) {
  const households = total.households ? `${number(total.households)} households` : '';
  const main = total.people || !households ? number(total.people) : households;
  const range = total.low !== total.high ? `${rangeInWords(total.low, total.high)}, ` : '';
  const more = total.people && households ? `and ${households}; ` : '';
  return el('div', { class: 'figure' },
    el('dt', {}, capital(CATEGORIES[total.category])),
    el('dd', {}, el('strong', {}, main), el('small', {}, `${more}${range}${count(total.speakers, 'source')}`)));
}

function placesItem(counts) {
  const rest = counts.map(([status, n]) => `${number(n)} ${STATUSES[status].toLowerCase()}`);
  return el('div', { class: 'figure' },
    el('dt', {}, 'Places'),
    el('dd', {}, el('strong', {}, number(counts.reduce((sum, [, n]) => sum + n, 0))), el('small', {}, rest.join(', '))));
}

// The address and the page around ------------------------------------------------------------

function remember() {
  if (EMBEDDED) return tellParent({ as_of: view.day, mark: view.mark });
  const parts = new URLSearchParams();
  if (view.day) parts.set('as_of', view.day);
  if (view.mark) parts.set('mark', view.mark);
  return history.replaceState(null, '', `#${parts}`);
}

function fromAddress() {
  const parts = new URLSearchParams(window.location.hash.slice(1));
  const change = {};
  if (isDay(parts.get('as_of'))) change.day = parts.get('as_of');
  if (parts.has('mark')) change.mark = parts.get('mark');
  return change;
}

function tellParent(message) {
  window.parent.postMessage({ tidemark: message }, '*');
}

function heardFromParent(event) {
  const message = event.source === window.parent && event.data && event.data.tidemark;
  if (!EMBEDDED || !message) return;
  if (message.theme === 'dark' || message.theme === 'light') setTheme(message.theme);
  const change = {};
  if (isDay(message.as_of)) change.day = message.as_of;
  if ('mark' in message) change.mark = message.mark;
  if (message.statement) Object.assign(change, viewOf(message.statement));
  if (Object.keys(change).length) show(change);
  if (message.statement) setOff(message.statement);
}

/** Where a statement shows: the first mark and day on which it is behind a state. */
function viewOf(statement) {
  const tables = [told.movements, told.marks];
  for (const [mark, intervals] of tables.flatMap(Object.entries)) {
    const found = intervals.find(({ state }) => [...(state.figures || []), ...(state.parts || []),
      ...statementsOf(partsOf(state))].includes(statement));
    if (found) {
      const covers = found.first <= view.day && (!found.last || view.day <= found.last);
      return { mark, day: covers ? view.day : found.first };
    }
  }
  return {};
}

function setOff(statement) {
  const card = document.querySelector(`[data-statement="${CSS.escape(statement)}"]`);
  if (!card) return;
  card.classList.add('set-off');
  card.scrollIntoView({ block: 'nearest' });
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
}

function followTheme() {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  setTheme(dark.matches ? 'dark' : 'light');
  dark.addEventListener('change', () => setTheme(dark.matches ? 'dark' : 'light'));
}

// Tools on the map -----------------------------------------------------------------------------

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

function start() {
  document.documentElement.classList.toggle('embedded', EMBEDDED);
  followTheme();
  if (told.known_by) byId('known-by').textContent = `, as known by ${dayInWords(told.known_by)}`;
  if (window.matchMedia('(max-width: 720px)').matches) byId('legend').open = false;
  startTools();
  startTables(show);
  startTime(show, () => view.day);
  startMap((mark, byKey) => show({ mark }, byKey));
  show({ day: told.as_of, mark: null, ...fromAddress() });
  if (!view.day) drawDay();
  window.addEventListener('hashchange', () => show(fromAddress()));
  window.addEventListener('message', heardFromParent);
  if (EMBEDDED) tellParent({ ready: true });
}

start();
