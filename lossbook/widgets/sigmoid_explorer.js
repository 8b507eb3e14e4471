// One logit and the two losses on it: which one still pushes when the model is surely wrong, and where it arrives.

import { h, set, text } from "./kit.js";
import { clamp, explorer, fixed, numbers, plain, results, signed, snap } from "./explorer.js";
import { plot, plots } from "./plot.js";

const EDGE = 8;
const STEPS = 50;
const LONG = 3; // of an arrow, for a slope of 1
const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const residual = (z, y) => (y ? -sigmoid(-z) : sigmoid(z));

const LOSSES = {
  bce: {
    name: "cross-entropy",
    tone: "orange",
    value: (z, y) => softplus(y ? -z : z),
    slope: residual,
  },
  mse: {
    name: "squared error",
    tone: "purple",
    value: (z, y) => residual(z, y) ** 2,
    slope: (z, y) => 2 * residual(z, y) * sigmoid(z) * sigmoid(-z),
  },
};
const KINDS = Object.keys(LOSSES);

// Where each step of descent on one loss arrives, the start first.
const descend = ({ slope }, { z, y, lr, steps }) => {
  const path = [z];
  for (let k = 0; k < steps; k++) path.push(path[k] - lr * slope(path[k], y));
  return path;
};

export const compute = (state) => {
  const { z, y } = state;
  const values = { p: sigmoid(z), odds: Math.exp(z) };
  for (const kind of KINDS) {
    const { value, slope } = LOSSES[kind];
    const end = descend(LOSSES[kind], state).at(-1);
    values[kind] = value(z, y);
    values[kind + "_gradient"] = slope(z, y);
    values[kind + "_end"] = end;
    values[kind + "_end_loss"] = value(end, y);
    values[kind + "_end_gradient"] = slope(end, y);
  }
  return values;
};

const sentence = ({ z, y, lr, steps }, values) => {
  const { p, bce_gradient: push, mse_gradient: other } = values;
  if (steps) {
    const ends = KINDS.map((kind) => {
      const end = values[kind + "_end"];
      return `${LOSSES[kind].name} is at z = ${fixed(end, 2)}, p = ${fixed(sigmoid(end))}`;
    });
    return `After ${steps} step${steps === 1 ? "" : "s"} of size ${plain(lr)}, ${ends.join("; ")}. The slopes are those there.`;
  }
  const wrong = y ? z < 0 : z > 0;
  const verdict = z === 0 ? "undecided" : (Math.abs(z) > 2 ? "surely " : "") + (wrong ? "wrong" : "right");
  // An arrow is seen where it leaves its ring.
  const [first, second] = [push, other].map((slope) => Math.abs(slope) > 0.12);
  const pushes = second
    ? "Both losses push"
    : first
      ? "Cross-entropy pushes, squared error hardly"
      : "Neither loss pushes much";
  return `The model is ${verdict}: p = ${fixed(p)} where y = ${y}. ${pushes}: their slopes are ${signed(push)} and ${signed(other)}.`;
};

const grid = Array.from({ length: 129 }, (_, i) => (i / 64 - 1) * EDGE);

