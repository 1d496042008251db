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
  drawTablesSoon();
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

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
}

function followTheme() {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  setTheme(dark.matches ? 'dark' : 'light');
  dark.addEventListener('change', () => setTheme(dark.matches ? 'dark' : 'light'));
}

/** On paper the map has a size of its own, and its legend: fit it to that while it is printed. */
function startPrint() {
  let open = false;
  const fit = (printing) => () => {
    document.documentElement.classList.toggle('printing', printing);
    if (printing) open = byId('legend').open;
    byId('legend').open = printing || open;
    resized();
  };
  window.addEventListener('beforeprint', fit(true));
  window.addEventListener('afterprint', fit(false));
}

/** Draw what had to wait for the statements. */
function drawOpened() {
  drawStatements();
  drawPanel(view, show);
  document.documentElement.dataset.opened = '';
}

function start() {
  document.documentElement.classList.toggle('embedded', EMBEDDED);
  followTheme();
  if (told.known_by) byId('known-by').textContent = `, as known by ${dayInWords(told.known_by)}`;
  if (byId('map-frame').clientWidth < WIDE) byId('legend').open = false;
  startTools();
  startTables(show);
  startTime(show, () => view.day);
  startMap((mark, byKey) => show({ mark }, byKey));
  opening = openStatements().then(drawOpened);
  takeOn({ mark: null, ...told.view, ...fromAddress() });
  startPrint();
  if (!view.day) drawDay();
  window.addEventListener('hashchange', () => takeOn(fromAddress()));
  window.addEventListener('message', heardFromParent);
  if (EMBEDDED) tellParent({ ready: true });
}

start();
