// The parts that every widget uses: nodes, numbers as words, words as numbers, one view of a model.

const maker =
  (space) =>
  (tag, attributes = {}, ...children) => {
    const node = document.createElementNS(space, tag);
    set(node, attributes);
    node.append(...children);
    return node;
  };
export const h = maker("http://www.w3.org/1999/xhtml");
export const svg = maker("http://www.w3.org/2000/svg");

// A main control that stands above the picture.
export const lead = (control) => h("div", { class: "lw-controls lw-main" }, control);

// Touch the page only where something changed. `false` and `null` take an attribute away.
export const set = (node, attributes) => {
  for (const name in attributes) {
    const value = attributes[name];
    const words = value === true ? "" : String(value);
    if (value === false || value == null) node.removeAttribute(name);
    else if (node.getAttribute(name) !== words) node.setAttribute(name, words);
  }
};
export const text = (node, words) => {
  if (!node.firstChild) node.append("");
  if (node.firstChild.data !== String(words)) node.firstChild.data = words;
};

// The numbers that a reader may have meant, none if it is unreadable: a decimal point or comma, any kind of space, a
// typographic minus, and besides 0.25 and 2.5e-3 also 1/3, log 2 (natural, as everywhere in the book), −log(1/3),
// 3 log(2)/2 and 50 %. Only log 4/3 has two readings.
const DIGITS = String.raw`(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const WRITTEN = new RegExp(`^([+-]?)(?:(${DIGITS})?(log|ln))?(\\(?)(${DIGITS})(?:/(${DIGITS}))?(\\)?)(%?)$`, "i");
const QUOTIENT = new RegExp(`^([+-]?)(${DIGITS})?(\\(?)(?:log|ln)(\\(?)(${DIGITS})(\\)+)/(${DIGITS})$`, "i");
export const readings = (written) => {
  // 2 2/3 is not 22/3, and log2 8 not log 28.
  if (/\d\s+\d+\s*\/|(?:log|ln)\d+\s+\d/i.test(written)) return [];
  const bare = written.replace(/\s|[*·×](?=\s*(?:log|ln))/gi, "").replace(/[−–‑]/g, "-");
  const point =
    bare.match(/[.,]/g)?.length === 1 ? bare.replace(",", ".") : bare.replace(/(\d),(?=\d{3}(?!\d))/g, "$1");
  const [, minus, times = 1, open, inner, top, closed, bottom] = point.match(QUOTIENT) ?? [];
  const quotient = (sign, factor, a, b) => ((sign === "-" ? -1 : 1) * factor * Math.log(a)) / b;
  if (closed) return open.length + inner.length === closed.length ? finite(quotient(minus, times, top, bottom)) : [];
  const found = point.match(WRITTEN);
  if (!found || !found[4] !== !found[7]) return [];
  const [, sign, factor = 1, log, bracket, over, under = 1, , percent] = found;
  const whole = percent ? 100 : 1;
  const value = ((sign === "-" ? -1 : 1) * factor * (log ? Math.log(over / under) : over / under)) / whole;
  return finite(value, ...(log && !bracket && found[6] ? [quotient(sign, factor, over, under * whole)] : []));
};
const finite = (...values) => values.filter(Number.isFinite);
export const parse = (written) => readings(written)[0] ?? NaN;

// `code`, **bold** and [a number](#its-cell).
export const prose = (words) =>
  words.split(/`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(#([^:)]+)[^)]*\)/).map((part, i, parts) => {
    const kind = part && i % 5;
    if (kind === 1) return h("code", {}, part);
    if (kind === 2) return h("strong", {}, part);
    if (kind === 3) return h("a", { href: "#" + parts[i + 1] }, part);
    return kind ? "" : (part ?? "");
  });

// One view of a model: its root, its listeners and timers (all gone when the view goes), its one draw for each input.
export const view = ({ model, el, signal }, name, draw) => {
  const life = new AbortController();
  const stop = () => life.abort();
  signal?.addEventListener("abort", stop, { once: true });
  const root = h("div", { class: "lw lw-" + name });
  const listen = (node, type, act) => node.addEventListener(type, act, { signal: life.signal });
  // JupyterLab takes the arrow keys before a slider sees them, unless they stop here. What is meant for the page goes on:
  // its shortcuts, such as Ctrl+K for the search, and Escape.
  listen(root, "keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && event.key !== "Escape") event.stopPropagation();
  });
  // At once and not in the next frame, so that the browser lays out the moved slider and what follows it together.
  let due = false;
  const tick = () => {
    due = false;
    if (!life.signal.aborted) draw();
  };
  const redraw = () => {
    if (!due) queueMicrotask(tick);
    due = true;
  };
  const put = (changes) => {
    for (const [key, value] of Object.entries(changes)) model.set(key, value);
    model.save_changes();
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
