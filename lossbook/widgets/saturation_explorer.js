// Cross-entropy of one logit in a number format: what three routes to it print, and where each of them breaks.

import { explorer, fixed, numbers, plain, snap } from "./explorer.js";
import { h, set } from "./kit.js";
import { plot, plots } from "./plot.js";

// The digits of a format, its smallest exponent, its largest number. The short formats are rounded from float32, as
// PyTorch does it.
const FORMATS = {
  float64: { digits: 53, largest: Number.MAX_VALUE },
  float32: { digits: 24, least: -126, largest: (2 - 2 ** -23) * 2 ** 127 },
  float16: { digits: 11, least: -14, largest: 65504 },
  bfloat16: { digits: 8, least: -126, largest: (2 - 2 ** -7) * 2 ** 127 },
};
const exact = (x) => x;
const rounding = (name) => {
  if (name === "float64") return exact;
  if (name === "float32") return Math.fround;
  const { digits, least, largest } = FORMATS[name];
  return (value) => {
    const x = Math.fround(value);
    if (!x || !Number.isFinite(x)) return x;
    let power = Math.max(Math.floor(Math.log2(Math.abs(x))), least);
    if (2 ** power > Math.abs(x)) power = Math.max(power - 1, least);
    const unit = 2 ** (power - digits + 1);
    const whole = Math.round(x / unit);
    const even = Math.abs((x / unit) % 1) === 0.5 ? 2 * Math.round(x / unit / 2) : whole;
    const near = even * unit;
    return Math.abs(near) > largest ? Math.sign(near) * Infinity : near;
  };
};

// Softmax of z + shift and shift, then the logarithm, and the gradient as it is propagated back.
const naive = (r, z, shift, y) => {
  const [a, b] = [r(Math.exp(r(z + shift))), r(Math.exp(shift))];
  const sum = r(a + b);
  const p = r(a / sum);
  const taken = y ? p : r(b / sum);
  const loss = r(-r(Math.log(taken)));
  const back = r(-1 / taken);
  const onSum = r(-back * r(taken / sum));
  const onA = y ? r(r(back / sum) + onSum) : onSum;
  return { p, loss, gradient: r(onA * a) };
};

// nn.BCELoss of a sigmoid: the logarithm is held at −100, the denominator of the gradient at 1e−12.
// PyTorch takes the sigmoid of a short format in float32, step by step.
const clamped = (r, z, y) => {
  const step = r === exact ? exact : Math.fround;
  const p = r(step(1 / step(1 + step(Math.exp(-z)))));
  const loss = r(-Math.max(r(y ? Math.log(p) : Math.log1p(-p)), -100));
  const spread = r(r(1 - p) * p);
  const back = r(r(p - y) / Math.max(spread, r(1e-12)));
  return { p, loss, gradient: r(r(back * r(1 - p)) * p) };
};

// From the difference of the logits alone, as nn.CrossEntropyLoss and nn.BCEWithLogitsLoss compute it.
const stable = (r, z, shift, y) => {
  const far = r(r(z + shift) - shift);
  const wrong = y ? -far : far;
  const p = r(1 / (1 + Math.exp(-far)));
  const loss = r(Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong))));
  const slope = wrong >= 0 ? 1 / (1 + Math.exp(-wrong)) : Math.exp(wrong) / (1 + Math.exp(wrong));
  return { p, loss, gradient: r(y ? -slope : slope) };
};

const word = (x) => (Number.isNaN(x) ? "nan" : Number.isFinite(x) ? x : x > 0 ? "inf" : "-inf");
const routes = (r, { z, shift, y }) => {
  const [own, moved] = [r(z), r(shift)];
  return { naive: naive(r, own, moved, y), clamped: clamped(r, own, y), stable: stable(r, own, moved, y) };
};
export const compute = (state) => {
  const found = routes(rounding(state.dtype), state);
  const worded = (route) => Object.fromEntries(Object.entries(route).map(([key, x]) => [key, word(x)]));
  const { digits, largest } = FORMATS[state.dtype];
  // A short format rounds a sigmoid of float32, in the finer steps below 1; the others round 1 + exp(−z) above 1.
  const last = 2 ** digits;
  return {
    ...Object.fromEntries(Object.entries(found).map(([name, route]) => [name, worded(route)])),
    saturation: Math.log(state.dtype.endsWith("float16") ? 2 * last - 1 : last),
    overflow: Math.log(largest) - state.shift,
  };
};

// A number as PyTorch prints it, with four digits.
const printed = (x) => {
  if (typeof x === "string") return x.replace("-", "−");
  const size = Math.abs(x);
  const words =
    size && (size < 1e-4 || size >= 1e4) ? x.toExponential(3).replace(/e([+-])(\d)$/, "e$10$2") : x.toFixed(4);
  return words.replaceAll("-", "−");
};

const NAMES = {
  naive: ["softmax, log", "purple"],
  clamped: ["BCELoss", "orange"],
  stable: ["from logits", "blue"],
};
const KINDS = Object.keys(NAMES);

const listed = (names) => names.join(", ").replace(/, ([^,]*)$/, " and $1");

