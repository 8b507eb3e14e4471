// Logits to probabilities to the loss of the true class, with a temperature, and the gradient at each logit.

import { bar } from "./bars.js";
import { called, clamp, explorer, fixed, logit, numbers, plain, say, short, signed, snap, total } from "./explorer.js";
import { h, lead, set, text } from "./kit.js";
import { plot, plots } from "./plot.js";
import { logitFor, surprisals } from "./softmax.js";

const GOAL = 0.1;
// There is a goal at T = 1 alone: at other temperatures the page is about T, and the goal may be out of reach.
const reached = ({ temperature }, loss) => temperature === 1 && fixed(loss) < GOAL; // as it is printed
// The bars of a row: from, to, tone, and whether it can be dragged.
const SCALES = [
  [-10, 10, "grey", true],
  [0, 1, "blue"],
  [-2, 2, "orange"],
];

export const compute = ({ logits, target, temperature }) => {
  const scaled = logits.map((z) => z / temperature);
  const surprise = surprisals(scaled);
  const p = surprise.map((s) => Math.exp(-s));
  const gradient = p.map((q, i) => (i === target ? -total(p.toSpliced(i, 1)) : q) / temperature);
  return {
    p,
    gradient,
    loss: surprise[target],
    entropy: total(p.map((q, i) => q * surprise[i])),
    logsumexp: Math.max(...scaled) + Math.min(...surprise),
  };
};

const sentence = (state, { p, loss, gradient }) => {
  const { target, temperature } = state;
  const start = `The true class, ${called(state, target)}, has the probability ${short(p[target])}, so the loss is −log\u00a0p = ${fixed(loss)}. `;
  if (reached(state, loss)) return start + `That is below ${GOAL}: the goal.`;
  const pull = `The gradient at its logit is ${signed(gradient[target])}`;
  return start + (temperature === 1 ? `${pull}; the gradients sum to 0.` : `${pull}, which is (p\u00a0−\u00a01)/T.`);
};

const row = (kit, i) => {
  const [z, p, g] = SCALES.map((look) => {
    const number = h("span");
    const line = bar(...look);
    const show = (value, words) => {
      line.to(value);
      say(number, words);
    };
    return { ...line, show, td: h("td", {}, h("div", {}, number, line.node)) };
  });
  kit.drag(z.node, (x) => kit.change("logits", clamp(snap(20 * x - 10, 0.1), -10, 10), i));
  const role = h("small");
  const name = h("span");
  const tr = h("tr", {}, h("th", { scope: "row" }, name, role), z.td, p.td, g.td);
  kit.draw((state, values) => {
    const { logits, target } = state;
    set(tr, { class: i === target && "lw-target" });
    text(name, called(state, i));
    text(role, i === target ? "true" : "");
    z.show(logits[i], fixed(logits[i], 2));
    p.mark(+(i === target));
    p.show(values.p[i], fixed(values.p[i]));
    g.show(values.gradient[i], signed(values.gradient[i]));
  });
  return tr;
};

// The ends of the bars above.
const ends = ([low, high]) => h("td", {}, h("div", {}, h("small", {}, plain(low)), h("small", {}, plain(high))));

const grid = Array.from({ length: 80 }, (_, i) => Math.exp((i / 79 - 1) * 5.2));

const build = (kit, state) => {
  const { logits, temperature } = state;
  // A page that starts at another temperature is about it: its slider stands above what it moves, and invites no other move.
  const warm = temperature !== 1;
  const picture = plot({
    x: [0, 1],
    y: [0, 5],
    xticks: [0, 0.25, 0.5, 0.75, 1],
    yticks: [0, 1, 2, 3, 4, 5],
    xlabel: "p of the true class",
    ylabel: "loss −log p",
    width: 400,
    height: 155,
  });
  picture.line("orange")(grid.map((p) => [p, -Math.log(p)]));
  const goal = picture.line("green", "lw-dashed");
  const aim = picture.label("green");
  kit.draw((now, { loss }) => {
    const on = !warm && now.temperature === 1;
    goal(
      on
        ? [
            [0, GOAL],
            [1, GOAL],
          ]
        : [],
    );
    const word = reached(now, loss) ? "goal reached:" : "goal: drag rings to";
    aim(1, 4.4, on ? `${word} a loss below ${GOAL}` : "", "end");
  });
  const drop = picture.line("grey", "lw-dashed");
  const value = picture.label("orange");
  const dot = picture.dot("orange", !warm);
  if (!warm)
    kit.drag(picture.node, (share, up) => {
      const { logits: now, temperature, target } = kit.state();
      kit.change("logits", logitFor(now, temperature, target, picture.at(share, up)[0]), target);
    });
  kit.draw(({ target }, { p, loss }) => {
    dot.to(p[target], loss);
    const right = p[target] > 0.65;
    value(
      p[target] + (right ? -0.01 : 0.04),
      clamp(loss + (right ? 0.75 : 0.4), 0, 3.3),
      `loss ${fixed(loss)}`,
      right ? "end" : "start",
    );
    drop([
      [p[target], 0],
      [p[target], Math.min(loss, 5)],
    ]);
  });
  const heads = ["logit z" + (warm ? "" : ": drag a ring"), "probability p, ", ""].map((name) =>
    h("th", { scope: "col" }, name),
  );
  heads[1].append(h("span", { style: "color: var(--lb-green)" }, "target\u00a0t"));
  kit.draw(({ temperature }) =>
    text(heads[2], temperature === 1 ? "gradient p\u00a0−\u00a0t" : "gradient (p\u00a0−\u00a0t)/T"),
  );
  const table = h(
    "table",
    { class: "lw-bars" },
    h("thead", {}, h("tr", {}, h("td"), ...heads)),
    h("tbody", {}, ...logits.map((_, i) => row(kit, i))),
    h("tfoot", { "aria-hidden": "true" }, h("tr", {}, h("td"), ...SCALES.map(ends))),
  );
  const slider = kit.range({
    label: "temperature T",
    key: "temperature",
    min: 0.5,
    max: 10,
    log: true,
    show: (t) => t.toPrecision(3),
  });
  return [
    [...(warm ? [lead(slider)] : []), plots(picture.node), table],
    [
      ...(warm ? [] : [slider]),
      kit.select({ label: "true class", key: "target", options: logits.map((_, i) => [i, called(state, i)]) }),
    ],
    () => [
      h(
        "div",
        { class: "lw-controls" },
        ...logits.map((_, index) => logit(kit, "logits", index, `logit z of ${called(state, index)}`)),
      ),
      numbers(
        kit,
        ["nats"],
        [
          ["loss", (_, { loss }) => fixed(loss)],
          ["entropy of p", (_, { entropy }) => fixed(entropy)],
          ["logsumexp of z/T", (_, { logsumexp }) => fixed(logsumexp)],
        ],
      ),
    ],
  ];
};

export default explorer({
  name: "SoftmaxExplorer",
  keys: ["logits", "target", "temperature", "names"],
  compute,
  shape: ({ logits, names }) => [logits.length, ...names].join(),
  sentence,
  build,
});
