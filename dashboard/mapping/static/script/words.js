// Plain and neutral words, the same everywhere: what is reported, never what is so.

const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
];
const CATEGORIES = {
  new_displacement: 'newly displaced',
  idps: 'internally displaced (IDPs)',
  refugees: 'refugees',
  returns: 'returned',
};
const STATUSES = {
  held: 'Reported held',
  disputed: 'Disputed',
  contested: 'Contested',
  divided: 'Divided',
  threatened: 'Threatened',
  'no reported holder': 'No reported holder',
};
const KINDS = {
  country: 'Country', region: 'Region', admin1: 'Province', admin2: 'District',
  city: 'Town', site: 'Site',
};

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const NUMBERS = new Intl.NumberFormat('en');
const number = (value) => NUMBERS.format(value);
const count = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;
const listed = (items) => items.length < 2
  ? items.join('')
  : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;

/** 2014-06-09 as 9 June 2014. */
function dayInWords(day) {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} ${MONTHS[month - 1]} ${year}`;
}

function shortDay(day) {
  const [, month, date] = day.split('-').map(Number);
  return `${date} ${MONTHS[month - 1].slice(0, 3)}`;
}

/** Two days, without saying month or year twice. */
function spanInWords(start, end) {
  if (!end || start === end) return dayInWords(start);
  const sameYear = start.slice(0, 4) === end.slice(0, 4);
  const sameMonth = sameYear && start.slice(5, 7) === end.slice(5, 7);
  const from = dayInWords(start).split(' ');
  return `${from.slice(0, sameMonth ? 1 : sameYear ? 2 : 3).join(' ')}–${dayInWords(end)}`;
}

/** When a statement speaks of, no more exactly than its text does. */
function whenInWords(statement) {
  const day = statement.end || statement.start;
  if (!day) return 'no date in the text';
  const [year, month] = day.split('-').map(Number);
  const precision = statement.date_precision;
  if (precision === 'year') return `${year}`;
  if (precision === 'month' && statement.start && statement.start.slice(0, 7) === day.slice(0, 7)) {
    return `${MONTHS[month - 1]} ${year}`;
  }
  return spanInWords(statement.start || day, day);
}

const actorName = (id) => (told.actors[id] ? told.actors[id].name : id);
const placeName = (id) => (told.places[id] ? told.places[id].name : id);
const countryName = (code) => told.map.names[code] || code || '';

/** A range of numbers, or one. */
function rangeInWords(low, high) {
  return low === high ? number(low) : `${number(low)}–${number(high)}`;
}

const QUANTIFIERS = { approximately: 'about', more_than: 'more than', less_than: 'up to' };

/** The number of a figure with the words that its text puts before it. */
function quantityInWords({ quantity, quantity_high: high, vague, quantifier }) {
  if (high) return `${number(quantity)}–${number(high)}`;
  if (vague) return `at least ${number(quantity)}`;
  const before = QUANTIFIERS[quantifier];
  return before ? `${before} ${number(quantity)}` : number(quantity);
}

/** A movement's number: in people where that is known, else in households. */
function movementNumber(movement) {
  if (movement.unit === 'people') return quantityInWords(movement);
  if (movement.people) return `about ${number(movement.people)}`;
  return `${number(movement.quantity)} households`;
}

/** The range of all figures of a movement, where they differ. */
function movementRange(movement) {
  const inPeople = movement.people !== undefined && movement.people_low !== undefined;
  const low = inPeople ? movement.people_low : movement.low;
  const high = inPeople ? movement.people_high : movement.high;
  return low === high ? '' : rangeInWords(low, high);
}

/** Where from and where to, as far as the reports say. */
function endsInWords(movement) {
  const named = (ids) => listed((ids || []).map(placeName));
  const parts = [];
  if (movement.origin) parts.push(`from ${named(movement.origin)}`);
  if (movement.destination) parts.push(`to ${named(movement.destination)}`);
  if (movement.location) parts.push(`in ${named(movement.location)}`);
  return parts.join(' ') || 'place not reported';
}

function movementInWords(movement) {
  const unit = movement.unit === 'people' || movement.people ? 'people ' : '';
  const what = movement.category === 'refugees' ? 'as refugees' : CATEGORIES[movement.category];
  return `${movementNumber(movement)} ${unit}${what} ${endsInWords(movement)}`;
}

/** A speaker as the picture names it; a report that speaks itself goes by its title. */
function speakerInWords(speaker) {
  const report = speaker.startsWith('report ') && told.reports[speaker.slice(7)];
  return report ? `the report “${report.title || speaker.slice(7)}”` : speaker;
}

/** "2 speakers in 1 report". */
function backing(parts) {
  const reports = reportsOf(statementsOf(parts)).length;
  return `${count(speakersOf(parts).length, 'speaker')} in ${count(reports, 'report')}`;
}

/** A quotation in its marks, unless it brings its own. */
const quoted = (text) => (!text || /^[“"'‘«]/.test(text) ? text : `“${text}”`);

/** How much of a place a part speaks of, put before the actor. */
function extentInWords(part) {
  if (part.share) return `${Math.round(part.share * 100)} % reported held by`;
  return part.extent === 'part' ? 'part reported held by' : 'reported held by';
}

/** The state of a place as one sentence without its end. */
function stateInWords(state) {
  const words = [];
  const holders = state.holders || [];
  if (holders.length) words.push(holdersInWords(state, holders));
  const named = (parts) => listed(parts.map((part) => actorName(part.actor)));
  if (state.denied_by) words.push(`denied by ${listed(speakersOf(state.denied_by).map(speakerInWords))}`);
  if (state.contested_by) words.push(`contested by ${named(state.contested_by)}`);
  if (state.threatened_by) words.push(`threatened by ${named(state.threatened_by)}`);
  if (state.lost_by) words.push(`reported lost by ${named(state.lost_by)}`);
  if (state.inherited_from) words.push(`by the claim on ${placeName(state.inherited_from)}`);
  return words.join('; ') || 'no report';
}

function holdersInWords(state, holders) {
  const joined = listed(holders.map((part) => `${extentInWords(part)} ${actorName(part.actor)}`));
  const since = holders.length === 1 ? ` since ${dayInWords(holders[0].since)}` : '';
  return `${state.status === 'disputed' ? 'disputed: ' : ''}${joined}${since}`;
}

function markName(mark) {
  if (isMovement(mark)) {
    const intervals = told.movements[mark];
    return capital(movementInWords(intervals[intervals.length - 1].state));
  }
  return placeName(mark);
}
