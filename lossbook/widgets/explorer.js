// What the explorers share: title and purpose, a prediction first, controls, the numbers, a sentence, the state as Python.

import { h, parse, prose, readings, set, text, view } from "./kit.js";

const REST = 300;
const MINUS = "−";
const typeset = (number) => number.replaceAll("-", MINUS);
export const fixed = (x, digits = 4) => {
  const number = Math.abs(x) === Infinity ? "∞" : Math.abs(x).toFixed(digits);
  return x < 0 && /[1-9∞]/.test(number) ? MINUS + number : number;
};
export const signed = (x, digits = 4) => (x > 0 && /[1-9]/.test(fixed(x, digits)) ? "+" : "") + fixed(x, digits);
export const short = (x, digits = 4) =>
  !x || (Math.abs(x) >= 10 ** -digits && Math.abs(x) < 1e5)
    ? fixed(x, digits)
    : typeset(x.toExponential(1).replace("+", ""));
export const plain = (x) => typeset(String(+x.toPrecision(6)));

// A number is set in the code face, a word such as “overflow” is not.
export const say = (node, words) => {
  if (node.textContent === words) return;
  text(node, words);
  node.classList.toggle("lw-word", /[a-z]{4}/.test(words));
};

export const total = (values) => values.reduce((sum, value) => sum + value, 0);
export const clamp = (x, low, high) => Math.min(high, Math.max(low, x));
// What an outcome is called: its name, or else its number.
export const called = ({ names }, i) => names[i] ?? `class ${i}`;
// A slider for one of several logits.
export const logit = (kit, key, index, label) =>
  kit.range({ label, key, index, min: -10, max: 10, grain: 0.1, page: 0.5, show: (z) => fixed(z, 2) });
// The multiple of `unit` that is nearest, without the last digits that a product brings.
export const snap = (x, unit) => +(Math.round(x / unit) * unit).toPrecision(12);

const python = (value) => (Array.isArray(value) ? `[${value.map(python).join(", ")}]` : JSON.stringify(value));

// The module of an explorer: `keys` are its traits, `compute(state)` its mathematics, `sentence(state, values)` its words.
// `build(kit, state)` makes its nodes once, [picture, main controls, () => all the rest]; by
// `kit.draw((state, values) => …)` they follow the state, those of the rest only while it is unfolded: what nobody sees
// costs nothing. They are made anew only when `shape(state)` changes.
export const explorer = ({ name, keys, compute, shape = () => "", sentence, build }) => ({
  render(context) {
    const { model } = context;
    const { title, purpose, ask } = model.get("_words");
    const state = () => Object.fromEntries(keys.map((key) => [key, model.get(key)]));
    // No line ends between a symbol and its value.
    const words = (...given) => sentence(...given).replace(/ = /g, "\xa0=\xa0");
    let built, made, all, seen, folded, rest;
    const page = view(context, name.toLowerCase(), () => {
      const now = state();
      if (shape(now) !== made) make(now);
      const values = compute(now);
      for (const step of all.open ? [...seen, ...folded] : seen) step(now, values);
      text(says, words(now, values));
      set(heard, { "aria-busy": "true" });
      clearTimeout(rest);
      rest = setTimeout(settle, REST);
    });
    set(page.root, { role: "group", "aria-label": title });
    const head = h("div", { class: "lw-head" }, h("p", { class: "lw-title" }, title), h("p", {}, purpose));
    const make = (now) => {
      built?.abort();
      built = new AbortController();
      made = shape(now);
      [seen, folded] = [[]];
      const listen = (node, type, act) => node.addEventListener(type, act, { signal: built.signal });
      const draw = (step) => (folded ?? seen).push(step);
      const kit = { state, listen, draw, ...controls({ listen, draw, model, put: page.put, state }) };
      const [picture, main, more] = build(kit, now);
      const reset = kit.button("Reset", () => page.put(model.get("_start")));
      const body = h(
        "div",
        { class: "lw-body" },
        ...picture,
        h("div", {}, says, heard),
        h("div", { class: "lw-controls lw-main" }, ...main),
      );
      const question = ask ? [predict(kit, ask, model, picture)] : [];
      folded = [];
      all = h("details", { class: "lw-all", open: all?.open }, h("summary", {}, "All values"), ...more(), foot(kit));
      listen(all, "toggle", page.redraw);
      page.root.replaceChildren(head, body, ...question, h("div", { class: "lw-foot" }, all, reset));
    };
    // The sentence that is seen follows at once; what a screen reader hears, and the code, when the reader pauses.
    const says = h("p", { class: "lw-says", "aria-hidden": "true" });
    const heard = h("p", { class: "lw-heard", "aria-live": "polite" });
    const code = h("code");
    const settle = () => {
      const now = state();
      text(heard, words(now, compute(now)));
      set(heard, { "aria-busy": false });
      text(code, `${name}(${keys.map((key) => key + "=" + python(now[key])).join(", ")})`);
    };
    const foot = ({ listen, button }) => {
      const copy = button("Copy as Python", async () => {
        settle();
        // A page served over plain http has no clipboard: the reader then copies the selected code.
        try {
          await navigator.clipboard.writeText(code.textContent);
          text(copy, "Copied");
        } catch {
          getSelection().selectAllChildren(code);
        }
      });
      listen(copy, "blur", () => text(copy, "Copy as Python"));
      return h("div", { class: "lw-code" }, code, copy);
    };
    const hear = (how) => [...keys, "_response"].forEach((key) => model[how]("change:" + key, page.redraw));
    hear("on");
    page.life.addEventListener("abort", () => {
      hear("off");
      built.abort();
      clearTimeout(rest);
    });
    make(state());
    settle();
    page.redraw();
    return page.stop;
  },
});

