// The overview: how to begin, and what changed between two days.

let since = null; // the day to compare with; null: the one before the day shown
let showChanges = false;
const MOST_CHANGES = 100; // that are listed

/** What changed from one picture to another: a mark and words for each. */
function changesBetween(before, after) {
  const found = [];
  for (const id of new Set([...before.places.keys(), ...after.places.keys()])) {
    const [earlier, later] = [before.places.get(id), after.places.get(id)];
    for (const words of earlier === later ? [] : placeChanges(earlier, later)) {
      found.push({ mark: id, kind: words[0], words: `${placeName(id)}: ${words[1]}` });
    }
  }
  for (const [id, movement] of after.movements) {
    const earlier = before.movements.get(id);
    if (!earlier) found.push({ mark: id, kind: 'people', words: capital(movementInWords(movement)) });
    else if (earlier !== movement && movementNumber(earlier) !== movementNumber(movement)) {
      found.push({ mark: id, kind: 'people', words: `${capital(movementInWords(movement))}, before ${movementNumber(earlier)}` });
    }
  }
  return found;
}

/** The changes of one place: gained, lost, and newly disputed, contested, threatened or divided. */
function placeChanges(before, after) {
  if (after ? after.inherited_from : before.inherited_from) return [];
  const actors = (state, group) => ((state && state[group]) || []).map((part) => part.actor);
  const fresh = (group) => actors(after, group).filter((a) => !actors(before, group).includes(a)).map(actorName);
  const gone = actors(before, 'holders').filter((a) => !actors(after, 'holders').includes(a)).map(actorName);
  const newly = (status) => after && after.status === status && (!before || before.status !== status);
  const found = [];
  if (fresh('holders').length) found.push(['gained', `now reported held by ${listed(fresh('holders'))}`]);
  if (gone.length) found.push(['lost', `no longer reported held by ${listed(gone)}`]);
  if (newly('disputed')) found.push(['disputed', 'newly disputed']);
  if (newly('divided')) found.push(['divided', 'newly divided']);
  if (fresh('contested_by').length) found.push(['contested', `newly contested by ${listed(fresh('contested_by'))}`]);
  if (fresh('threatened_by').length) found.push(['threatened', `newly threatened by ${listed(fresh('threatened_by'))}`]);
  if (fresh('lost_by').length && !gone.length) found.push(['lost', `reported lost by ${listed(fresh('lost_by'))}`]);
  return found;
}

/** The day to compare a day with: the one chosen if it is earlier, else the last change before. */
function comparedWith(day) {
  if (since && since < day) return since;
  const index = indexOf(day);
  return DAYS[DAYS[index] === day ? index - 1 : index] || null;
}

let compared = pictureAt(null);

function changesOn(view) {
  const day = comparedWith(view.day);
  if (compared.day !== day) compared = pictureAt(day);
  return changesBetween(compared, view.picture);
}

/** The marks to set off on the map: those that changed, where the reader asks for it. */
function changedMarks(view) {
  return new Set(showChanges && view.day ? changesOn(view).map((change) => change.mark) : []);
}

function overviewParts(view, show) {
  if (!DAYS.length) return [el('h2', {}, 'No statements yet'), el('p', { class: 'lead' }, EMPTY)];
  return [
    el('h2', {}, 'What is reported'),
    el('p', { class: 'lead how' }, 'This map shows what reports say, not what is so: who holds what, and who fled where. '
      + 'Choose a mark, by click or by Tab and Enter, for the sentences behind it, and move the date to see another day. '
      + `${EMBEDDED ? 'Add reports of your own above; the' : 'The'} tables further down say the same in words.`),
    changesSection(view, show),
    allOpen && leftOut() > 0 && el('p', { class: 'note' }, leftOutInWords()),
    told.undated > 0 && el('p', { class: 'note' }, `${count(told.undated, 'statement')} without any date: in the table of statements, on no day’s map.`),
  ];
}

const EMPTY = told.known_by
  ? `Nothing published by ${dayInWords(told.known_by)} says who holds a place or how many people fled: choose a later day to know by.`
  : 'Add a report that says who holds a place or how many people fled: it is drawn here as soon as it is coded.';

function leftOutInWords() {
  const since = told.earlier ? ` This page begins on ${dayInWords(DAYS[0])}; its totals count what was before.` : '';
  return `The page has room for the newest ${number(told.statements.length)} statements. ${count(leftOut(), 'earlier one')} are in the ledger alone.${since}`;
}

function changesSection(view, show) {
  const changes = changesOn(view);
  const earlier = DAYS.filter((day) => day < view.day).reverse();
  return el('section', { class: 'side' },
    el('h3', {}, 'What changed'),
    earlier.length > 0 && el('p', { class: 'since' }, el('label', { for: 'since' }, 'Since '), sinceChoice(view, earlier, show)),
    changes.length > 0 && el('label', { class: 'check' }, changesCheck(show), 'Set off on the map'),
    changes.length
      ? el('ul', { class: 'changes' }, changes.slice(0, MOST_CHANGES).map((change) => el('li', { class: change.kind },
        button(change.words, { class: 'link', onclick: () => show({ mark: change.mark }) })),
      changes.length > MOST_CHANGES && el('li', {}, `and ${number(changes.length - MOST_CHANGES)} more: in the tables`)))
      : el('p', {}, 'Nothing between these days.'));
}

function sinceChoice(view, earlier, show) {
  const chosen = comparedWith(view.day);
  const option = (day) => el('option', { value: day, selected: day === chosen }, dayInWords(day));
  // Thousands of days, where a case has them, are listed when the reader comes to choose.
  const list = () => { if (choice.length === 1) choice.replaceChildren(...earlier.map(option)); };
  const choice = el('select', {
    id: 'since', onpointerdown: list, onfocus: list,
    onchange: () => { since = choice.value; show({}); remember(); byId('since').focus(); },
  }, option(chosen));
  return choice;
}

function changesCheck(show) {
  return el('input', {
    type: 'checkbox', id: 'changes-on-map', checked: showChanges,
    onchange: () => { showChanges = !showChanges; show({}); byId('changes-on-map').focus(); },
  });
}
