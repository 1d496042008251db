// The reader: a list of reports, the chosen one with its statements highlighted, and a card for
// the statement that was chosen. Whatever comes from a report is set as text, never as markup.

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

const button = (className, text, onClick) => {
  const element = make("button", className, text);
  element.type = "button";
  element.onclick = onClick;
  return element;
};

// ---- the list, of reports or of statements to review

const listEntry = (each, data, component) => {
  const entry = button("entry", undefined, () => component.setStateValue("entry", each.id));
  entry.setAttribute("aria-current", String(each.id === data.entry));
  entry.append(
    make("span", "entry-title", each.title),
    make("span", "quiet", each.about),
    make("span", "count", each.note),
  );
  return entry;
};

const list = (data, component) => {
  const entries = make("nav", "list");
  entries.setAttribute("aria-label", data.entries_are);
  entries.append(...data.entries.map((each) => listEntry(each, data, component)));
  return entries;
};

// ---- the text, cut wherever a statement or a place begins or ends

// Evidence is counted in Unicode code points, JavaScript's strings in UTF-16 units.
const codePoints = (text) => Array.from(text);

const cuts = (length, spans) => {
  const points = new Set([0, length]);
  for (const { start, end } of spans) points.add(start).add(end);
  return [...points].sort((a, b) => a - b);
};

const covering = (spans, start, end) => spans.filter((s) => s.start <= start && end <= s.end);

const placeTitle = (place) => (place.name ? `${place.name}: ${place.why}` : place.why);

const piece = (text, statements, places, chosen, choose) => {
  if (!statements.length && !places.length) return document.createTextNode(text);
  const element = make(statements.length ? "mark" : "span", undefined, text);
  if (places.length) {
    element.classList.add("place");
    element.dataset.why = placeTitle(places[0]);
  }
  if (statements.length) {
    const ids = statements.map((s) => s.id);
    element.classList.add(...new Set(statements.map((s) => s.kind)));
    element.classList.toggle("overlap", ids.length > 1);
    element.classList.toggle("chosen", ids.includes(chosen));
    element.classList.toggle("unasserted", statements.every((s) => s.stance !== "asserted"));
    element.dataset.statements = ids.join(" ");
    // A piece that several statements share goes round them, click by click.
    element.onclick = () => choose(ids[(ids.indexOf(chosen) + 1) % ids.length]);
  }
  return element;
};

// What a place was resolved to, and why: told on hover and on focus, by style sheet and to readers.
const explainPlaces = (root) => {
  for (const place of root.querySelectorAll("[data-why]")) {
    if (!place.hasAttribute("tabindex")) place.tabIndex = 0;
    if (!place.hasAttribute("role")) place.setAttribute("role", "note");
    const label = place.getAttribute("aria-label") ?? place.textContent;
    place.setAttribute("aria-label", `${label}. ${place.dataset.why}`);
  }
};

// Escape puts the explanation away, until another place is pointed at or focused.
const hushOnEscape = (root) => {
  root.onkeydown = (event) => root.classList.toggle("hushed", event.key === "Escape");
  root.onpointerover = () => root.classList.remove("hushed");
};

// One stop of the Tab key a statement, at the first piece of it.
const makeReachable = (root, statements, choose) => {
  for (const statement of statements) {
    const first = root.querySelector(`[data-statements~="${statement.id}"]:not([tabindex])`);
    if (!first) continue;
    first.tabIndex = 0;
    first.setAttribute("role", "button");
    first.setAttribute("aria-label", `${first.textContent}: ${statement.says}`);
    first.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose(statement.id);
    };
  }
};

const highlighted = (report, chosen, choose) => {
  const body = make("div", "text");
  const characters = codePoints(report.text);
  const edges = cuts(characters.length, [...report.statements, ...report.places]);
  for (let i = 0; i + 1 < edges.length; i += 1) {
    const [start, end] = [edges[i], edges[i + 1]];
    const statements = covering(report.statements, start, end);
    const places = covering(report.places, start, end);
    body.append(piece(characters.slice(start, end).join(""), statements, places, chosen, choose));
  }
  makeReachable(body, report.statements, choose);
  explainPlaces(body);
  return body;
};

