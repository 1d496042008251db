// What the page was made of, and what of it holds on a day. Days are ISO 8601 and compare as text.

const asked = new Map(); // days before others, each worked out once
const GROUPS = ['holders', 'contested_by', 'threatened_by', 'lost_by', 'denied_by'];

/** Open what packing.py wrote into an element: base 64, gzip, JSON. */
async function opened(node) {
  const text = atob(node.textContent);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json();
}

/** The records of a table of columns. */
function rowsOf({ size, columns }) {
  const rows = Array.from({ length: size }, () => ({}));
  for (const [name, column] of Object.entries(columns)) {
    const listed = Array.isArray(column);
    for (let i = 0; i < size; i += 1) {
      const value = listed ? column[i] : column.values[column.rows[i]];
      if (value !== null) rows[i][name] = value;
    }
  }
  return rows;
}

const told = await opened(document.getElementById('told'));
const DAYS = told.days.map((entry) => entry.day);
unpack();

/** Put together what names another table's rows. A statement is named by its number. */
function unpack() {
  const lastDays = DAYS.map((day) => daysBefore(day, 1));
  const parts = rowsOf(told.part_rows);
  const states = rowsOf(told.state_rows);
  for (const state of states) {
    for (const group of GROUPS) if (state[group]) state[group] = state[group].map((row) => parts[row]);
  }
  const spread = (table, rows) => Object.fromEntries(Object.entries(table).map(([id, spans]) => {
    const intervals = [];
    for (let i = 0; i < spans.length; i += 3) {
      const last = spans[i + 1] === null ? undefined : lastDays[spans[i + 1]];
      intervals.push({ first: DAYS[spans[i]], last, state: rows[spans[i + 2]] });
    }
    return [id, intervals];
  }));
  told.marks = spread(told.marks, states);
  told.movements = spread(told.movements, rowsOf(told.movement_rows));
  const reports = rowsOf(told.reports.rows);
  told.reports = Object.fromEntries(told.reports.ids.map((id, i) => [id, reports[i]]));
  told.statements = [];
}

let allOpen = false;
let opening = Promise.resolve(); // fulfilled when the statements are there

/** Open the statements, piece by piece, so that nothing waits for all of them. */
async function openStatements() {
  for (const node of document.querySelectorAll('.piece')) {
    await new Promise((go) => { setTimeout(go); });
    told.statements.push(...rowsOf(await opened(node)));
    node.remove();
  }
  allOpen = true;
}

/** How many statements there are that this page has no room for. */
const leftOut = () => told.earlier + told.size - told.statements.length;

const AREAS = new Set(told.map.areas);
const EMBEDDED = window.parent !== window;

/** The day so many days before another. */
function daysBefore(day, days) {
  const key = `${day} ${days}`;
  if (!asked.has(key)) asked.set(key, new Date(Date.parse(day) - days * 86400000).toISOString().slice(0, 10));
  return asked.get(key);
}

/** The state that covers a day; undefined where none does. Most days asked for are late ones. */
function at(intervals, day) {
  const found = (intervals || []).findLast((interval) => interval.first <= day);
  return found && (!found.last || day <= found.last) ? found.state : undefined;
}

const [MARKS, MOVEMENTS] = [told.marks, told.movements].map(Object.entries);

/** All states of marks or of movements that cover a day, as a Map by id. */
function allAt(entries, day) {
  const found = new Map();
  if (!day) return found;
  for (const [id, intervals] of entries) {
    const state = at(intervals, day);
    if (state) found.set(id, state);
  }
  return found;
}

/** What is reported as of a day: places and movements by id, and the totals. */
function pictureAt(day) {
  const places = allAt(MARKS, day);
  for (const [id, state] of places) if (isSilent(state)) places.delete(id);
  return {
    day,
    places,
    movements: allAt(MOVEMENTS, day),
    totals: (day && at(told.totals, day)) || [],
  };
}

/** Nothing is reported: no holder, and nobody who lost, fights for, threatens or denies it. */
function isSilent(state) {
  return partsOf(state).length === 0;
}

function partsOf(state) {
  return GROUPS.flatMap((group) => state[group] || []);
}

/** The ids of the statements behind parts, each once. */
function statementsOf(parts) {
  const all = parts.flatMap((part) => part.statements || []);
  return [...new Set(all.filter((n) => n !== null)), ...all.filter((n) => n === null)]; // null: not here
}

function speakersOf(parts) {
  return [...new Set(parts.flatMap((part) => part.speakers || []))];
}

function reportsOf(ids) {
  return [...new Set(ids.filter((id) => told.statements[id]).map((id) => told.statements[id].report))];
}

/** The last day of change on or before a day, as an index into DAYS; -1 before the first. */
function indexOf(day) {
  let index = -1;
  while (index + 1 < DAYS.length && DAYS[index + 1] <= day) index += 1;
  return index;
}

/** Latitude and longitude of a place: its point, or the middle of its area; null for neither. */
function pointOf(id) {
  const place = told.places[id];
  const anchor = told.map.anchors[id];
  if (AREAS.has(id) && anchor) return anchor;
  return (place && place.point) || anchor || null;
}

/** The ids of the places at the ends of a movement, by its latest state. */
function endsOfMark(mark) {
  return endsOf(told.movements[mark][told.movements[mark].length - 1].state);
}

const isMovement = (mark) => Object.hasOwn(told.movements, mark);
const isPlace = (mark) => Object.hasOwn(told.marks, mark) || Object.hasOwn(told.places, mark);
const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text || '');
