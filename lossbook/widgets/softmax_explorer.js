// Logits to probabilities to loss: softmax with a temperature, and what a shift does to it.

import { h, set, text } from "./kit.js";
import { MINUS, fixed, signed, short, plain, say, total, clamp, explorer, results } from "./explorer.js";
import { bar } from "./bars.js";
import { surprisals, logitFor } from "./softmax.js";

const SMALLEST_NORMAL = 2 ** -1022;

export const compute = ({ logits, target, temperature, shift, stable }) => {
  const scaled = logits.map((z) => (z + shift) / temperature);
  const top = Math.max(...scaled);
  const exps = scaled.map((a) => Math.exp(stable ? a - top : a));
  const trouble = total(exps) === Infinity ? "overflow" : Math.min(...exps) < SMALLEST_NORMAL ? "underflow" : "";
  if (trouble) return { exps, trouble };
  const surprise = surprisals(scaled);
  const p = surprise.map((s) => Math.exp(-s));
  const residual = p.map((q, i) => (i === target ? -total(p.toSpliced(i, 1)) : q));
  return {
    exps,
    trouble,
    p,
    residual,
    gradient: residual.map((r) => r / temperature),
    loss: surprise[target],
    entropy: total(p.map((q, i) => q * surprise[i])),
    logsumexp: top + Math.min(...surprise),
  };
};

// What stands inside exp, as the reader would write it.
const argument = ({ temperature, shift }) => {
  const moved = shift ? `z ${shift < 0 ? MINUS : "+"} ${Math.abs(shift)}` : "z";
  if (temperature === 1) return moved;
  return `${shift ? "(" + moved + ")" : moved}/${plain(temperature)}`;
};

const sentence = (state, { p, loss, gradient, trouble }) => {
  const { target, temperature, shift } = state;
  if (trouble) {
    const why = trouble === "overflow"
      ? "exceeds the largest float64, about 1.8e308, so softmax would be ∞/∞"
      : `is below the smallest normal float64, 2.2e${MINUS}308, so softmax is 0/0 or close to it`;
    return `Not a number: exp(${argument(state)}) ${why}. Subtract the maximum first, and p is back.`;
  }
  return `The target, class ${target}, has probability ${fixed(p[target])}, so the loss is ${fixed(loss)} nats. ` + (
    shift ? `Adding ${plain(shift)} to every logit has changed no probability.`
    : temperature === 1 ? `The gradient at its logit is ${signed(gradient[target])}; the gradients sum to 0.`
    : `At T = ${plain(temperature)} a gradient is (p − y)/T: ${signed(gradient[target])} at the target.`);
};

const row = (kit, i) => {
  const cells = [[-10, 10, "grey", true], [0, 1, "amber"], [0, 1, "blue", true], [-1, 1, "orange"]].map((look) => {
    const number = h("span");
    const line = bar(...look);
    const show = (value, words) => {
      line.to(value);
      say(number, words);
    };
    return { ...line, show, td: h("td", {}, h("div", {}, number, line.node)) };
  });
  const [z, e, p, g] = cells;
  kit.drag(z.node, (x) => kit.change("logits", clamp(Math.round(2000 * x - 1000) / 100, -10, 10), i));
  kit.drag(p.node, (x) => {
    const { logits, temperature } = kit.state();
    kit.change("logits", logitFor(logits, temperature, i, x), i);
  });
  const role = h("small");
  const tr = h("tr", {}, h("th", { scope: "row" }, `class ${i}`, role), ...cells.map(({ td }) => td));
  kit.draw(({ logits, target }, { exps, trouble, ...values }) => {
    const [size, top] = [exps[i], Math.max(...exps)];
    set(tr, { class: i === target && "lw-target" });
    text(role, i === target ? "target" : "");
    z.show(logits[i], fixed(logits[i], 2));
    if (size === Infinity) e.show(1, "overflow");
    else e.show(size / top || 0, size < SMALLEST_NORMAL ? "underflow" : short(size));
    p.mark(+(i === target));
    if (trouble) return [p, g].forEach((cell) => cell.show(0, trouble));
    p.show(values.p[i], fixed(values.p[i]));
    g.show(values.residual[i], signed(values.gradient[i]));
  });
  return tr;
};

const build = (kit, { logits }) => {
  const heads = ["logit z", "", "softmax p", ""].map((name) => h("th", { scope: "col" }, name));
  const sums = heads.map(() => h("span"));
  kit.draw((state, { exps, trouble, p, gradient }) => {
    const sum = total(exps);
    text(heads[1], `exp(${argument(state)}${state.stable ? " − max" : ""})`);
    text(heads[3], state.temperature === 1 ? "gradient p − y" : "gradient (p − y)/T");
    say(sums[1], sum === Infinity ? "overflow" : short(sum));
    say(sums[2], trouble || fixed(total(p)));
    say(sums[3], trouble || fixed(total(gradient)));
  });
  const number = (key) => (_, values) => values.trouble || fixed(values[key]);
  const classes = logits.map((_, i) => `class ${i}`);
  const table = h("table", { class: "lw-bars" },
    h("caption", {}, "Drag a bar of z or of p. The green line is the target y."),
    h("thead", {}, h("tr", {}, h("td"), ...heads)),
    h("tbody", {}, ...classes.map((_, i) => row(kit, i))),
    h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, "sum"), ...sums.map((sum) => h("td", {}, sum)))));
  const shown = results(kit, [
    ["loss, nats", "orange", number("loss")],
    ["entropy of p, nats", "blue", number("entropy")],
    ["logsumexp", "grey", number("logsumexp")],
  ]);
  const sliders = classes.map((name, index) =>
    kit.range({ label: `logit z of ${name}`, key: "logits", index, min: -10, max: 10, show: (z) => fixed(z, 2) }));
  const others = [
    kit.range({ label: "temperature T", key: "temperature", min: 0.1, max: 10, log: true, show: (t) => t.toPrecision(3) }),
    kit.range({ label: "shift of all logits", key: "shift", min: -1000, max: 1000, step: 1 }),
    kit.select({ label: "target class", key: "target", options: classes.map((name, i) => [i, name]) }),
    kit.check({ label: "subtract the maximum first (stable)", key: "stable" }),
  ];
  return [[table, shown], [h("div", {}, ...sliders), h("div", {}, ...others)]];
};

export default explorer({
  name: "SoftmaxExplorer",
  keys: ["logits", "target", "temperature", "shift", "stable"],
  compute,
  shape: ({ logits }) => logits.length,
  sentence,
  build,
});