// The loss and the gradient of the logit that the format holds, in the digits of the format, and which routes print others.
const sentence = ({ z, y, dtype }, values) => {
  const r = rounding(dtype);
  const right = stable(exact, r(z), 0, y);
  const [loss, gradient] = [right.loss, right.gradient].map((x) => printed(word(r(x))));
  const others = (key, wanted) => KINDS.filter((name) => printed(values[name][key]) !== wanted);
  const [losses, gradients] = [others("loss", loss), others("gradient", gradient)].map(
    (names) => listed(names.map((name) => NAMES[name][0].split(",")[0])), // in a list, a comma would part a name
  );
  const start = `In ${dtype} at z = ${plain(z)}, y = ${y}: loss ${loss}, gradient ${gradient}. `;
  if (!losses && !gradients) return start + "All three routes print them.";
  if (losses === gradients) return `${start}Different loss and gradient: ${losses}.`;
  const said = [losses && `different loss: ${losses}`, gradients && `different gradient: ${gradients}`].filter(Boolean);
  return start + said.join("; ").replace("d", "D") + ".";
};

const [LOW, HIGH] = [-150, 150];
// Above the losses that are finite, a row for those that are inf, and one for words.
const [INF, TOP] = [180, 230];
const ROW = 26;
const grid = Array.from({ length: 301 }, (_, i) => LOW + i);

const build = (kit) => {
  const picture = plot({
    x: [LOW, HIGH],
    y: [0, TOP],
    xticks: [-150, -100, -50, 0, 50, 100, 150],
    yticks: [0, [INF, "inf"], 50, 100, 150],
    xlabel: "logit z",
    ylabel: "loss",
    width: 400,
    height: 240,
  });
  const marks = ["saturation", "overflow"].map((key) => ({
    key,
    line: picture.line("grey", "lw-dashed"),
    words: picture.label("quiet"),
  }));
  const here = picture.line("ink");
  // Where the curves coincide, the wide ones show on both sides of the thin ones.
  const looks = { naive: "lw-band", clamped: "lw-thick", stable: "lw-curve" };
  const parts = KINDS.map((name) => ({
    name,
    line: picture.line(NAMES[name][1], looks[name]),
    words: picture.label(NAMES[name][1]),
  })).map((part) => ({ ...part, dot: picture.dot(NAMES[part.name][1]) }));
  // Where dots coincide, each shows around the next.
  parts.forEach(({ dot }, i) => set(dot.node.lastChild, { r: 9 - 2 * i }));
  const handle = picture.dot("ink", true);
  kit.drag(picture.node, (share, up) => kit.change("z", snap(picture.at(share, up)[0], 1)));
  let drawn;
  kit.draw((state, values) => {
    const { z, y, shift, dtype } = state;
    const about = [y, shift, dtype].join();
    const r = rounding(dtype);
    handle.to(z, 0);
    here([
      [z, 0],
      [z, INF],
    ]);
    parts.forEach(({ name, line, words, dot }, i) => {
      const loss = values[name].loss;
      dot.to(z, typeof loss === "string" ? INF : loss);
      dot.node.style.display = loss === "nan" ? "none" : "";
      if (about === drawn) return;
      const points = grid.map((at) => [at, routes(r, { z: at, shift, y })[name].loss]);
      const runs = [[]];
      for (const [at, value] of points) {
        if (Number.isNaN(value)) runs.push([]);
        else runs.at(-1).push([at, Math.min(value, INF)]);
      }
      line(...runs);
      // The names stand where the loss is 0, on the side of the right logits.
      words(y ? HIGH : LOW + 6, 114 - ROW * i, NAMES[name][0], y ? "end" : "start");
    });
    if (about !== drawn) {
      marks.forEach(({ key, line, words }, i) => {
        const at = values[key] * (key === "saturation" && y ? NaN : 1);
        const inside = at > LOW && at < HIGH;
        line(
          inside
            ? [
                [at, 0],
                [at, i ? INF + 12 : 165],
              ]
            : [],
        );
        // Above its line stands what overflows; beside it what saturates, where the other line is not.
        const side = i ? at < 0 : values.overflow <= at && values.overflow > at - 120;
        words(
          inside ? at : HIGH,
          i ? INF + 24 : 145,
          inside
            ? `${i ? "" : "\xa0\xa0"}${i ? "exp is inf from" : "p rounds to 1 from"} ${fixed(at, 1)}${i ? "" : "\xa0\xa0"}`
            : "",
          side ? "start" : "end",
        );
      });
    }
    drawn = about;
  });
  const table = numbers(
    kit,
    ["p", "loss", "gradient"],
    KINDS.map((name) => [
      NAMES[name][0],
      ...["p", "loss", "gradient"].map((key) => (_, values) => printed(values[name][key])),
    ]),
  );
  // Each row has the colour of its curve.
  table
    .querySelectorAll("tbody th")
    .forEach(
      (head, i) =>
        (head.style = `border-left: 4px solid var(--lb-${NAMES[KINDS[i]][1]}); padding-left: 0.3rem; white-space: nowrap`),
    );
  return [
    [plots(picture.node), table],
    [
      kit.range({
        label: "logit z",
        key: "z",
        min: LOW,
        max: HIGH,
        step: 0.1,
        grain: 1,
        page: 10,
        show: (z) => z.toFixed(1).replace("-", "−"),
      }),
      h(
        "div",
        { class: "lw-row" },
        kit.select({ label: "format", key: "dtype", options: Object.keys(FORMATS).map((name) => [name, name]) }),
        kit.select({
          label: "label y",
          key: "y",
          options: [
            [0, "0"],
            [1, "1"],
          ],
        }),
      ),
    ],
    () => [
      kit.range({ label: "shift of both logits", key: "shift", min: -1000, max: 1000, step: 1, grain: 10, page: 100 }),
    ],
  ];
};

export default explorer({ name: "SaturationExplorer", keys: ["z", "shift", "dtype", "y"], compute, sentence, build });
