// The panel: for a mark all that is behind it, else what changed and how to begin.

/** Show the panel for a mark on a day; without a mark, the overview. */
function drawPanel(view, show) {
  const panel = byId('panel');
  const parts = view.mark ? markParts(view, show) : overviewParts(view, show);
  panel.classList.toggle('open', Boolean(view.mark));
  panel.replaceChildren(...[parts].flat(Infinity).filter(Boolean));
  panel.scrollTop = 0;
}

function markParts(view, show) {
  const close = button('Close', { class: 'close', 'aria-label': 'Close the panel', onclick: () => show({ mark: null }) });
  if (isMovement(view.mark)) return [close, movementParts(view, show)];
  return [close, placeParts(view, show)];
}

function placeParts(view, show) {
  const state = view.picture.places.get(view.mark);
  const place = told.places[view.mark];
  return [
    el('p', { class: 'eyebrow' }, [KINDS[place.kind], countryName(place.country)].filter(Boolean).join(', ')),
    el('h2', {}, foreign(place.name), place.local_name && [' ', localName(place)]),
    !pointOf(view.mark) && el('p', { class: 'note' }, 'No gazetteer has this place: it is told of here and in the tables, not on the map.'),
    state ? stateParts(state, show) : silentParts(view),
    movementsHere(view, show),
    historyOf(view, show),
  ];
}

const localName = (place) => el('span', { class: 'local', dir: 'auto' }, place.local_name);

function silentParts(view) {
  return el('p', { class: 'lead' }, `No report speaks of who holds it as of ${dayInWords(view.day)}.`);
}

function stateParts(state, show) {
  const parts = partsOf(state);
  return [
    el('p', { class: `status ${state.status.replaceAll(' ', '-')}` },
      townSample(state), STATUSES[state.status]),
    el('p', { class: 'lead' }, `${capital(stateInWords(state))}. ${capital(backing(parts))}.`),
    state.inherited_from && el('p', { class: 'note' }, 'No claim of its own as recent: this is by the claim on ',
      button(placeName(state.inherited_from), { class: 'link', onclick: () => show({ mark: state.inherited_from }) }), '.'),
    sidesOf(state),
  ];
}

/** The claims, side by side where they are rivals. */
function sidesOf(state) {
  const titles = {
    holders: (part) => `${capital(extentInWords(part))} ${actorName(part.actor)}`,
    denied_by: () => 'Denied',
    contested_by: (part) => `Contested by ${actorName(part.actor)}`,
    threatened_by: (part) => `Threatened by ${actorName(part.actor)}`,
    lost_by: (part) => `Reported lost by ${actorName(part.actor)}`,
  };
  const rivals = state.status === 'disputed' ? ['holders', 'denied_by'] : [];
  const facing = rivals.flatMap((group) => (state[group] || []).map((part) => side(part, titles[group])));
  const others = GROUPS.filter((group) => !rivals.includes(group))
    .flatMap((group) => (state[group] || []).map((part) => side(part, titles[group])));
  return [facing.length > 0 && el('div', { class: 'facing' }, facing), others];
}

function side(part, title) {
  return el('section', { class: 'side', vars: { '--actor': colourOf(part.actor) } },
    el('h3', {}, title(part)),
    el('p', { class: 'support' }, `Since ${dayInWords(part.since)}. ${backing([part])}: `,
      foreign(listed((part.speakers || []).map(speakerInWords))), '.'),
    (part.statements || []).map((id) => statementCard(id)), missingNote(part.statements));
}

/** Say how many statements behind a mark are not in this page. */
function missingNote(numbers) {
  const missing = (numbers || []).filter((n) => n === null || (allOpen && !told.statements[n])).length;
  return missing > 0 && el('p', { class: 'note' }, `${count(missing, 'earlier statement')} behind this: in the ledger, not in this page.`);
}

