// Cross-entropy of one logit in a number format: what three routes to it print, and where each of them breaks.

import { explorer, fixed, numbers, plain, snap } from "./explorer.js";
import { h, set } from "./kit.js";
import { plot, plots } from "./plot.js";

// The digits of a format, its smallest exponent, its largest number. The short formats are rounded from float32, as
// PyTorch does it.
const FORMATS = {
  float64: { digits: 53, least: -1022, largest: Number.MAX_VALUE },
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

// Each route gives the probability of the true class, p_y, its loss and the gradient of the logit.
//
// Softmax of z + shift and shift, then the logarithm, and the gradient as it is propagated back.
const naive = (r, z, shift, y) => {
  const [a, b] = [r(Math.exp(r(z + shift))), r(Math.exp(shift))];
  const sum = r(a + b);
  const taken = r((y ? a : b) / sum);
  const loss = r(-r(Math.log(taken)));
  const back = r(-1 / taken);
  const onSum = r(-back * r(taken / sum));
  const onA = y ? r(r(back / sum) + onSum) : onSum;
  return { p_y: taken, loss, gradient: r(onA * a) };
};

// nn.BCELoss of a sigmoid: the logarithm is held at −100, the denominator of the gradient at 1e−12.
// PyTorch takes the sigmoid of a short format in float32, step by step.
const clamped = (r, z, y) => {
  const step = r === exact ? exact : Math.fround;
  const p = r(step(1 / step(1 + step(Math.exp(-z)))));
  const loss = r(-Math.max(r(y ? Math.log(p) : Math.log1p(-p)), -100));
  const spread = r(r(1 - p) * p);
  const back = r(r(p - y) / Math.max(spread, r(1e-12)));
  return { p_y: y ? p : r(1 - p), loss, gradient: r(r(back * r(1 - p)) * p) };
};

// From the difference of the logits alone, as lossbook.losses.binary_cross_entropy_with_logits computes it. PyTorch's own
// losses of logits lose the last digits where the model is right.
const stable = (r, z, shift, y) => {
  const far = r(r(z + shift) - shift);
  const wrong = y ? -far : far;
  const taken = r(1 / (1 + Math.exp(wrong)));
  const loss = r(Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong))));
  const slope = wrong >= 0 ? 1 / (1 + Math.exp(-wrong)) : Math.exp(wrong) / (1 + Math.exp(wrong));
  return { p_y: taken, loss, gradient: r(y ? -slope : slope) };
};

