// What the explorers share: a prediction first, controls, the numbers, a sentence, and the state as Python.

const REST = 300;
const MINUS = "−";
const typeset = (number) => number.replace("-", MINUS);
const fixed = (x, digits = 4) => {
  const number = Math.abs(x) === Infinity ? "∞" : Math.abs(x).toFixed(digits);
  return x < 0 && /[1-9∞]/.test(number) ? MINUS + number : number;
};
const signed = (x, digits = 4) => (x > 0 && /[1-9]/.test(fixed(x, digits)) ? "+" : "") + fixed(x, digits);
const short = (x, digits = 4) =>
  !x || (Math.abs(x) >= 10 ** -digits && Math.abs(x) < 1e5) ? fixed(x, digits) : typeset(x.toExponential(1).replace("+", ""));
const plain = (x) => typeset(String(+x.toPrecision(6)));

// A number is set in the code face, a word such as “overflow” is not.
const say = (node, words) => {
  if (node.textContent === words) return;
  text(node, words);
  node.classList.toggle("lw-word", /[a-z]{4}/.test(words));
};

const total = (values) => values.reduce((sum, value) => sum + value, 0);
const clamp = (x, low, high) => Math.min(high, Math.max(low, x));

const python = (value) =>
  Array.isArray(value) ? `[${value.map(python).join(", ")}]`
  : typeof value === "boolean" ? (value ? "True" : "False")
  : JSON.stringify(value);

// The module of an explorer: `keys` are its traits, `compute(state)` its mathematics, `sentence(state, values)` its words.
// `build(kit, state)` makes its nodes once, [picture, inputs]; by `kit.draw((state, values) => …)` they follow the state.
// They are made anew only when `shape(state)` changes.
const explorer = ({ name, keys, compute, shape = () => "", predict, sentence, build }) => ({
  render(context) {
    const { model } = context;
    const state = () => Object.fromEntries(keys.map((key) => [key, model.get(key)]));
    let built, made, steps, rest;
    const page = view(context, name.toLowerCase(), () => {
      const now = state();
      if (shape(now) !== made) make(now);
      const values = compute(now);
      for (const step of steps) step(now, values);
      says.classList.add("lw-stale");
      clearTimeout(rest);
      rest = setTimeout(settle, REST);
    });
    const make = (now) => {
      built?.abort();
      built = new AbortController();
      made = shape(now);
      steps = [];
      const listen = (node, type, act) => node.addEventListener(type, act, { signal: built.signal });
      const draw = (step) => steps.push(step);
      const kit = { state, listen, draw, ...controls({ listen, draw, model, put: page.put }) };
      const [question, forget] = foretell(kit, predict);
      const [picture, inputs] = build(kit, now);
      const body = h("div", { class: "lw-body" }, ...picture, says, h("div", { class: "lw-controls" }, ...inputs));
      page.root.replaceChildren(question, body, foot(kit, forget));
    };
    // Words and code follow when the reader rests, so that a drag stays smooth and a screen reader is not flooded.
    const says = h("p", { class: "lw-says", "aria-live": "polite" });
    const code = h("code");
    const settle = () => {
      const now = state();
      text(says, sentence(now, compute(now)));
      says.classList.remove("lw-stale");
      text(code, `${name}(${keys.map((key) => key + "=" + python(now[key])).join(", ")})`);
    };
    const foot = ({ listen, button }, forget) => {
      const copy = button("Copy as Python", () => {
        settle();
        navigator.clipboard.writeText(code.textContent).then(
          () => text(copy, "Copied"),
          () => getSelection().selectAllChildren(code));
      });
      listen(copy, "blur", () => text(copy, "Copy as Python"));
      const reset = button("Reset", () => {
        forget();
        page.put(model.get("_start"));
      });
      return h("div", { class: "lw-foot" }, code, copy, reset);
    };
    const events = keys.map((key) => "change:" + key);
    for (const event of events) model.on(event, page.redraw);
    page.life.addEventListener("abort", () => {
      for (const event of events) model.off(event, page.redraw);
      built.abort();
      clearTimeout(rest);
    });
    make(state());
    settle();
    page.redraw();
    return page.stop;
  },
});

