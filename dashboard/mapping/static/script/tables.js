// The tables: all that the map shows, in words; sorted, filtered and saved in the page itself.

const FIRST_ROWS = 100; // a longer table opens by pieces
const MORE_ROWS = 500;
const ALPHABET = new Intl.Collator('en');

/** A cell that a spreadsheet would run is put behind an apostrophe; numbers stay numbers. */
function csvCell(value) {
  if (typeof value === 'number') return String(value);
  const text = String(value === undefined || value === null ? '' : value);
  const safe = /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function asCsv(columns, rows) {
  const lines = [columns.map((column) => column.title), ...rows.map((r) => columns.map((c) => c.value(r)))];
  return `${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/**
 * A table with a caption, a filter, sorting by column and a button that saves it. `columns` have
 * `title`, `value(row)` and perhaps `cell(row)`. Gives a function that shows other rows.
 */
function makeTable({ name, title, columns, empty }) {
  const state = { rows: [], sort: null, down: false, filter: '', most: FIRST_ROWS };
  const body = el('tbody');
  const total = el('span', { class: 'count' });
  const heads = columns.map((column, i) => el('th', { scope: 'col', class: column.numeric && 'numeric' }, button(column.title, {
    onclick: () => { state.down = state.sort === i && !state.down; state.sort = i; fill(FIRST_ROWS); },
  })));
  const more = button('', { class: 'more', onclick: () => fill(state.most + MORE_ROWS) });
  const fill = (most) => {
    state.most = most;
    const rows = ordered(filtered(state, columns), columns, state);
    body.replaceChildren(...rows.slice(0, most).map((r) => el('tr', {}, columns.map((c) => el('td', {
      class: c.numeric && 'numeric', 'data-title': c.title,
    }, cellOf(c, r))))));
    if (!rows.length) body.append(el('tr', {}, el('td', { colspan: columns.length, class: 'none' }, empty)));
    heads.forEach((head, i) => head.setAttribute('aria-sort', state.sort !== i ? 'none' : state.down ? 'descending' : 'ascending'));
    more.hidden = rows.length <= most;
    more.textContent = `Show ${number(Math.min(MORE_ROWS, rows.length - most))} more of ${number(rows.length - most)}`;
    total.textContent = rows.length === state.rows.length ? number(rows.length) : `${number(rows.length)} of ${number(state.rows.length)}`;
  };
  byId('tables').append(el('section', { class: 'sheet', id: `sheet-${name}` },
    el('div', { class: 'sheet-head' }, el('h2', {}, title, ' ', total),
      el('input', {
        type: 'search', placeholder: 'Filter', 'aria-label': `Filter: ${title}`,
        oninput: (event) => { state.filter = event.target.value.toLowerCase(); fill(FIRST_ROWS); },
      }),
      button('Save as CSV', { onclick: () => save(`tidemark-${name}.csv`, asCsv(columns, ordered(filtered(state, columns), columns, state)), 'text/csv') })),
    el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title },
      el('table', {}, el('thead', {}, el('tr', {}, heads)), body), more)));
  return (rows) => { state.rows = rows; fill(FIRST_ROWS); };
}

function cellOf(column, r) {
  if (column.cell) return column.cell(r);
  const value = column.value(r);
  return column.numeric ? number(value) : foreign(value);
}

function filtered(state, columns) {
  if (!state.filter) return state.rows;
  return state.rows.filter((r) => textOf(r, columns).includes(state.filter));
}

/** All that a row says, for the filter; put together once. */
function textOf(r, columns) {
  if (r.text === undefined) r.text = columns.map((c) => c.value(r)).join('\n').toLowerCase();
  return r.text;
}

function ordered(rows, columns, state) {
  if (state.sort === null) return rows;
  const { value } = columns[state.sort];
  const compare = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : ALPHABET.compare(String(a), String(b)));
  const keyed = rows.map((r) => [value(r), r]);
  return keyed.sort(([a], [b]) => compare(a, b) * (state.down ? -1 : 1)).map(([, r]) => r);
}

const sheets = {};

function startTables(show) {
  const open = (mark, text) => button(text, { class: 'link', onclick: () => show({ mark }, true) });
  sheets.places = makeTable({
    name: 'places', title: 'Places', columns: placeColumns(open),
    empty: 'No place fits. Clear the filter, or choose a later date.',
  });
  sheets.movements = makeTable({
    name: 'people', title: 'People', columns: movementColumns(open),
    empty: 'No figure fits. Clear the filter, or choose a later date.',
  });
  sheets.statements = makeTable({
    name: 'statements', title: 'Statements, of all dates', columns: statementColumns(),
    empty: 'No statement fits. Clear the filter, or add a report.',
  });
}

function placeColumns(open) {
  return [
    { title: 'Place', value: (r) => placeName(r.id), cell: (r) => open(r.id, placeName(r.id)) },
    { title: 'Kind', value: (r) => KINDS[told.places[r.id].kind] },
    { title: 'Country', value: (r) => countryName(told.places[r.id].country) },
    { title: 'Status', value: (r) => STATUSES[r.state.status] },
    { title: 'What is reported', value: (r) => capital(stateInWords(r.state)) },
    { title: 'Since', value: (r) => partsOf(r.state).map((part) => part.since).sort().pop() },
    { title: 'Speakers', numeric: true, value: (r) => speakersOf(partsOf(r.state)).length },
    { title: 'Statements', numeric: true, value: (r) => statementsOf(partsOf(r.state)).length },
  ];
}

function movementColumns(open) {
  const names = (end) => (r) => listed((r.movement[end] || []).map(placeName));
  return [
    { title: 'People', value: (r) => capital(movementNumber(r.movement)), cell: (r) => open(r.id, capital(movementNumber(r.movement))) },
    { title: 'Category', value: (r) => capital(CATEGORIES[r.movement.category]) },
    { title: 'From', value: names('origin') },
    { title: 'To', value: names('destination') },
    { title: 'In', value: names('location') },
    { title: 'Least', numeric: true, value: (r) => r.movement.low },
    { title: 'Most', numeric: true, value: (r) => r.movement.high },
    { title: 'Unit', value: (r) => r.movement.unit },
    { title: 'First day', value: (r) => r.movement.start },
    { title: 'Last day', value: (r) => r.movement.end },
    { title: 'Speakers', numeric: true, value: (r) => r.movement.speakers.length },
  ];
}

function statementColumns() {
  const report = (r) => told.reports[r.statement.report] || {};
  return [
    { title: 'States', value: (r) => saysInWords(r.statement) },
    { title: 'Quote', value: (r) => r.statement.quote, cell: (r) => el('q', { dir: 'auto' }, quoted(r.statement.quote)) },
    { title: 'Speaker', value: (r) => speakerOf(r.statement) },
    { title: 'Publisher', value: (r) => publisherOf(r.statement) },
    { title: 'Report', value: (r) => report(r).title || r.statement.report },
    { title: 'Published', value: (r) => r.statement.published || report(r).published || '' },
    { title: 'Speaks of', value: (r) => r.statement.end || r.statement.start || '' },
    { title: 'Precision', value: (r) => r.statement.date_precision },
    { title: 'Stance', value: (r) => STANCES[r.statement.stance] },
    { title: 'Coded by', value: (r) => (r.statement.review ? reviewOf(r.statement) : `Rule ${r.statement.rule}`) },
  ];
}

function drawStatements() {
  sheets.statements(told.statements.map((statement) => ({ statement })));
}

let tablesWait;

/** Draw the tables of the day once the map is on the screen: they lie below it. */
function drawTablesSoon() {
  cancelAnimationFrame(tablesWait);
  tablesWait = requestAnimationFrame(() => setTimeout(() => drawTables(view.picture)));
}

function drawTables(picture) {
  const byName = ([a], [b]) => ALPHABET.compare(placeName(a), placeName(b));
  sheets.places([...picture.places].sort(byName).map(([id, state]) => ({ id, state })));
  sheets.movements([...picture.movements].map(([id, movement]) => ({ id, movement })));
}