const word = (x) => (Number.isNaN(x) ? "nan" : Number.isFinite(x) ? x : x > 0 ? "inf" : "-inf");
const routes = (r, { z, shift, y }) => {
  const [own, moved] = [r(z), r(shift)];
  return { naive: naive(r, own, moved, y), clamped: clamped(r, own, y), stable: stable(r, own, moved, y) };
};
export const compute = (state) => {
  const found = routes(rounding(state.dtype), state);
  const worded = (route) => Object.fromEntries(Object.entries(route).map(([key, x]) => [key, word(x)]));
  const { dtype, y, shift } = state;
  const { digits, largest, least } = FORMATS[dtype];
  // A short format rounds a sigmoid of float32, in the finer steps below 1; the others round 1 + exp(−z) above 1.
  const last = 2 ** digits;
  const one = Math.log(dtype.endsWith("float16") ? 2 * last - 1 : last);
  // The sigmoid is 0 where exp(−z) overflows, in a short format that of float32, but float16 rounds it to 0 before.
  const zero = -Math.log(dtype === "float16" ? 2 ** 25 - 1 : FORMATS[dtype === "float64" ? dtype : "float32"].largest);
  return {
    ...Object.fromEntries(Object.entries(found).map(([name, route]) => [name, worded(route)])),
    saturation: y ? zero : one,
    overflow: Math.log(largest) - shift,
    underflow: Math.log(2) * (least - digits) - Math.min(shift, 0),
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
  naive: ["log(exp/sum)", "purple"],
  clamped: ["BCELoss", "orange"],
  stable: ["from logits", "blue"],
};
const KINDS = Object.keys(NAMES);

const listed = (names) => names.join(", ").replace(/, ([^,]*)$/, " and $1");

// The loss and the gradient that the format holds, and when a route is wrong: the limits are those of the chapter.
const truth = ({ z, y, dtype }) => {
  const r = rounding(dtype);
  const { loss, gradient } = stable(exact, r(z), 0, y);
  return { loss: r(loss), gradient: r(gradient) };
};
const wrong = (key, found, right) =>
  key !== "p_y" && !(Math.abs(found[key] - right[key]) <= (key === "loss" ? right.loss / 20 : 0.05));

// The right loss and gradient in the digits of the format, and which routes are wrong.
const sentence = (state, values) => {
  const right = truth(state);
  const [losses, gradients] = ["loss", "gradient"].map((key) =>
    listed(KINDS.filter((name) => wrong(key, values[name], right)).map((name) => NAMES[name][0])),
  );
  const z = plain(rounding(state.dtype)(state.z));
  const start = `In ${state.dtype} at z = ${z}, y = ${state.y}: right loss ${printed(right.loss)}, gradient ${printed(right.gradient)}. `;
  if (!losses && !gradients) return start + "No route is wrong.";
  if (losses === gradients) return `${start}Wrong (✗) in loss and gradient: ${losses}.`;
  const said = [losses && `in loss: ${losses}`, gradients && `in gradient: ${gradients}`].filter(Boolean);
  return `${start}Wrong (✗) ${said.join("; ")}.`;
};

const [LOW, HIGH] = [-150, 150];
// Above the losses that are finite, a row for those that are inf, one for those that are nan, and one for words.
const [INF, NAN, TOP] = [180, 210, 255];
const height = (loss) => (Number.isFinite(loss) ? loss : loss === "nan" || Number.isNaN(loss) ? NAN : INF);
const ROW = 26;
const grid = Array.from({ length: 301 }, (_, i) => LOW + i);

const build = (kit) => {
  const picture = plot({
    x: [LOW, HIGH],
    y: [0, TOP],
    xticks: [-150, -100, -50, 0, 50, 100, 150],
    yticks: [0, [INF, "inf"], [NAN, "nan"], 50, 100, 150],
    xlabel: "logit z",
    ylabel: "loss",
    width: 400,
    height: 240,
  });
  const marks = ["saturation", "overflow", "underflow"].map((key) => ({
    key,
    line: picture.line("grey", "lw-dashed"),
    name: picture.label("quiet"),
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
    const all = about !== drawn && grid.map((at) => [at, routes(r, { z: at, shift, y })]);
    handle.to(z, 0);
    // No higher than its dots: words stand above the curves.
    here([
      [z, 0],
      [z, Math.max(...KINDS.map((name) => height(values[name].loss)))],
    ]);
    parts.forEach(({ name, line, words, dot }, i) => {
      dot.to(z, height(values[name].loss));
      if (!all) return;
      line(all.map(([at, route]) => [at, height(route[name].loss)]));
      // The names stand where the loss is 0, on the side of the right logits.
      words(y ? HIGH : LOW + 6, 114 - ROW * i, NAMES[name][0], y ? "end" : "start");
    });
    if (all) {
      marks.forEach(({ key, line, name }, i) => {
        const at = values[key];
        const { overflow } = values;
        // An exponential that is 0 matters for y = 1, unless the other one is inf.
        const inside = at > LOW && at < HIGH && (i < 2 || (y && overflow > 0));
        const over = i === 1;
        line(
          inside
            ? [
                [at, i && y ? 165 : 0],
                [at, over ? NAN + 12 : i ? NAN : 165],
              ]
            : [],
        );
        // Above its line stands what overflows; beside it what saturates: for y = 1, where the line of the other starts
        // above the words, on the side of the picture, for y = 0 where that line is not. What underflows stands beside
        // its line, between the rows for inf and nan.
        const before = over ? at > 0 : y ? at > -50 : overflow > at || overflow < at - 120;
        const words = [y ? "p is 0 up to" : "p rounds to 1 from", "exp is inf from", "exp is 0 up to"][i];
        const room = over ? "" : "\xa0\xa0";
        name(
          inside ? at : HIGH,
          [145, NAN + 24, INF + 8][i],
          // To the next of the slider's values at which it happens.
          inside
            ? `${room}${words} ${fixed((words.endsWith("from") ? Math.ceil(10 * at) : Math.floor(10 * at)) / 10, 1)}${room}`
            : "",
          before ? "end" : "start",
        );
      });
    }
    drawn = about;
  });
  const columns = ["p_y", "loss", "gradient"];
  // Which cells are wrong, row by row: found once, and before the cells are drawn.
  let off;
  kit.draw((state, values) => {
    const right = truth(state);
    off = KINDS.map((name) => columns.map((key) => wrong(key, values[name], right)));
  });
  const table = numbers(
    kit,
    ["p of y", "loss", "gradient"],
    KINDS.map((name, i) => [
      NAMES[name][0],
      ...columns.map((key, k) => (_, values) => printed(values[name][key]) + (off[i][k] ? "\u2009✗" : "")),
    ]),
  );
  const cells = table.querySelectorAll("td span");
  kit.draw(() =>
    off.flat().forEach((bad, i) => set(cells[i], { style: bad && "text-decoration: underline 2px var(--lb-orange)" })),
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
