// Building elements. Text only ever becomes text: nothing here parses markup.

const SVG = 'http://www.w3.org/2000/svg';

function el(tag, attributes, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) set(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

/** `onclick` and the like listen; `--names` and `vars` set style without a style attribute. */
function set(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
  else if (name === 'vars') setStyle(node, value);
  else node.setAttribute(name, value === true ? '' : value);
}

function setStyle(node, properties) {
  for (const [name, value] of Object.entries(properties)) node.style.setProperty(name, value);
}

const byId = (id) => document.getElementById(id);

/** Text of a report, in whichever direction it runs, kept from turning its surroundings round. */
const foreign = (text) => el('bdi', {}, text);

function button(text, attributes) {
  return el('button', { type: 'button', ...attributes }, text);
}

/** Say something to a screen reader, once. */
function announce(text) {
  byId('announce').textContent = text;
}

/** Save text as a file, without a network. */
function save(name, text, type) {
  const address = URL.createObjectURL(new Blob(['\ufeff', text], { type }));
  el('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** Copy text; a sandboxed frame may have no clipboard, but still the older command. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el('textarea', { class: 'sr-only', 'aria-label': 'Citation' });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}
