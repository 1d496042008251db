// Puts the page into a frame of its own and passes messages between it and Streamlit.
// The frame is sandboxed: the page can run its scripts and save files, and reach nothing else.

const isDark = (element) => {
  const colour = getComputedStyle(element).getPropertyValue("--st-background-color");
  const [red, green, blue] = (colour.match(/[0-9a-f]{2}/gi) ?? ["ff", "ff", "ff"])
    .map((pair) => parseInt(pair, 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
};

const tell = (frame, message) => frame.contentWindow?.postMessage({ tidemark: message }, "*");

const hear = (frame, component, theme) => (event) => {
  const message = event.source === frame.contentWindow && event.data?.tidemark;
  if (!message) return;
  if (message.ready) tell(frame, { theme, view: component.data.opening });
  if (message.open) component.setTriggerValue("read", message.open);
  if (message.view) component.setStateValue("chosen", message.view);
};

export default function (component) {
  const { data, parentElement } = component;
  const frame = parentElement.querySelector("iframe");
  const host = parentElement.host ?? parentElement;
  const theme = isDark(host) ? "dark" : "light";
  const listener = hear(frame, component, theme);
  window.addEventListener("message", listener);
  const shown = `${data.version} ${JSON.stringify(data.opening)}`;
  if (frame.dataset.shown === shown) {
    tell(frame, { theme });
  } else {
    frame.dataset.shown = shown;
    frame.srcdoc = data.page;
  }
  return () => window.removeEventListener("message", listener);
}
