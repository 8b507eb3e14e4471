// A threshold, two costs and a temperature on scored cases: what depends on the decisions, the order, the probabilities?

import { h, set, text } from "./kit.js";
import { fixed, plain, snap, total, explorer, results, numbers } from "./explorer.js";
import { above, plot, plots } from "./plot.js";
import { tabs } from "./tabs.js";

// To twelve digits, so that rounding errors move no case across the threshold or the edge of a bin.
const digits = (x) => Math.round(1e12 * x) / 1e12;
const ratio = (part, whole) => (whole ? part / whole : "0/0");
const mean = (values) => total(values) / values.length;
const area = (points) =>
  points.length
    ? total(points.map(([x, y], k) => k && ((x - points[k - 1][0]) * (y + points[k - 1][1])) / 2))
    : "one class";

// How many cases with y = 0 and with y = 1 have values from the cut on: these are called 1.
const reach = (values, labels, cut) => {
  const counts = [0, 0];
  values.forEach((value, i) => value >= cut && counts[labels[i]]++);
  return counts;
};
// The mean cost of each cut.
const costAt = (p, { labels, cost_fp, cost_fn }) => {
  const ones = total(labels);
  return (cut) => {
    const [fp, tp] = reach(p, labels, cut);
    return (cost_fp * fp + cost_fn * (ones - tp)) / p.length;
  };
};
// The cost here, at the threshold that the costs imply, and at the cheapest of all cuts.
const costsOf = (p, state) => {
  const { threshold, cost_fp, cost_fn } = state;
  const cost = costAt(p, state);
  const both = cost_fp + cost_fn;
  const cost_threshold = both ? cost_fp / both : "any";
  const cuts = [...new Set(p)]
    .sort((a, b) => a - b)
    .concat(2)
    .map((cut) => [cost(cut), cut]);
  const [cheapest_cost, cheapest] = cuts.reduce((least, one) => (one[0] < least[0] ? one : least));
  return {
    mean_cost: cost(digits(threshold)),
    cost_threshold,
    asked_cost: both ? cost(digits(cost_threshold)) : 0,
    cheapest: cheapest === 2 ? "none" : cheapest,
    cheapest_cost,
  };
};

export const compute = ({ scores, labels, threshold, temperature, bins, cost_fp, cost_fn }) => {
  const logits = scores.map((s) => Math.log(s / (1 - s)) / temperature);
  const p = logits.map((z) => digits(1 / (1 + Math.exp(-z))));
  const [negatives, positives] = reach(p, labels, 0);
  const [fp, tp] = reach(p, labels, digits(threshold));
  const fn = positives - tp;
  const order = negatives * positives ? [9, ...new Set(scores)].sort((a, b) => b - a) : [];
  const reached = order.map((cut) => reach(scores, labels, cut));
  const roc = reached.map(([alarms, hits]) => [alarms / negatives, hits / positives]);
  const steps = roc.slice(1).flatMap(([, recall], k) => {
    const [alarms, hits] = reached[k + 1];
    return [roc[k][1], recall].map((r) => [r, hits / (hits + alarms)]);
  });
  // One on an edge, rounded as it is, belongs to the bin above it, and 1 to the last bin.
  const edges = Array.from({ length: bins }, (_, b) => digits(b / bins)).concat(2);
  const members = edges.slice(1).map((end, b) => [...p.keys()].filter((i) => p[i] >= edges[b] && p[i] < end));
  const filled = members.filter((cases) => cases.length);
  const [said, seen] = [p, labels].map((values) => filled.map((cases) => mean(cases.map((i) => values[i]))));
  return {
    p,
    tn: negatives - fp,
    fp,
    fn,
    tp,
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, positives),
    false_positive_rate: ratio(fp, negatives),
    F1: ratio(2 * tp, tp + fp + positives),
    ...costsOf(p, { labels, threshold, cost_fp, cost_fn }),
    roc,
    steps,
    AUC: area(roc),
    average_precision: area(steps),
    members,
    said,
    seen,
    calibration_error: total(said.map((q, k) => Math.abs(q - seen[k]) * filled[k].length)) / p.length,
    Brier_score: mean(p.map((q, i) => (q - labels[i]) ** 2)),
    log_loss: mean(logits.map((z, i) => Math.max(0, labels[i] ? -z : z) + Math.log1p(Math.exp(-Math.abs(z))))),
  };
};

const named = (key) => key.replaceAll("_", " ");
const shown = (value) => (value.at ? value : fixed(value));
const MEASURES = {
  purple: ["precision", "recall", "F1"],
  amber: ["cost_threshold", "cheapest", "cheapest_cost"],
  blue: ["AUC", "average_precision"],
};