const build = (kit) => {
  const picture = plot({
    x: [-EDGE, EDGE],
    y: [0, 9], // room for 8.0003, the largest loss
    xticks: [-8, -4, 0, 4, 8],
    yticks: [0, 3, 6, 9],
    xlabel: "logit z",
    ylabel: `loss; arrow: the push, −${LONG} × slope`,
    width: 400,
    height: 250,
  });
  const parts = KINDS.map((kind) => ({
    kind,
    ...LOSSES[kind],
    line: picture.line(LOSSES[kind].tone),
    words: picture.label(LOSSES[kind].tone),
    trail: picture.line(LOSSES[kind].tone, "lw-trail"),
    arrow: picture.line(LOSSES[kind].tone, "lw-arrow"),
    start: picture.dot(LOSSES[kind].tone, true),
    end: picture.dot(LOSSES[kind].tone),
  }));
  kit.drag(picture.node, (share, up) => kit.change("z", snap(picture.at(share, up)[0], 0.1)));
  let drawn;
  kit.draw((state, values) => {
    const { z, y, steps } = state;
    for (const part of parts) {
      const { kind, value } = part;
      const end = clamp(values[kind + "_end"], -EDGE, EDGE);
      const [low, high] = [Math.min(z, end), Math.max(z, end)];
      part.start.to(z, value(z, y));
      part.end.to(values[kind + "_end"], value(end, y));
      set(part.end.node, { display: !steps && "none" });
      part.trail(
        steps ? [low, ...grid.filter((at) => at > low && at < high), high].map((at) => [at, value(at, y)]) : [],
      );
      const tip = end - LONG * values[kind + "_end_gradient"];
      const head = Math.sign(tip - end) * Math.min(0.25, Math.abs(tip - end));
      const at = value(end, y);
      part.arrow(
        [
          [end, at],
          [tip, at],
        ],
        [
          [tip - head, at + 0.2],
          [tip, at],
          [tip - head, at - 0.2],
        ],
      );
      if (y !== drawn) {
        part.line(grid.map((place) => [place, value(place, y)]));
        // Below the curves, where no arrow comes.
        part.words(y ? -7.8 : 7.8, kind === "bce" ? 2.5 : 1.5, part.name, y ? "start" : "end");
      }
    }
    drawn = y;
  });
  const run = kit.button("", () => kit.change("steps", kit.state().steps ? 0 : STEPS));
  kit.draw(({ steps }) => text(run, steps ? "Back to the start" : `Descend ${STEPS} steps`));
  const shown = results(kit, [
    // After steps, each loss has come to a p of its own.
    ["p", "blue", ({ steps }, { p }) => (steps ? "see below" : fixed(p))],
    ...KINDS.map((kind) => [
      `slope, ${LOSSES[kind].name}`,
      LOSSES[kind].tone,
      (_, values) => signed(values[kind + "_end_gradient"]),
    ]),
  ]);
  return [
    [plots(picture.node), shown],
    [
      kit.range({ label: "logit z", key: "z", min: -EDGE, max: EDGE, grain: 0.1, page: 0.5, show: (z) => fixed(z, 2) }),
      kit.range({ label: "steps of descent", key: "steps", min: 0, max: STEPS, step: 1, page: 10 }),
      h(
        "div",
        { class: "lw-row" },
        run,
        kit.select({
          label: "target y",
          key: "y",
          options: [
            [1, "1"],
            [0, "0"],
          ],
        }),
      ),
    ],
    () => [
      numbers(
        kit,
        KINDS.map((kind) => LOSSES[kind].name),
        [
          ["loss", ...KINDS.map((kind) => (_, values) => fixed(values[kind], 6))],
          ["slope", ...KINDS.map((kind) => (_, values) => signed(values[kind + "_gradient"], 6))],
          ["z after the steps", ...KINDS.map((kind) => (_, values) => fixed(values[kind + "_end"], 6))],
          ["loss after the steps", ...KINDS.map((kind) => (_, values) => fixed(values[kind + "_end_loss"], 6))],
          ["slope after the steps", ...KINDS.map((kind) => (_, values) => signed(values[kind + "_end_gradient"], 6))],
        ],
      ),
      numbers(kit, ["p", "odds"], [["the model", (_, { p }) => fixed(p, 6), (_, { odds }) => plain(odds)]]),
      h(
        "div",
        { class: "lw-controls" },
        kit.range({
          label: "step size α",
          key: "lr",
          min: 0.1,
          max: 5,
          grain: 0.1,
          page: 0.5,
          show: (x) => fixed(x, 2),
        }),
      ),
    ],
  ];
};

export default explorer({ name: "SigmoidExplorer", keys: ["z", "y", "steps", "lr"], compute, sentence, build });
