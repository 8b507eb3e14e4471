// The parts that every widget uses. Python joins this file to the widget's own.

const maker = (space) => (tag, attributes = {}, ...children) => {
  const node = document.createElementNS(space, tag);
  set(node, attributes);
  node.append(...children);
  return node;
};
const h = maker("http://www.w3.org/1999/xhtml");
const svg = maker("http://www.w3.org/2000/svg");

// Touch the page only where something changed. `false` and `null` take an attribute away.
const set = (node, attributes) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) node.removeAttribute(name);
    else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value === true ? "" : value);
  }
};
const text = (node, words) => {
  if (!node.firstChild) node.append("");
  if (node.firstChild.data !== String(words)) node.firstChild.data = words;
};

// One view of a model: its root, its listeners and timers (all gone when the view goes), its one draw per frame.
const view = ({ model, el, signal }, name, draw) => {
  const life = new AbortController();
  const stop = () => life.abort();
  signal?.addEventListener("abort", stop, { once: true });
  const root = h("div", { class: "lw lw-" + name });
  const listen = (node, type, act) => node.addEventListener(type, act, { signal: life.signal });
  // JupyterLab takes the arrow keys before a slider sees them, unless they stop here.
  listen(root, "keydown", (event) => event.stopPropagation());
  let frame = 0;
  let unsaved = false;
  const tick = () => {
    frame = 0;
    if (life.signal.aborted) return;
    if (unsaved) model.save_changes();
    unsaved = false;
    draw();
  };
  const redraw = () => (frame ||= requestAnimationFrame(tick));
  const put = (changes) => {
    for (const [key, value] of Object.entries(changes)) model.set(key, value);
    unsaved = true;
    redraw();
  };
  el.append(root);
  requestAnimationFrame(() => shade(root));
  return { root, listen, put, redraw, stop, life: life.signal };
};

// The book's site and JupyterLab name their theme, and the style sheet follows. Elsewhere, light text means a dark ground.
const shade = (root) => {
  if (document.documentElement.dataset.theme || document.body.dataset.jpThemeLight || !root.isConnected) return;
  const above = root.parentElement ?? root.getRootNode().host;
  const [r, g, b] = getComputedStyle(above).color.match(/[\d.]+/g) ?? [0, 0, 0];
  root.classList.toggle("lw-dark", 2 * r + 5 * g + +b > 1100);
};
