// Entropy + divergence = cross-entropy, outcome by outcome, and the same with the roles exchanged.

import { h, text } from "./kit.js";
import { fixed, signed, say, total, clamp, explorer, results } from "./explorer.js";
import { bar, stack } from "./bars.js";

const unitOf = ({ base }) => (base === "bits" ? Math.LN2 : 1);

export const compute = ({ p, q, base }) => {
  const log = (x) => Math.log(x) / unitOf({ base });
  // What cannot happen adds nothing, even if it is infinite.
  const mean = (a, term) => total(a.map((x, i) => (x ? x * term(x, i) : 0)));
  const way = (a, b) => [mean(a, (x) => -log(x)), mean(a, (x, i) => -log(b[i])), mean(a, (x, i) => log(x) - log(b[i]))];
  const [entropy, cross_entropy, kl] = way(p, q);
  const [reverse_entropy, reverse_cross_entropy, reverse_kl] = way(q, p);
  const terms = p.map((x, i) => (x ? x * (log(x) - log(q[i])) : 0));
  return { terms, entropy, kl, cross_entropy, reverse_entropy, reverse_kl, reverse_cross_entropy };
};

// The list with x at place i; the others share the rest in the ratios they had. Whole ten-thousandths keep the sum at 1.
const spread = (list, i, x) => {
  const part = Math.round(1e4 * x);
  const rest = total(list.toSpliced(i, 1));
  let [sum, given] = [0, 0];
  return list.map((old, k) => {
    if (k === i) return part / 1e4;
    sum += rest ? old / rest : 1 / (list.length - 1);
    const before = given;
    given = Math.round((1e4 - part) * sum);
    return (given - before) / 1e4;
  });
};

const ROLES = { p: ["p, what is true", "green"], q: ["q, what is believed", "blue"] };

const sentence = ({ p, q, base }, { entropy, kl, cross_entropy, reverse_kl }) => {
  const other = `Exchanged, D(q‖p) is ${reverse_kl === Infinity ? "infinite" : fixed(reverse_kl)}.`;
  const missed = p.findIndex((x, i) => x && !q[i]);
  if (missed >= 0) return `Class ${missed} comes with probability ${fixed(p[missed])}, and q calls it impossible: an infinite surprise. ${other}`;
  if (String(p) === String(q)) return `q is p: the mean surprise is the entropy, ${fixed(entropy)} ${base}, and no other belief gets that low.`;
  return `Who believes q is surprised by ${fixed(cross_entropy)} ${base} on average: ${fixed(entropy)} as anybody is, and ${fixed(kl)} for the wrong belief. ${other}`;
};

const build = (kit, { p }) => {
  // A drag, or keys on one slider, start from the list that they found, so that there is a way back.
  let held = {};
  const move = (key, i, x) => {
    const list = kit.state()[key];
    if (held.place !== key + i || held.last !== String(list)) held = { place: key + i, list };
    const next = spread(held.list, i, clamp(x, 0, 1));
    held.last = String(next);
    kit.change(key, next);
  };

  const row = (i) => {
    const cell = (line, words) => {
      const number = h("span");
      kit.draw((state, values) => say(number, words(state, values)));
      return h("td", {}, h("div", {}, number, line.node));
    };
    const lines = Object.entries(ROLES).map(([key, [, tone]]) => {
      const line = bar(0, 1, tone, true);
      kit.drag(line.node, (x) => move(key, i, Math.round(100 * x) / 100));
      kit.draw((state) => {
        line.to(state[key][i]);
        if (key === "q") line.mark(state.p[i]);
      });
      return cell(line, (state) => fixed(state[key][i]));
    });
    const term = bar(-0.4, 1.2, "orange");
    kit.draw((state, { terms }) => term.to(terms[i] * unitOf(state)));
    return h("tr", {}, h("th", { scope: "row" }, `class ${i}`), ...lines, cell(term, (_, { terms }) => signed(terms[i])));
  };
  const heads = [...Object.values(ROLES).map(([name]) => name), "p·log(p/q)"].map((name) => h("th", { scope: "col" }, name));
  const table = h("table", { class: "lw-bars" },
    h("caption", {}, "Drag a bar of p or q; the others share the rest."),
    h("thead", {}, h("tr", {}, h("td"), ...heads)),
    h("tbody", {}, ...p.map((_, i) => row(i))));

  const way = (before, a, b, tones) => {
    const head = h("p");
    kit.draw(({ base }) => text(head, `Entropy + KL = cross-entropy, in ${base}; ${a} is true, ${b} believed`));
    const keys = ["entropy", "kl", "cross_entropy"].map((key) => before + key);
    const line = stack(3, ...tones);
    kit.draw((state, values) => line.to(...[keys[0], keys[2]].map((key) => values[key] * unitOf(state))));
    const names = [`H(${a})`, `+ D(${a}‖${b})`, `= H(${a}, ${b})`];
    const shown = names.map((name, i) => [name, [...tones, "grey"][i], (_, values) => fixed(values[keys[i]])]);
    return h("div", {}, head, line.node, results(kit, shown));
  };

  const sliders = Object.entries(ROLES).map(([key]) =>
    h("div", {}, ...p.map((_, i) =>
      kit.range({ label: `${key} of class ${i}`, key, index: i, min: 0, max: 1, show: fixed, act: (x) => move(key, i, x) }))));
  return [
    [table, way("", "p", "q", ["green", "orange"])],
    [
      h("div", { class: "lw-row" },
        kit.button("Exchange p and q", () => kit.put({ p: kit.state().q, q: kit.state().p })),
        kit.button("Make q equal to p", () => kit.change("q", kit.state().p)),
        kit.button("Make q uniform", () => kit.change("q", spread(p.map(() => 1), 0, 1 / p.length)))),
    ],
    [
      way("reverse_", "q", "p", ["blue", "purple"]),
      h("div", { class: "lw-controls" },
        ...sliders,
        kit.select({ label: "unit", key: "base", options: [["nats", "nats"], ["bits", "bits"]] })),
    ],
  ];
};

export default explorer({
  name: "EntropyKL",
  keys: ["p", "q", "base"],
  compute,
  shape: ({ p }) => p.length,
  sentence,
  build,
});
