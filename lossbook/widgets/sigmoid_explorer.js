// One logit, its probability, and the two losses on it: which one still has a slope when the model is surely wrong?

import { h } from "./kit.js";
import { fixed, signed, short, clamp, explorer, results, numbers } from "./explorer.js";
import { plot, plots } from "./plot.js";

const EDGE = 10;
const sigmoid = (a) => (a >= 0 ? 1 / (1 + Math.exp(-a)) : Math.exp(a) / (1 + Math.exp(a)));
const softplus = (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));

export const compute = ({ z, w, b, y }) => {
  const a = w * z + b;
  const p = sigmoid(a);
  const residual = y ? -sigmoid(-a) : p;
  return {
    a,
    p,
    odds: Math.exp(a),
    bce: softplus(y ? -a : a),
    bce_gradient: residual,
    mse: residual ** 2,
    mse_gradient: 2 * residual * p * sigmoid(-a),
  };
};

const NAMES = { bce: "cross-entropy", mse: "squared error" };
const TONES = { bce: "orange", mse: "purple" };

const sentence = ({ y, loss }, { a, p, ...values }) => {
  const wrong = y ? p < 0.5 : p > 0.5;
  const sure = Math.abs(a) > 2 ? "surely " : "";
  const verdict = a === 0 ? "The model is undecided" : `The model is ${sure}${wrong ? "wrong" : "right"}`;
  const slope = `${NAMES[loss]} is ${fixed(values[loss])}, its slope ${signed(values[loss + "_gradient"])}`;
  const other = loss === "bce" ? "mse" : "bce";
  return `${verdict}: p = ${fixed(p)} for the target y = ${y}. There the ${slope}; the slope of the ${NAMES[other]} is ${signed(values[other + "_gradient"])}.`;
};

const grid = Array.from({ length: 81 }, (_, i) => (i / 40 - 1) * EDGE);

const build = (kit) => {
  const along = { x: [-EDGE, EDGE], xticks: [-10, -5, 0, 5, 10], xlabel: "a = w·z + b" };
  const curve = plot({ ...along, y: [0, 1], yticks: [0, 0.5, 1], ylabel: "p = σ(a)" });
  curve.line("blue")(grid.map((a) => [a, sigmoid(a)]));
  const target = curve.line("green", "lw-dashed");
  const yWords = curve.label("green");
  const point = curve.dot("blue", true);
  kit.drag(point.node, (share, up) => {
    const { w, b } = kit.state();
    if (w) kit.change("z", clamp(Math.round(((curve.at(share, up)[0] - b) / w) * 100) / 100, -8, 8));
  }, curve.node);

  const losses = plot({ ...along, y: [0, 6], yticks: [0, 2, 4, 6], ylabel: "loss, with its slope" });
  const parts = Object.keys(NAMES).map((loss) => ({
    loss,
    line: losses.line(TONES[loss]),
    name: losses.label(TONES[loss]),
    tangent: losses.line(TONES[loss], "lw-dashed"),
    dot: losses.dot(TONES[loss]),
  }));
  let drawn;
  kit.draw(({ y, loss: chosen }, values) => {
    const { a, p } = values;
    point.to(a, p);
    for (const { loss, tangent, dot } of parts) {
      const at = clamp(a, -EDGE, EDGE);
      const slope = values[loss + "_gradient"];
      dot.to(a, values[loss]);
      tangent(loss === chosen ? [-1.5, 1.5].map((step) => [at + step, values[loss] + step * slope]) : [[at, 0]]);
    }
    if (y === drawn) return;
    drawn = y;
    target([[-EDGE, y], [EDGE, y]]);
    yWords(y ? EDGE : -EDGE, y ? 0.9 : 0.04, `y = ${y}`, y ? "end" : "start");
    const at = (a) => compute({ z: a, w: 1, b: 0, y });
    for (const { loss, line, name } of parts) {
      line(grid.map((a) => [a, at(a)[loss]]).filter(([, value]) => value <= 6));
      const [right, up] = loss === "bce" ? [-3.7, 4.3] : [-EDGE + 0.3, 1.25];
      name(y ? right : -right, up, NAMES[loss], y ? "start" : "end");
    }
  });

  const shown = results(kit, [
    ["logit a", "grey", (_, { a }) => fixed(a)],
    ["p = σ(a)", "blue", (_, { p }) => fixed(p)],
    ["odds", "green", (_, { odds }) => short(odds)],
  ]);
  const table = numbers(kit, ["loss", "slope dL/da"], Object.entries(NAMES).map(([loss, name]) => [
    name, (_, values) => fixed(values[loss], 6), (_, values) => signed(values[loss + "_gradient"], 6)]));
  const input = (label, key, edge) => kit.range({ label, key, min: -edge, max: edge, show: (v) => fixed(v, 2) });
  return [
    [plots(curve.node, losses.node), shown, table],
    [
      h("div", {}, input("input z", "z", 8), input("weight w", "w", 5), input("bias b", "b", 5)),
      h("div", {},
        kit.select({ label: "target y", key: "y", options: [[0, "0"], [1, "1"]] }),
        kit.select({ label: "loss", key: "loss", options: Object.entries(NAMES) })),
    ],
  ];
};

export default explorer({
  name: "SigmoidExplorer",
  keys: ["z", "w", "b", "y", "loss"],
  compute,
  sentence,
  build,
});