const sentence = (
  { threshold, temperature, labels, tab },
  { p, mean_cost, cost_threshold, asked_cost, cheapest, cheapest_cost, log_loss, AUC },
) => {
  if (tab === "believe") {
    // The slope of the log-loss in 1/T is this mean over T; a certain case that is right adds nothing to it.
    const lean = mean(p.map((q, i) => (q - labels[i]) * Math.log(q / (1 - q)) || 0));
    const [other, verdict] = lean > 0 ? ["higher", "sure"] : ["lower", "cautious"];
    const judged = lean && Number.isFinite(lean) ? ` A ${other} T lowers it: p is too ${verdict}.` : "";
    return `At T = ${plain(temperature)} the log-loss is ${fixed(log_loss)} nats.${judged} AUC: ${shown(AUC)}.`;
  }
  const here = `A case costs ${fixed(mean_cost)} at τ = ${fixed(threshold)}`;
  if (cost_threshold.at) return `${here}: any τ will do.`;
  const lost = digits(mean_cost - asked_cost);
  const told = lost > 0 ? `${fixed(lost)} less` : lost ? `${fixed(-lost)} more` : "the same";
  const alike = cheapest.at ? "no" : cheapest === Math.min(...p) && "every";
  // Rounded up, a threshold would leave out the case that it takes in; with few digits, it would take in the one below.
  const cut = [4, 6, 8, 12]
    .map((most) => fixed(cheapest - 0.4999999 / 10 ** most, most))
    .find((cut) => p.every((q) => q >= cut === q >= cheapest));
  const best = alike ? `call ${alike} case 1` : `τ = ${cut}`;
  return `${here}. The formula trusts p: its τ = ${fixed(cost_threshold)} costs ${fixed(asked_cost)}, ${told}. ${digits(asked_cost - cheapest_cost) ? `Among the cheapest on these cases: ${best}` : "No τ is cheaper"}.`;
};

const graph = (more) => plot({ x: [0, 1], y: [0, 1], xticks: [0, 0.5, 1], yticks: [0, 0.5, 1], ...more });
const wide = { width: 400, height: 235 };
const upright = (x, from, to) => [
  [x, from],
  [x, to],
];
const flat = ([from, to, up]) => [
  [from, up],
  [to, up],
];

// The mean cost over the threshold, and the cases: ticks above for y = 1, below for y = 0.
const costs = (kit) => {
  const { node, at, line, dot, label, rule } = graph({
    ...wide,
    xticks: [0, 0.25, 0.5, 0.75, 1],
    yticks: [],
    xlabel: "threshold τ",
    ylabel: "mean cost",
  });
  const cases = ["orange", "blue"].map((tone) => line(tone));
  const least = line("green", "lw-trail");
  const curve = line("purple");
  const asked = line("amber", "lw-dashed");
  const words = label("amber");
  const best = dot("green");
  const scale = rule();
  const here = dot("purple", true);
  kit.drag(node, (share, up) => {
    const { cost_fp, cost_fn } = kit.state();
    const [[x], formula] = [at(share, up), cost_fp / (cost_fp + cost_fn)];
    kit.change("threshold", digits(Math.abs(x - formula) < 0.01 ? formula : snap(x, 0.01)));
  });
  kit.draw((state, { p, mean_cost, cost_threshold, cheapest, cheapest_cost }) => {
    const { threshold, labels } = state;
    const cost = costAt(p, state);
    const top = above(Math.max(cost(0), cost(2))); // all cases called 1, or none
    const edges = [0, ...[...new Set(p)].sort((a, b) => a - b), 1, 2];
    const runs = edges.slice(1).map((edge, k) => [edges[k], Math.min(edge, 1), cost(edge) / top]);
    curve(runs.flatMap(flat));
    least(...runs.filter(([, , up]) => up * top < cheapest_cost + 1e-9).map(flat));
    const ticks = [[], []];
    p.forEach((x, i) => {
      const y = labels[i];
      ticks[+(x >= digits(threshold) === y > 0)].push(upright(x, y, 0.05 + 0.9 * y));
    });
    cases.forEach((path, k) => path(...ticks[k]));
    here.to(threshold, mean_cost / top);
    const known = cost_threshold >= 0;
    asked(known ? upright(cost_threshold, 0, 0.92) : []);
    words(
      cost_threshold,
      0.86,
      known ? `\xa0\xa0formula: τ = ${fixed(cost_threshold)}\xa0\xa0` : "",
      cost_threshold > 0.55 ? "end" : "start",
    );
    best.to(cheapest.at ? 1 : cheapest, cheapest_cost / top);
    scale(top);
  });
  return node;
};