const see = (node) => node.scrollIntoView({ block: "nearest" });

// Predict first: choose or write, and only then read what is right, why, and see the state that was asked about.
const predict = (
  { button, draw, listen, put },
  { question, choices, answer, tolerance, why, state },
  model,
  picture,
) => {
  const right = choices[answer];
  const said = h("p", { role: "status" });
  const verdict = h("strong");
  const show = button("Show me", () => {
    put(state);
    picture.forEach(see); // the last, on a phone, may stand far below the first
  });
  // The picture that Show me has set would give the answer away.
  const again = button("Start over", () => put({ ...model.get("_start"), _response: "" }));
  const after = h("div", { class: "lw-after" }, show, again);
  // A reader who answers sees what is said about it, wherever the window ends.
  const reply = (response) => {
    put({ _response: response });
    judge();
    see(said);
  };
  const buttons = choices.map((option) => button(option, () => reply(option)));
  const box = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", "aria-label": "Your answer" });
  const take = () => {
    if (!Number.isNaN(parse(box.value))) return reply(box.value.trim());
    said.replaceChildren("Write a number, such as 0.25, 1/3, log 2 or 50 %.");
    shown = undefined; // whatever the reader does next replaces this
    see(said);
  };
  listen(box, "keydown", (event) => event.key === "Enter" && take());
  set(again, { class: "lw-quiet" });
  const means = choices.length ? buttons : [box, button("Check", take)];
  const line = h("p", {}, h("strong", {}, "Predict first. "), ...prose(question));
  const look = { class: choices.length ? "lw-options" : false, role: "group", "aria-label": "Your answer" };
  const group = h("div", look, h("span", {}, "Your answer:"), ...means);
  const node = h("div", { class: "lw-predict" }, line, group, said, after);
  let shown;
  const judge = () => {
    const response = model.get("_response");
    if (response === shown) return;
    shown = response;
    const near = (value) => Math.abs(value - answer) <= tolerance * (1 + 1e-9);
    const good = choices.length ? response === right : readings(response).some(near);
    buttons.forEach((one, i) =>
      set(one, {
        "aria-pressed": String(choices[i] === response),
        "data-mark": !!response && (choices[i] === right ? "right" : choices[i] === response && "wrong"),
      }),
    );
    if (box.value !== response) box.value = response;
    text(verdict, good ? "Yes. " : "No. ");
    // A number has as many digits as the question asks for.
    const named = right ? `“${right}”` : plain(snap(answer, 10 ** Math.floor(Math.log10(2 * tolerance))) || answer);
    said.replaceChildren(...(response ? [verdict, good ? "" : `The answer is ${named}. `, ...prose(why)] : []));
    set(after, { hidden: !response });
  };
  draw(judge);
  return node;
};

