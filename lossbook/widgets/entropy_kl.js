// Surprises of a model as rectangles over the probabilities of the truth: their area is the cross-entropy.

import { called, clamp, explorer, fixed, numbers, results, signed, snap, total } from "./explorer.js";
import { h, set } from "./kit.js";
import { box, plot, plots } from "./plot.js";

const unitOf = ({ base }) => (base === "bits" ? Math.LN2 : 1);

export const compute = ({ truth, model, base }) => {
  const log = (x) => Math.log(x) / unitOf({ base });
  // What cannot happen adds nothing, even if it is infinite.
  const mean = (a, term) => total(a.map((x, i) => (x ? x * term(x, i) : 0)));
  const way = (a, b) => [mean(a, (x) => -log(x)), mean(a, (x, i) => -log(b[i])), mean(a, (x, i) => log(x) - log(b[i]))];
  const [entropy, cross_entropy, kl] = way(truth, model);
  const [reverse_entropy, reverse_cross_entropy, reverse_kl] = way(model, truth);
  const terms = truth.map((x, i) => (x ? x * (log(x) - log(model[i])) : 0));
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

const ROLES = { model: "model p", truth: "truth π" };

const sentence = (state, { terms, entropy, kl, cross_entropy }) => {
  const { truth, model, base } = state;
  const missed = truth.flatMap((x, i) => (x && !model[i] ? [`${called(state, i)} (π = ${fixed(x)})`] : []));
  if (missed.length)
    return `The model considers impossible what does occur: ${missed.join(", ")}. The mean surprise is infinite.`;
  if (String(truth) === String(model))
    return `The model is the truth: ${fixed(entropy)} ${base} is the entropy, and no other model has a smaller area.`;
  const most = Math.max(...terms);
  // Rounding to ten-thousandths does not decide which of equal terms is the largest.
  const alike = terms.filter((term) => term > 0.995 * most).length;
  const from = alike > 1 ? `${alike} outcomes alike` : called(state, terms.indexOf(most));
  return `The area under the rings is ${fixed(cross_entropy)} ${base}: ${fixed(entropy)} from the truth itself, and ${fixed(kl)} added by the model. The largest part is ${signed(most)}, from ${from}.`;
};

const TOP = 3;
const STRIPE = 0.02;
const filled = (left, right, low, high) => (high > low && right > left ? box(left, right, low, high) : []);

// Upright lines that hatch a box.
const stripes = (left, right, low, high) =>
  high > low
    ? Array.from({ length: Math.floor((right - left) / STRIPE) }, (_, k) => [
        [left + (k + 0.5) * STRIPE, low],
        [left + (k + 0.5) * STRIPE, high],
      ])
    : [];

const build = (kit, state) => {
  const classes = state.truth.map((_, i) => i);
  // A drag, or keys on one slider, start from the list that they found, so that there is a way back.
  let held = {};
  const move = (key, i, x) => {
    const list = kit.state()[key];
    if (held.place !== key + i || held.last !== String(list)) held = { place: key + i, list };
    const next = spread(held.list, i, clamp(x, 0, 1));
    held.last = String(next);
    kit.change(key, next);
  };

  const picture = plot({
    x: [0, 1],
    y: [0, TOP],
    xticks: [0, 0.25, 0.5, 0.75, 1],
    yticks: [],
    xlabel: "width: probability π",
    ylabel: "height: surprise; green: −log π, rings: −log p",
    width: 400,
    height: 235,
  });
  const ground = picture.line("green", "lw-case");
  const excess = picture.line("orange", "lw-case");
  const saved = picture.line("blue", "lw-dashed");
  const hatch = picture.line("blue", "lw-fine");
  const marks = Array.from({ length: TOP + 1 }, () => picture.label("quiet"));
  const named = classes.map(() => picture.label("ink"));
  const signs = classes.map(() => ["orange", "blue"].map((tone) => picture.label(tone)));
  const handles = classes.map((i) => {
    const dot = picture.dot("blue", true);
    dot.node.classList.add("lw-free");
    kit.drag(dot.node, (share, up) => move("model", i, snap(Math.exp(-picture.at(share, up)[1]), 0.01)), picture.node);
    return dot;
  });
  kit.draw((now) => {
    const { truth, model } = now;
    const tall = (x) => Math.min(-Math.log(x), 2 * TOP);
    let edge = 0;
    const ends = [0, 0, 0]; // of the last name in each row
    const boxes = classes.map((i) => {
      const left = edge;
      edge += truth[i];
      return [left, edge, tall(truth[i]), tall(model[i])];
    });
    ground(...boxes.map(([left, right, own]) => filled(left, right, 0, own)));
    excess(...boxes.map(([left, right, own, coded]) => filled(left, right, own, coded)));
    saved(...boxes.map(([left, right, own, coded]) => filled(left, right, coded, own)));
    hatch(...boxes.flatMap(([left, right, own, coded]) => stripes(left, right, coded, own)));
    boxes.forEach(([left, right, own, coded], i) => {
      handles[i].to((left + right) / 2, coded);
      set(handles[i].node, { visibility: left === right && "hidden" }); // what never occurs has no width
      // A name that would touch the one before it goes a row higher.
      const half = 0.014 * called(now, i).length;
      const middle = clamp((left + right) / 2, half, 1 - half);
      const row = right - left > 0.03 ? ends.findIndex((end) => end <= middle - half) : -1;
      if (row >= 0) ends[row] = middle + half;
      named[i](middle, 0.15 + 0.28 * row, row < 0 ? "" : called(now, i), "middle");
      // A sign stands on its area, left of the handle.
      const room = Math.abs(coded - own) > 0.03 && right - left > (coded > own ? 0.12 : 0.04);
      const up = Math.min(Math.max(own, coded) + 0.06, TOP - 0.25);
      signs[i].forEach((sign, k) =>
        sign(left + 0.2 * (right - left), up, room && coded > own === !k ? "+−"[k] : "", "middle"),
      );
    });
    marks.forEach((mark, k) => {
      const at = unitOf(now) === 1 ? k : 2 * k * Math.LN2;
      mark(0, Math.max(at - 0.07, 0), at <= TOP ? `${unitOf(now) === 1 ? k : 2 * k}\xa0\xa0` : "", "end");
    });
  });

  const shown = results(kit, [
    ["H(π)", "green", (_, { entropy }) => fixed(entropy)],
    ["+ D(π‖p)", "orange", (_, { kl }) => fixed(kl)],
    ["= H(π, p)", "grey", (_, { cross_entropy }) => fixed(cross_entropy)],
  ]);
  const long = (key) => (i) => (now) => fixed(-Math.log(now[key][i]) / unitOf(now));
  const sliders = (key) =>
    classes.map((i) =>
      kit.range({
        label: `${ROLES[key]}, ${called(state, i)}`,
        key,
        index: i,
        min: 0,
        max: 1,
        page: 0.05,
        show: fixed,
        act: (x) => move(key, i, x),
      }),
    );
  return [
    [
      plots(picture.node),
      h(
        "p",
        {},
        "Green, hatched too: the truth’s own surprise, H(π). The model adds orange and saves what is hatched: D(π‖p) is orange − hatched.",
      ),
      shown,
    ],
    [
      h(
        "div",
        { class: "lw-row" },
        kit.button("Exchange π and p", () => kit.put({ truth: kit.state().model, model: kit.state().truth })),
        kit.select({
          label: "unit",
          key: "base",
          options: [
            ["nats", "nats"],
            ["bits", "bits"],
          ],
        }),
      ),
      ...sliders("model"),
    ],
    () => [
      h(
        "div",
        { class: "lw-row" },
        kit.button("Make p the truth", () => kit.change("model", kit.state().truth)),
        kit.button("Make p uniform", () =>
          kit.change(
            "model",
            spread(
              classes.map(() => 1),
              0,
              1 / classes.length,
            ),
          ),
        ),
      ),
      h("p", {}, "The probabilities sum to 1: when one moves, the others make room."),
      h("div", { class: "lw-controls" }, ...sliders("truth")),
      numbers(
        kit,
        ["−log π", "−log p", "π·excess"],
        classes.map((i) => [called(state, i), long("truth")(i), long("model")(i), (_, { terms }) => signed(terms[i])]),
      ),
      h("p", {}, "Exchanged, with the model as the truth:"),
      results(kit, [
        ["H(p)", "blue", (_, { reverse_entropy }) => fixed(reverse_entropy)],
        ["+ D(p‖π)", "purple", (_, { reverse_kl }) => fixed(reverse_kl)],
        ["= H(p, π)", "grey", (_, { reverse_cross_entropy }) => fixed(reverse_cross_entropy)],
      ]),
    ],
  ];
};

export default explorer({
  name: "EntropyKL",
  keys: ["truth", "model", "base", "names"],
  compute,
  shape: ({ truth, names }) => [truth.length, ...names].join(),
  sentence,
  build,
});
