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

function remember() {
  if (!started) return undefined;
  if (EMBEDDED) return tellParent(viewParts());
  return history.replaceState(null, '', `#${new URLSearchParams(viewParts())}`);
}

const fromAddress = () => Object.fromEntries(new URLSearchParams(window.location.hash.slice(1)));

/** Take on what a view names, where the page can show it so. */
function takeOn(parts) {
  const change = {};
  if (isDay(parts.as_of)) change.day = parts.as_of;
  if ('mark' in parts) change.mark = parts.mark;
  if (DAYS.includes(parts.since)) since = parts.since;
  if (parts.layers) chooseLayers(parts.layers.split(','));
  if (parts.statement) Object.assign(change, viewOf(parts.statement));
  if (Object.keys(change).length || parts.since || parts.layers) show(change);
  if (parts.at) lookAt(parts.at);
  if (parts.statement) setOff(parts.statement);
}

function tellParent(message) {
  window.parent.postMessage({ tidemark: message }, '*');
}

function heardFromParent(event) {
  const message = event.source === window.parent && event.data && event.data.tidemark;
  if (!EMBEDDED || !message) return;
  if (message.theme === 'dark' || message.theme === 'light') setTheme(message.theme);
  takeOn(message);
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
