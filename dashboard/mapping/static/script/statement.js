// A statement as a card: what was said, by whom, where and when, and how it was coded.

const STANCES = { asserted: 'Asserted', denied: 'Denied', hypothetical: 'Hypothetical' };
function statementCard(number, note) {
  const statement = told.statements[number];
  if (!statement) return null;
  return el('article', { class: 'statement', 'data-statement': statement.id },
    note && el('p', { class: 'statement-note' }, note),
    el('p', { class: 'statement-says' }, foreign(saysInWords(statement))),
    statement.quote && el('blockquote', { dir: 'auto' }, quoted(statement.quote)),
    el('p', { class: 'statement-source' }, sourceOf(statement)),
    factsOf(statement),
    (statement.readings || []).filter((reading) => reading.ambiguous).map(readingNote),
    codingOf(statement),
    actionsOf(statement));
}

/** What a statement states, in a line: worded where the page was made, as everywhere. */
const saysInWords = (statement) => capital(statement.says);

function speakerOf(statement) {
  if (!statement.said_by) return 'The report itself';
  const role = statement.said_by_role ? `, ${statement.said_by_role}` : '';
  const passed = statement.passed_on_by ? `, passed on by ${statement.passed_on_by}` : '';
  return `${statement.said_by}${role}${passed}`;
}

function publisherOf(statement) {
  const report = told.reports[statement.report] || {};
  return statement.publisher || report.publisher || 'publisher not stated';
}

function sourceOf(statement) {
  const report = told.reports[statement.report] || {};
  const published = statement.published || report.published;
  return [
    el('strong', {}, foreign(speakerOf(statement))), el('br'),
    foreign(publisherOf(statement)), report.title && [', “', foreign(report.title), '”'],
    published ? `, ${dayInWords(published)}` : ', date of publication not stated',
    report.published_known && ' (inferred)',
  ];
}

function factsOf(statement) {
  return el('ul', { class: 'facts' },
    el('li', {}, `Speaks of: ${whenInWords(statement)}`),
    el('li', { class: `stance ${statement.stance}` }, STANCES[statement.stance]),
    el('li', {}, reviewOf(statement)),
    statement.equivalent && el('li', {}, 'The text adds: ', foreign(statement.equivalent)));
}

/** How the sentence became a statement: for who wants to check it. */
function codingOf(statement) {
  const { actor } = statement;
  return el('details', { class: 'coding' }, el('summary', {}, 'How it was coded'),
    el('p', {}, 'By rule ', el('code', {}, statement.rule),
      `, dated to the ${statement.date_precision === 'unknown' ? 'report' : statement.date_precision}.`),
    publicationNote(statement),
    actor && el('p', {}, 'Actor “', foreign(actor.as_written), `” read as ${actor.name}`,
      actor.inferred && ', inferred: the words describe it and do not name it', '.'),
    (statement.readings || []).filter((reading) => !reading.ambiguous).map(readingNote),
    statement.working && el('p', {}, statement.working));
}

function reviewOf(statement) {
  const review = statement.review;
  if (!review) return 'Machine-coded, not reviewed';
  const acts = { accept: 'Accepted', edit: 'Edited', add: 'Added by hand' };
  const reason = review.reason ? `: ${review.reason}` : '';
  return `${acts[review.act]} by ${review.reviewer}, ${dayInWords(review.when)}${reason}`;
}

/** How the report's date is known, where it does not state it. */
function publicationNote(statement) {
  const { published_known: known } = told.reports[statement.report] || {};
  return known && el('p', {}, 'The report’s date: ', foreign(known), '.');
}

/** How a name was read, where that is not plain or stays doubtful. */
function readingNote(reading) {
  const where = reading.name ? `${reading.name}, ${countryName(reading.country)}` : 'no place: in no gazetteer';
  const others = (reading.others || []).map((p) => `${p.name}, ${countryName(p.country)}`);
  return el('p', { class: `reading${reading.ambiguous ? ' doubtful' : ''}` },
    reading.ambiguous && el('strong', {}, 'Doubtful place. '),
    '“', foreign(reading.as_written), `” read as ${where}`, reading.why && ` (${reading.why})`,
    others.length > 0 && `; it may also be ${listed(others)}`, '.');
}

function actionsOf(statement) {
  const report = told.reports[statement.report] || {};
  const copied = (event) => copy(citation(statement)).then(() => {
    event.target.textContent = 'Copied';
    announce('Citation copied');
    setTimeout(() => { event.target.textContent = 'Copy citation'; }, 1600);
  });
  return el('p', { class: 'actions' },
    EMBEDDED && button('Read in report', { class: 'primary', onclick: () => tellParent({ open: statement.id }) }),
    button('Copy citation', { onclick: copied }),
    isWebAddress(report.address) && el('a', {
      href: report.address, target: '_blank', rel: 'noopener noreferrer',
    }, 'Open the report’s address'));
}

const isWebAddress = (address) => /^https?:\/\//i.test(address || '');

function citation(statement) {
  const report = told.reports[statement.report] || {};
  const published = statement.published || report.published;
  return [
    `${quoted(statement.quote) || saysInWords(statement)} — ${speakerOf(statement)}`,
    (statement.publisher || report.publisher) && `in ${publisherOf(statement)}`,
    report.title && `“${report.title}”`,
    published && dayInWords(published),
    report.address,
  ].filter(Boolean).join(', ');
}
