// What the page was made of, and what of it holds on a day. Days are ISO 8601 and compare as text.

const told = JSON.parse(document.getElementById('told').textContent);
const DAYS = told.days.map((entry) => entry.day);
const AREAS = new Set(told.map.areas);
const EMBEDDED = window.parent !== window;

/** The state that covers a day; undefined where none does. */
function at(intervals, day) {
  const found = (intervals || []).find(
    (interval) => interval.first <= day && (!interval.last || day <= interval.last),
  );
  return found && found.state;
}

/** All states of a table that cover a day, as a Map by id. */
function allAt(table, day) {
  const found = new Map();
  if (!day) return found;
  for (const [id, intervals] of Object.entries(table)) {
    const state = at(intervals, day);
    if (state) found.set(id, state);
  }
  return found;
}

/** What is reported as of a day: places and movements by id, and the totals. */
function pictureAt(day) {
  const places = allAt(told.marks, day);
  for (const [id, state] of places) if (isSilent(state)) places.delete(id);
  return {
    day,
    places,
    movements: allAt(told.movements, day),
    totals: (day && at(told.totals, day)) || [],
  };
}

/** Nothing is reported: no holder, and nobody who lost, fights for, threatens or denies it. */
function isSilent(state) {
  return partsOf(state).length === 0;
}

const GROUPS = ['holders', 'contested_by', 'threatened_by', 'lost_by', 'denied_by'];

function partsOf(state) {
  return GROUPS.flatMap((group) => state[group] || []);
}

/** The ids of the statements behind parts, each once. */
function statementsOf(parts) {
  return [...new Set(parts.flatMap((part) => part.statements || []))];
}

function speakersOf(parts) {
  return [...new Set(parts.flatMap((part) => part.speakers || []))];
}

function reportsOf(ids) {
  return [...new Set(ids.map((id) => told.statements[id] && told.statements[id].report))];
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
  const { state } = told.movements[mark][told.movements[mark].length - 1];
  return [...(state.origin || []), ...(state.destination || []), ...(state.location || [])];
}

const isMovement = (mark) => Object.hasOwn(told.movements, mark);
const isPlace = (mark) => Object.hasOwn(told.marks, mark) || Object.hasOwn(told.places, mark);
const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text || '');
