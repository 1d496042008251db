// The view in the page's own address, and messages to and from a page around it.


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