function movementsHere(view, show) {
  const here = [...view.picture.movements].filter(([, m]) => (
    [m.origin, m.destination, m.location].some((ends) => (ends || []).includes(view.mark))
  ));
  return here.length > 0 && el('section', { class: 'side' }, el('h3', {}, 'People'),
    el('ul', { class: 'plain' }, here.map(([id, movement]) => el('li', {},
      button(capital(movementInWords(movement)), { class: 'link', onclick: () => show({ mark: id }) })))));
}

/** The states of a place through time, the one of the day marked. */
function historyOf(view, show) {
  const intervals = (told.marks[view.mark] || []).filter((i) => !isSilent(i.state));
  if (intervals.length < 2) return null;
  return el('section', { class: 'side' }, el('h3', {}, 'Through time'),
    el('ol', { class: 'history' }, intervals.map((interval) => {
      const now = interval.first <= view.day && (!interval.last || view.day <= interval.last);
      return el('li', { 'aria-current': now && 'date' },
        button(dayInWords(interval.first), { class: 'link', onclick: () => show({ day: interval.first }) }),
        ` ${stateInWords(interval.state)}`);
    })));
}

function movementParts(view, show) {
  const movement = view.picture.movements.get(view.mark);
  if (!movement) {
    return [el('p', { class: 'eyebrow' }, 'People'), el('h2', {}, markName(view.mark)),
      el('p', { class: 'lead' }, `No report speaks of it as of ${dayInWords(view.day)}.`)];
  }
  const ends = [...(movement.origin || []), ...(movement.destination || []), ...(movement.location || [])];
  return [
    el('p', { class: 'eyebrow' }, `People, ${spanInWords(movement.start, movement.end)}`),
    el('h2', {}, `${capital(movementNumber(movement))} ${CATEGORIES[movement.category]}`),
    el('p', { class: 'lead' }, `${capital(endsInWords(movement))}. ${capital(backing([movementAsPart(movement)]))}.`),
    el('p', { class: 'note' }, 'See ', ends.map((id, i) => [i > 0 && ', ',
      button(placeName(id), { class: 'link', onclick: () => show({ mark: id }) })])),
    workingOf(movement),
    figuresOf(movement),
  ];
}

const movementAsPart = (movement) => ({
  statements: [...movement.figures, ...(movement.parts || [])], speakers: movement.speakers,
});

/** How the number came about: recommended figure, range, households times factor. */
function workingOf(movement) {
  const { review } = told.statements[movement.recommended] || {};
  const others = movement.figures.length - 1;
  const why = review && review.act === 'recommend' ? ', chosen in review' : ', of the latest report';
  const rows = [['Recommended figure', movementNumber(movement) + (others ? why : '')]];
  rows.push(['Range of all figures', `${rangeInWords(movement.low, movement.high)} ${movement.unit}`]);
  if (others) rows.push(['Counted once', `with ${count(others, 'figure')} more: their ends agree and their days lie within a week`]);
  if (movement.household_factor) {
    rows.push(['Households to people', `${number(movement.quantity)} × ${movement.household_factor} = ${number(movement.people)}`]);
  } else if (movement.unit === 'households') {
    rows.push(['Households to people', 'no sourced factor for this country: not converted']);
  }
  if (movement.vague) rows.push(['Vague', 'the text gives no number; the least its words can mean']);
  if (movement.uncounted) rows.push(['In the total', 'left out: housing, a part, or people whom another figure counts or may count']);
  if (movement.replaces) rows.push(['Stands for', `${count(movement.replaces, 'earlier figure')} inside its period, no longer counted`]);
  if (movement.parts) rows.push(['Parts', `${count(movement.parts.length, 'part')} of it, counted once, in the whole`]);
  return el('section', { class: 'side' }, el('h3', {}, 'How the number came about'),
    el('dl', { class: 'working' }, rows.map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])));
}

function figuresOf(movement) {
  const note = (id) => (id === movement.recommended ? 'Recommended' : 'Triangulation: not added');
  const parts = (movement.parts || []).map((id) => statementCard(id, 'A part: not added'));
  return el('section', { class: 'side' }, el('h3', {}, 'What was said'),
    movement.figures.map((id) => statementCard(id, movement.figures.length > 1 && note(id))), parts, missingNote(movement.figures));
}
