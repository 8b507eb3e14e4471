// A threshold, two costs and a temperature on scored cases: what depends on the decisions, the order, the probabilities?

import { h, set } from "./kit.js";
import { fixed, plain, total, explorer, results, numbers } from "./explorer.js";
import { plot, plots } from "./plot.js";

// To twelve digits, so that rounding errors move no case across the threshold or the edge of a bin.
const digits = (x) => Math.round(1e12 * x) / 1e12;
const ratio = (part, whole) => (whole ? part / whole : "0/0");
const mean = (values) => total(values) / values.length;
const area = (points) =>
  points.length ? total(points.map(([x, y], k) => k && ((x - points[k - 1][0]) * (y + points[k - 1][1])) / 2)) : "one class";

export const compute = ({ scores, labels, threshold, temperature, bins, cost_fp, cost_fn }) => {
  const logits = scores.map((s) => Math.log(s / (1 - s)) / temperature);
  const p = logits.map((z) => digits(1 / (1 + Math.exp(-z))));
  const reach = (values, cut) => [0, 1].map((y) => values.filter((v, i) => labels[i] === y && v >= cut).length);
  const [negatives, positives] = reach(p, 0);
  const [fp, tp] = reach(p, digits(threshold));
  const fn = positives - tp;
  const order = negatives * positives ? [9, ...new Set(scores)].sort((a, b) => b - a) : [];
  const reached = order.map((cut) => reach(scores, cut));
  const roc = reached.map(([alarms, hits]) => [alarms / negatives, hits / positives]);
  const steps = roc.slice(1).flatMap(([, recall], k) => {
    const [alarms, hits] = reached[k + 1];
    return [roc[k][1], recall].map((r) => [r, hits / (hits + alarms)]);
  });
  const members = Array.from({ length: bins }, (_, b) => [...p.keys()].filter((i) => Math.min(Math.floor(p[i] * bins), bins - 1) === b));
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
    mean_cost: (cost_fp * fp + cost_fn * fn) / p.length,
    cost_threshold: cost_fp + cost_fn ? cost_fp / (cost_fp + cost_fn) : "any",
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
  purple: ["recall", "F1", "mean_cost"],
  amber: ["cost_threshold"],
  blue: ["AUC", "average_precision"],
  orange: ["log_loss", "Brier_score", "calibration_error"],
};

const sentence = ({ threshold, temperature, labels }, { fp, fn, mean_cost, log_loss, AUC }) =>
  `The threshold ${fixed(threshold, 2)} misses ${fn} of ${labels.length} cases and calls ${fp} in error, at ${fixed(mean_cost)} a case. `
  + `The log-loss at T = ${plain(temperature)} is ${fixed(log_loss)} nats; AUC at any T: ${shown(AUC)}.`;

const graph = (more) => plot({ x: [0, 1], y: [0, 1], xticks: [0, 0.5, 1], yticks: [0, 0.5, 1], ...more });

// Each case is a tick at its p, and a block in its bin: above the line if its label is 1, else below.
const histogram = (kit, { labels }) => {
  const edge = Math.max(total(labels), labels.length - total(labels)) + 1;
  const { node, at, line, dot } = graph({ y: [-edge, edge], yticks: [[edge / 2, "y = 1"], [-edge / 2, "y = 0"]], xlabel: "probability p", ylabel: "cases" });
  const paths = ["orange", "blue"].map((tone) => line(tone, "lw-case"));
  const [asked, cut] = ["amber", "purple"].map((tone) => line(tone));
  const handle = dot("purple", true);
  kit.drag(node, (share, up) => kit.change("threshold", Math.round(100 * at(share, up)[0]) / 100));
  kit.draw(({ threshold, bins }, { p, members, cost_threshold }) => {
    const pieces = [[], []];
    members.forEach((cases, b) => {
      const height = [0, 0];
      for (const i of cases) {
        const way = 2 * labels[i] - 1;
        const low = way * (++height[labels[i]] - 0.3);
        const high = low + 0.75 * way;
        const [left, right] = [0.06, 0.94].map((share) => (b + share) / bins);
        pieces[+(p[i] >= digits(threshold) === way > 0)].push([[p[i], 0], [p[i], way / 2]], [[left, low], [right, low], [right, high], [left, high], [left, low]]);
      }
    });
    paths.forEach((path, k) => path(...pieces[k]));
    const upright = (x) => [[x, -edge], [x, edge]];
    cut(upright(threshold));
    asked(cost_threshold >= 0 ? upright(cost_threshold) : []);
    handle.to(threshold, 0.88 * edge);
  });
  return node;
};

const reliability = (kit) => {
  const { node, line, label } = graph({ x: [-0.04, 1.04], y: [-0.2, 1.04], xlabel: "mean p of a bin", ylabel: "share of y = 1, number of cases" });
  line("grey", "lw-dashed")([[0, 0], [1, 1]]);
  const gaps = line("orange");
  const dots = line("blue", "lw-dots");
  const counts = Array.from({ length: 10 }, () => label("grey"));
  kit.draw(({ bins }, { members, said, seen }) => {
    gaps(...said.map((p, k) => [[p, p], [p, seen[k]]]));
    dots(...said.map((p, k) => [[p, seen[k]], [p, seen[k]]]));
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

const build = (kit, state) => {
  const count = (key) => (_, values) => values[key];
  const measures = Object.entries(MEASURES).flatMap(([tone, keys]) =>
    keys.map((key) => [named(key), tone, (_, values) => shown(values[key])]));
  const range = (label, key, max, step, more) => kit.range({ label, key, min: 0, max, step, ...more });
  return [
    [plots(histogram(kit, state))],
    [range("threshold τ", "threshold", 1, 0.01, { page: 0.05 }), range("temperature T", "temperature", 4, 0.01, { min: 0.25, log: true })],
    [
      plots(reliability(kit)),
      h("div", { class: "lw-small" },
        curve(kit, "roc", "false_positive_rate", "recall"),
        curve(kit, "steps", "recall", "precision"),
        numbers(kit, ["called 1", "called 0"], [["y = 1", count("tp"), count("fn")], ["y = 0", count("fp"), count("tn")]])),
      results(kit, measures),
      h("div", { class: "lw-controls" },
        range("cost of a false positive", "cost_fp", 10, 0.1, { page: 1 }),
        range("cost of a miss", "cost_fn", 10, 0.1, { page: 1 }),
        range("bins", "bins", 10, 1, { min: 2, page: 1 })),
    ],
  ];
};

export default explorer({
  name: "ThresholdCalibration",
  keys: ["scores", "labels", "threshold", "temperature", "bins", "cost_fp", "cost_fn"],
  compute,
  shape: ({ labels }) => labels.join(),
  sentence,
  build,
});