const reliability = (kit) => {
  const { node, line, label } = graph({
    ...wide,
    y: [-0.2, 1.04],
    xlabel: "mean p of a bin",
    ylabel: "share of y = 1; below: cases of a bin",
  });
  line(
    "grey",
    "lw-dashed",
  )([
    [0, 0],
    [1, 1],
  ]);
  const cut = line("purple");
  const gaps = line("orange");
  const dots = line("blue", "lw-dots");
  const counts = Array.from({ length: 10 }, () => label("quiet"));
  kit.draw(({ bins, threshold }, { members, said, seen }) => {
    cut(upright(threshold, 0, 1));
    gaps(...said.map((p, k) => upright(p, p, seen[k])));
    dots(...said.map((p, k) => upright(p, seen[k], seen[k])));
    counts.forEach((show, k) => show((k + 0.5) / bins, -0.17, members[k]?.length ?? "", "middle"));
  });
  return node;
};

// A curve that depends on the order of the scores alone, and the place of the threshold on it.
const curve = (kit, key, across, up) => {
  const { node, line, dot } = graph({ width: 170, height: 170, xlabel: named(across), ylabel: up });
  const surface = line("blue", "lw-case");
  const here = dot("purple");
  kit.draw((_, values) => {
    surface([[0, 0], ...values[key], [1, 0]]);
    const known = values[across] + values[up] >= 0;
    set(here.node, { display: !known && "none" });
    if (known) here.to(values[across], values[up]);
  });
  return h("div", {}, node);
};

const build = (kit) => {
  const count = (key) => (_, values) => values[key];
  const measure = (tone, key, words = named(key)) => [words, tone, (_, values) => shown(values[key])];
  const measures = Object.entries(MEASURES).flatMap(([tone, keys]) => keys.map((key) => measure(tone, key)));
  const range = (label, key, max, step, more) => kit.range({ label, key, min: 0, max, step, ...more });
  const note = h("p", { class: "lw-note" });
  kit.draw(({ cost_fp, cost_fn }) =>
    text(
      note,
      `Formula: false alarm over both costs, ${plain(cost_fp)}/(${plain(cost_fp)} + ${plain(cost_fn)}). Ticks: cases, y = 1 on top, equal p in one. Orange: called wrong. Green: cheapest τ.`,
    ),
  );
  const key =
    "A dot is a bin: its mean p and share of y = 1. Orange: its gap to the diagonal, where both agree. Purple: τ.";
  const idle = ({ tab }) => (tab === "cut" ? "" : "for τ");
  return [
    tabs(kit, "tab", [
      [
        "cut",
        "Choose τ",
        (kit) => [
          plots(costs(kit)),
          note,
          results(kit, [
            measure("purple", "mean_cost", "cost here"),
            measure("amber", "asked_cost", "by formula"),
            measure("green", "cheapest_cost", "cheapest"),
          ]),
        ],
      ],
      [
        "believe",
        "Check p",
        (kit) => [
          plots(reliability(kit)),
          h("p", { class: "lw-note" }, key),
          results(kit, [
            measure("orange", "log_loss", "log-loss"),
            measure("blue", "Brier_score", "Brier"),
            measure("grey", "calibration_error", "ECE"),
          ]),
        ],
      ],
    ]),
    [
      range("threshold τ", "threshold", 1, 0.01, { page: 0.05, show: fixed }),
      range("temperature T", "temperature", 4, 0.01, { min: 0.25, log: true }),
      range("cost, false alarm", "cost_fp", 10, 0.1, { page: 1, idle }),
      range("cost, miss", "cost_fn", 10, 0.1, { page: 1, idle }),
    ],
    () => [
      results(kit, measures),
      h(
        "div",
        { class: "lw-small" },
        curve(kit, "roc", "false_positive_rate", "recall"),
        curve(kit, "steps", "recall", "precision"),
        numbers(
          kit,
          ["called 1", "called 0"],
          [
            ["y = 1", count("tp"), count("fn")],
            ["y = 0", count("fp"), count("tn")],
          ],
        ),
      ),
      h("div", { class: "lw-controls" }, range("bins", "bins", 10, 1, { min: 2, page: 1 })),
    ],
  ];
};

export default explorer({
  name: "ThresholdCalibration",
  keys: ["scores", "labels", "threshold", "temperature", "bins", "cost_fp", "cost_fn", "tab"],
  compute,
  sentence,
  build,
});
