// Labels that do not collide: the weightiest first, each in the first of its positions that is free.

const brush = document.createElement('canvas').getContext('2d');
const FAMILY = getComputedStyle(document.body).fontFamily;

function textWidth(text, size, weight = 400, spacing = 0) {
  brush.font = `${weight} ${size}px ${FAMILY}`;
  return brush.measureText(text).width + spacing * text.length;
}

const overlap = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** The boxes around a point where a label may stand, the best first. `gap` clears the symbol. */
function boxesAround({ x, y }, w, h, gap) {
  const d = gap * 0.75;
  return [
    { x: x + gap, y: y - h / 2 },
    { x: x - gap - w, y: y - h / 2 },
    { x: x - w / 2, y: y - gap - h },
    { x: x - w / 2, y: y + gap },
    { x: x + d, y: y - d - h },
    { x: x + d, y: y + d },
    { x: x - d - w, y: y - d - h },
    { x: x - d - w, y: y + d },
  ].map((corner) => ({ ...corner, w, h }));
}

/** The boxes of a label that stands on its point, or a little above or below. */
function boxesOn({ x, y }, w, h) {
  return [0, 1, -1, 2, -2].map((step) => ({
    x: x - w / 2, y: y - h / 2 + step * h * 0.9, w, h,
  }));
}

const within = (a, b) => a.x >= b.x && a.y >= b.y && a.x + a.w <= b.x + b.w && a.y + a.h <= b.y + b.h;

/**
 * Place labels: each has `boxes` to choose from and its text. `room.taken` are the boxes of what
 * must stay free, and grows; `room.soft` what is better not covered; `room.view` is what is seen.
 * A label that finds no room is left out, or shown as its `brief` one, unless it must stay.
 */
function placeLabels(labels, room) {
  const placed = [];
  for (const label of labels) {
    const [found, box] = [label, label.brief].filter(Boolean)
      .map((each) => [each, freeBox(each, room)]).find(([, free]) => free) || [];
    if (!box) continue;
    room.taken.push(box);
    placed.push(labelText(found, box));
  }
  return placed;
}

function freeBox(label, { taken, soft, view }) {
  const seen = label.boxes.filter((box) => within(box, view));
  const free = seen.filter((box) => !taken.some((other) => overlap(box, other)));
  const clear = free.find((box) => !soft.some((other) => overlap(box, other)));
  return clear || (label.strong && free[0]) || (label.must && (seen[0] || label.boxes[0]));
}

function labelText(label, box) {
  const lines = label.lines || [{ text: label.text, class: label.class }];
  const height = box.h / lines.length;
  return svg('g', { class: 'label', 'data-mark': label.mark }, lines.map((line, i) => svg('text', {
    x: (box.x + box.w / 2).toFixed(1),
    y: (box.y + height * (i + 0.77)).toFixed(1),
    class: line.class,
    'text-anchor': 'middle',
  }, line.text)));
}
