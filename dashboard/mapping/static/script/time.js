// The date: a slider over the days on which something changed, ticks by number of statements,
// play, pause, step and keys, and a field for any day.

const PACE = 1200; // milliseconds for each day while it plays
const time = { past: -1 }; // up to which tick days are past

function startTime(show, current) {
  const step = (by) => { stop(); go(by); };
  const go = (by) => {
    const next = indexOf(current()) + by;
    if (next >= 0 && next < DAYS.length) show({ day: DAYS[next] });
    return next + 1 < DAYS.length;
  };
  time.play = button('', { class: 'play', onclick: () => (time.running ? stop() : play(go, current, show)) });
  time.slider = el('input', {
    type: 'range', id: 'slider', min: 0, max: Math.max(0, DAYS.length - 1), step: 1,
    'aria-label': 'Date', disabled: DAYS.length < 2,
    oninput: () => { stop(); show({ day: DAYS[Number(time.slider.value)] }); },
  });
  time.field = el('input', {
    type: 'date', id: 'day', 'aria-label': 'Any date',
    onchange: () => { if (isDay(time.field.value)) { stop(); show({ day: time.field.value }); } },
  });
  byId('time').append(
    el('div', { class: 'buttons' },
      button('‹', { class: 'step', 'aria-label': 'Day of change before', onclick: () => step(-1) }),
      time.play,
      button('›', { class: 'step', 'aria-label': 'Day of change after', onclick: () => step(1) })),
    el('div', { class: 'track' }, ticks(), time.slider, dayNames()),
    time.field);
  stop();
  document.addEventListener('keydown', (event) => keys(event, step, show));
}

/** Arrow keys step and Escape closes, where no field or map has the focus. */
function keys(event, step, show) {
  if (event.key === 'Escape') {
    byId('tip').hidden = true;
    return show({ mark: null }, true);
  }
  if (document.activeElement !== document.body || event.altKey || event.ctrlKey || event.metaKey) return undefined;
  if (event.key === 'ArrowLeft') step(-1);
  if (event.key === 'ArrowRight') step(1);
  return undefined;
}

function play(go, current, show) {
  if (indexOf(current()) >= DAYS.length - 1) show({ day: DAYS[0] });
  time.running = setInterval(() => { if (!go(1)) stop(); }, PACE);
  face();
}

function stop() {
  clearInterval(time.running);
  time.running = null;
  face();
}

function face() {
  time.play.textContent = time.running ? '❚❚' : '▶';
  time.play.setAttribute('aria-label', time.running ? 'Pause' : 'Play');
  time.play.disabled = DAYS.length < 2;
}

/** Where a day stands along the track, in per cent. */
const along = (index) => (DAYS.length < 2 ? 50 : (100 * index) / (DAYS.length - 1));

function ticks() {
  // The first day of a page that begins in the middle has all that was reported before it.
  const most = Math.max(1, ...told.days.slice(told.earlier ? 1 : 0).map((entry) => entry.statements));
  return el('div', { class: 'ticks', 'aria-hidden': 'true' }, told.days.map((entry, i) => el('i', {
    vars: { left: `${along(i)}%`, width: `min(4px, ${(60 / DAYS.length).toFixed(2)}%)`, height: `${4 + 20 * Math.sqrt(Math.min(1, entry.statements / most))}px` },
    'data-day': entry.day,
  })));
}

/** Names of days below the track, as many as there is room for: the first, the last, some between. */
function dayNames() {
  const every = Math.max(1, Math.ceil(DAYS.length / 5));
  const shown = DAYS.map((day, i) => [day, i])
    .filter(([, i]) => i === DAYS.length - 1 || (i % every === 0 && along(i) < 81));
  return el('div', { class: 'day-names', 'aria-hidden': 'true' }, shown.map(([day, i]) => el('span', {
    class: i === 0 ? 'first' : i === DAYS.length - 1 ? 'last' : '', vars: { left: `${along(i)}%` },
  }, shortDay(day), el('small', {}, day.slice(0, 4)))));
}

function drawTime(day) {
  if (!day) return;
  const index = indexOf(day);
  time.slider.value = Math.max(0, index);
  time.slider.setAttribute('aria-valuetext', dayInWords(day));
  time.field.value = day;
  const ticks = document.querySelectorAll('.ticks i');
  const [from, to] = [time.past, index].sort((a, b) => a - b);
  for (let i = from + 1; i <= to; i += 1) ticks[i].classList.toggle('past', i <= index);
  time.past = index;
}