// Native inputs, each bound to a trait, or with `index` to one entry of a list.
const controls = ({ listen, draw, model, put, state }) => {
  const change = (key, value, index) =>
    put({ [key]: index === undefined ? value : model.get(key).map((old, i) => (i === index ? value : old)) });

  // A finger that turns out to scroll the page has changed nothing.
  const guard = (node) => {
    let before;
    listen(node, "pointerdown", ({ pointerType }) => (before = pointerType === "touch" && state()));
    listen(node, "pointercancel", () => before && put(before));
  };

  // The arrows move by `step`, drags by `grain`, Page Up and Down to the next multiple of `page`; the number can be typed.
  // `log`: the slider moves in powers of ten with three digits, drags have two, and Page Up and Down go to 1, 2, 5, 10.
  // `act(value)`: what a move does instead of changing only this entry. `idle(state)`: why it does nothing now, or "".
  // `mark(values)`: a place on the slider and its words.
  const range = ({
    label,
    key,
    index,
    min,
    max,
    step = 0.01,
    grain = step,
    page,
    log = false,
    show = plain,
    act = (x) => change(key, x, index),
    idle,
    mark,
  }) => {
    const to = log ? Math.log10 : (x) => x;
    const from = log ? (x) => +(10 ** x).toPrecision(3) : to;
    let dragged = false;
    // The ends of a slider lie on its grid, so that keys reach all of it; `act` gets no value beyond the range.
    const input = h("input", {
      type: "range",
      name: key,
      min: Math.floor(to(min) / step) * step,
      max: Math.ceil(to(max) / step) * step,
      step,
      "aria-label": label,
    });
    const typed = h("input", {
      type: "text",
      name: key,
      inputmode: "decimal",
      autocomplete: "off",
      "aria-label": label + ", typed",
    });
    const now = () => (index === undefined ? model.get(key) : model.get(key)[index]);
    const take = (x) => act(clamp(x, min, max));
    listen(input, "input", () => {
      const value = from(+input.value);
      take(dragged ? (log ? +value.toPrecision(2) : snap(value, grain)) : value);
    });
    listen(input, "pointerdown", () => (dragged = true));
    for (const end of ["pointerup", "pointercancel"]) listen(input, end, () => (dragged = false));
    listen(input, "keydown", (event) => {
      dragged = false;
      const up = event.key === "PageUp";
      if (!up && event.key !== "PageDown") return;
      event.preventDefault();
      take(
        log
          ? beside(now(), up)
          : snap((up ? Math.floor(now() / page + 1e-9) + 1 : Math.ceil(now() / page - 1e-9) - 1) * page, page),
      );
    });
    const write = () => {
      const value = parse(typed.value);
      if (typed.value === show(now())) return;
      // A value that cannot be used as it was typed is not changed without a word.
      note = value >= min && value <= max ? "" : `${show(min)} to ${show(max)}`;
      take(Number.isNaN(value) ? now() : step % 1 || log ? value : Math.round(value));
      typed.value = show(now());
    };
    listen(typed, "change", write);
    listen(typed, "keydown", (event) => event.key === "Enter" && write());
    guard(input);
    const why = h("small");
    const ends = h("small", { role: "status" });
    const tick = mark ? [h("i", { "aria-hidden": "true" })] : [];
    let before;
    let note = "";
    draw((all, values) => {
      const value = now();
      text(ends, note);
      note = ""; // until the next input
      if (mark) {
        const [at, words] = mark(values);
        const share = (clamp(to(at), +input.min, +input.max) - input.min) / (input.max - input.min);
        set(tick[0], { style: `transform: translateX(${100 * share}%)` });
        text(why, words);
      }
      if (idle) {
        const reason = idle(all);
        set(input, { disabled: !!reason });
        set(typed, { disabled: !!reason });
        text(why, reason);
      }
      if (value === before) return;
      before = value;
      if (from(+input.value) !== value) input.value = to(value);
      set(input, { "aria-valuetext": show(value) });
      typed.value = show(value);
    });
    return h("div", { class: "lw-range" }, h("span", {}, label, " ", why, " ", ends), typed, ...tick, input);
  };

  // `options` are pairs of a value and its words.
  const select = ({ label, key, options }) => {
    const input = h("select", { name: key }, ...options.map(([, words]) => h("option", {}, words)));
    listen(input, "change", () => change(key, options[input.selectedIndex][0]));
    draw((now) => {
      const chosen = options.findIndex(([value]) => value === now[key]);
      if (input.selectedIndex !== chosen) input.selectedIndex = chosen;
    });
    return h("label", {}, h("span", {}, label), input);
  };

  const button = (label, act) => {
    const node = h("button", { type: "button" }, label);
    listen(node, "click", act);
    return node;
  };

  // Dragging in the picture: `move(x, y)` gets the place in `frame` from 0 to 1, y upwards.
  const drag = (node, move, frame = node) => {
    const follow = (event) => {
      const box = frame.getBoundingClientRect();
      move((event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height);
    };
    node.classList.add("lw-drag");
    guard(node);
    // A mouse would else select the words around it, and the next press on these would drag them away.
    listen(node, "mousedown", (event) => event.preventDefault());
    listen(node, "pointerdown", (event) => {
      if (event.button) return;
      node.setPointerCapture(event.pointerId);
      follow(event);
    });
    listen(node, "pointermove", (event) => node.hasPointerCapture(event.pointerId) && follow(event));
  };

  return { put, change, range, select, button, drag };
};

// The next of …, 0.1, 0.2, 0.5, 1, 2, 5, … above or below a positive number.
const beside = (x, up) => {
  const power = Math.floor(Math.log10(x));
  const rounds = [0.5, 1, 2, 5, 10, 20].map((lead) => +(lead * 10 ** power).toPrecision(3));
  return up ? rounds.find((round) => round > x * 1.0001) : rounds.findLast((round) => round < x * 0.9999);
};

// A row of results: [name, tone, (state, values) => words].
export const results = ({ draw }, rows) =>
  h(
    "div",
    { class: "lw-results" },
    ...rows.map(([name, tone, words]) => {
      const value = h("span");
      draw((now, values) => say(value, words(now, values)));
      return h("p", { style: `--tone: var(--lb-${tone})` }, h("small", {}, name), " ", value);
    }),
  );

// A table of numbers: `heads` name its columns, each row is [name, (state, values) => words, …].
export const numbers = ({ draw }, heads, rows) => {
  const cell = (words) => {
    const value = h("span");
    draw((now, values) => say(value, words(now, values)));
    return h("td", {}, value);
  };
  const top = heads.map((name) => h("th", { scope: "col" }, name));
  const body = rows.map(([name, ...cells]) => h("tr", {}, h("th", { scope: "row" }, name), ...cells.map(cell)));
  return h("table", { class: "lw-numbers" }, h("thead", {}, h("tr", {}, h("td"), ...top)), h("tbody", {}, ...body));
};