// Predict first: choose, and only then read why.
const foretell = ({ button }, { ask, options, right, why }) => {
  const answer = h("p", { role: "status" });
  const buttons = options.map((option, i) =>
    button(option, () => {
      press(i);
      answer.replaceChildren(h("strong", {}, i === right ? "Yes. " : "No. "), why);
    }));
  const press = (chosen) => buttons.forEach((node, i) => set(node, { "aria-pressed": String(i === chosen) }));
  const forget = () => {
    press(-1);
    answer.replaceChildren();
  };
  forget();
  const question = h("p", {}, h("strong", {}, "Predict first. "), ask);
  const choices = h("div", { role: "group", "aria-label": "Your prediction" }, ...buttons);
  return [h("div", { class: "lw-predict" }, question, choices, answer), forget];
};

// Native inputs, each bound to a trait, or with `index` to one entry of a list.
const controls = ({ listen, draw, model, put }) => {
  const change = (key, value, index) =>
    put({ [key]: index === undefined ? value : model.get(key).map((old, i) => (i === index ? value : old)) });

  // `log`: the slider moves in powers of ten, and the value is rounded to three digits.
  // `act(value)`: what a move does instead of changing only this entry.
  const range = ({ label, key, index, min, max, step = 0.01, log = false, show = plain, act = (x) => change(key, x, index) }) => {
    const to = log ? Math.log10 : (x) => x;
    const from = log ? (x) => +(10 ** x).toPrecision(3) : to;
    // The ends of a slider lie on its grid, so that keys reach all of it; `act` gets no value beyond the range.
    const input = h("input", { type: "range", min: Math.floor(to(min) / step) * step, max: Math.ceil(to(max) / step) * step, step, "aria-label": label });
    const output = h("output", { "aria-live": "off" });
    listen(input, "input", () => act(clamp(from(+input.value), min, max)));
    let before;
    draw((now) => {
      const value = index === undefined ? now[key] : now[key][index];
      if (value === before) return;
      before = value;
      if (from(+input.value) !== value) input.value = to(value);
      set(input, { "aria-valuetext": show(value) });
      text(output, show(value));
    });
    return h("label", { class: "lw-range" }, h("span", {}, label), input, output);
  };

  // `options` are pairs of a value and its words.
  const select = ({ label, key, options }) => {
    const input = h("select", {}, ...options.map(([, words]) => h("option", {}, words)));
    listen(input, "change", () => change(key, options[input.selectedIndex][0]));
    draw((now) => {
      const chosen = options.findIndex(([value]) => value === now[key]);
      if (input.selectedIndex !== chosen) input.selectedIndex = chosen;
    });
    return h("label", {}, h("span", {}, label), input);
  };

  const check = ({ label, key }) => {
    const input = h("input", { type: "checkbox" });
    listen(input, "change", () => change(key, input.checked));
    draw((now) => (input.checked = now[key]));
    return h("label", { class: "lw-check" }, input, label);
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
    listen(node, "pointerdown", (event) => {
      if (event.button) return;
      node.setPointerCapture(event.pointerId);
      follow(event);
    });
    listen(node, "pointermove", (event) => node.hasPointerCapture(event.pointerId) && follow(event));
  };

  return { put, change, range, select, check, button, drag };
};

// A row of results: [name, tone, (state, values) => words].
const results = ({ draw }, rows) =>
  h("div", { class: "lw-results" }, ...rows.map(([name, tone, words]) => {
    const value = h("span");
    draw((now, values) => say(value, words(now, values)));
    return h("p", { style: `--tone: var(--lb-${tone})` }, h("small", {}, name), " ", value);
  }));

// A table of numbers: `heads` name its columns, each row is [name, (state, values) => words, …].
const numbers = ({ draw }, heads, rows) => {
  const cell = (words) => {
    const value = h("span");
    draw((now, values) => say(value, words(now, values)));
    return h("td", {}, value);
  };
  const top = heads.map((name) => h("th", { scope: "col" }, name));
  const body = rows.map(([name, ...cells]) => h("tr", {}, h("th", { scope: "row" }, name), ...cells.map(cell)));
  return h("table", { class: "lw-numbers" }, h("thead", {}, h("tr", {}, h("td"), ...top)), h("tbody", {}, ...body));
};
