// The view in the page's own address, and messages to and from a page around it. A view has as_of,
// mark, since, layers and at (latitude, longitude, zoom); it leaves out what is as at first.

const FIRST_LAYERS = layersShown();

function viewParts() {
  const layers = layersShown();
  const parts = {
    as_of: view.day, mark: view.mark, since, layers: layers !== FIRST_LAYERS && layers, at: lookedAt(),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value));
}

let remembered = null; // the view as it was told last; null while one is taken on, which is not told

const viewInAddress = () => String(new URLSearchParams(viewParts()));

/** Put the view into the address, or tell the page around this one, where it has changed. */
function remember() {
  const now = viewInAddress();
  if (remembered === null || remembered === now) return;
  remembered = now;
  if (EMBEDDED) tellParent({ view: viewParts() });
  else history.replaceState(null, '', `#${now}`);
}

const fromAddress = () => Object.fromEntries(new URLSearchParams(window.location.hash.slice(1)));

/** Take on what a view names, where the page can show it so. */
function takeOn(parts) {
  remembered = null;
  const change = {};
  if (isDay(parts.as_of)) change.day = parts.as_of;
  if ('mark' in parts) change.mark = parts.mark;
  if (DAYS.includes(parts.since)) since = parts.since;
  if (parts.layers) chooseLayers(parts.layers.split(','));
  show(change);
  if (parts.at) lookAt(parts.at);
  remembered = viewInAddress();
  if (parts.statement) opening.then(() => goTo(parts.statement));
}

function tellParent(message) {
  window.parent.postMessage({ tidemark: message }, '*');
}

function heardFromParent(event) {
  const message = event.source === window.parent && event.data && event.data.tidemark;
  if (!EMBEDDED || !message) return;
  if (message.theme === 'dark' || message.theme === 'light') setTheme(message.theme);
  if (!message.view) return;
  takeOn(message.view);
  if (message.view.as_of) return;
  remembered = ''; // the parent cannot know which day the page chose
  remember();
}

function goTo(statement) {
  show(viewOf(statement));
  setOff(statement);
}

/** Where a statement shows: the first mark and day on which it is behind a state. */
function viewOf(statement) {
  const number = told.statements.findIndex(({ id }) => id === statement);
  for (const [mark, intervals] of [...MOVEMENTS, ...MARKS]) {
    const found = intervals.find(({ state }) => [...(state.figures || []), ...(state.parts || []),
      ...statementsOf(partsOf(state))].includes(number));
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