// ---- the card of a statement

const row = (term, value) => (value ? [make("dt", undefined, term), make("dd", undefined, value)] : []);

const card = (statement, component) => {
  const element = make("aside", `card ${statement.kind}`);
  element.setAttribute("aria-live", "polite");
  const facts = make("dl");
  const speaker = [statement.speaker, statement.role].filter(Boolean).join(", ");
  facts.append(
    ...row("Said by", speaker),
    ...row("Passed on by", statement.passed_on_by),
    ...row("When", statement.date),
    ...row("Stance", statement.stance),
    ...row("Coded by rule", statement.rule),
  );
  const show = button("show", "Show on map", () => component.setTriggerValue("show", statement.id));
  element.append(make("h3", undefined, statement.says), facts, show);
  return element;
};

const hint = (report) => {
  const words = report.statements.length
    ? "Choose a highlighted passage to see what was coded from it."
    : report.language
      ? `This report is in another language (${report.language}). English alone is read, so nothing was coded.`
      : "Nothing was coded from this report: it names no figure of displaced people and no claim to a place.";
  return make("aside", "card hint", words);
};

// ---- the whole

const heading = (report) => {
  const head = make("header");
  head.append(make("h2", undefined, report.title), make("p", "quiet", report.about));
  if (report.published_known && report.published_known !== "stated") {
    head.append(make("p", "quiet", `Date ${report.published_known}.`));
  }
  if (report.note) head.append(make("p", "quiet", report.note));
  if (/^https?:\/\//i.test(report.address)) {
    const link = make("a", "quiet", report.address);
    link.href = report.address;
    link.rel = "noreferrer noopener";
    link.target = "_blank";
    head.append(link);
  }
  return head;
};

const keyOfColours = () => {
  const key = make("p", "key quiet");
  key.append(
    make("mark", "figure", "displacement figure"),
    make("mark", "claim", "territorial claim"),
    make("mark", "claim unasserted", "denied or hypothetical"),
    make("span", "place", "place"),
  );
  return key;
};

// ---- marking words, for a statement that the coder missed

const lengthBefore = (body, node, offset) => {
  const before = document.createRange();
  before.setStart(body, 0);
  before.setEnd(node, offset);
  return codePoints(before.toString()).length;
};

const markedSpan = (body) => {
  const selection = body.getRootNode().getSelection?.() ?? document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0);
  if (!body.contains(range.startContainer) || !body.contains(range.endContainer)) return undefined;
  const start = lengthBefore(body, range.startContainer, range.startOffset);
  return { start, end: lengthBefore(body, range.endContainer, range.endOffset) };
};

const marker = (body, report, component) => {
  const box = make("p", "marker");
  const how = make("span", "quiet", "Mark words in the text to add a statement that is missing.");
  const add = button("show", "Add a statement from the marked words", () => {
    const span = markedSpan(body);
    if (span) component.setTriggerValue("marked", { report, ...span });
  });
  add.hidden = true;
  // The button would take the selection away before the click is told.
  add.onpointerdown = (event) => event.preventDefault();
  document.addEventListener("selectionchange", () => {
    add.hidden = !markedSpan(body);
    how.hidden = !add.hidden;
  });
  box.append(how, add);
  return box;
};

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".reader");
  const { report } = data;
  const choose = (id) => component.setStateValue("statement", id);
  const statement = report.statements.find((each) => each.id === data.statement);
  const article = make("article", "report");
  const body = highlighted(report, data.statement, choose);
  article.append(heading(report), keyOfColours(), body);
  root.classList.toggle("with-card", Boolean(data.card));
  hushOnEscape(root);
  root.replaceChildren(list(data, component), article);
  if (data.card) root.append(statement ? card(statement, component) : hint(report));
  else article.insertBefore(marker(body, report.id, component), body);
  if (statement) {
    const first = root.querySelector(`[data-statements~="${statement.id}"]`);
    first?.scrollIntoView({ block: data.card ? "center" : "nearest" });
    if (data.card) first?.focus({ preventScroll: true });
  }
}
