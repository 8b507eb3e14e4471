// Values on a line and a distribution to move: the probability of each as a height, minus its logarithm as a block.

import { explorer, fixed, plain, results, short, snap, total } from "./explorer.js";
import { h, lead, set } from "./kit.js";
import { box, plot, plots, steps } from "./plot.js";

const logFactorial = (count) => total(Array.from({ length: count }, (_, i) => Math.log(i + 1)));
// Minus the logarithm of the probability, or density, of a value.
const FAMILIES = {
  bernoulli: { name: "Bernoulli", discrete: true, loss: (y, p) => -(y ? Math.log(p) : Math.log1p(-p)) },
  normal: { name: "normal", loss: (y, mu, s) => ((y - mu) / s) ** 2 / 2 + Math.log(s * Math.sqrt(2 * Math.PI)) },
  laplace: { name: "Laplace", loss: (y, mu, s) => Math.abs(y - mu) / s + Math.log(2 * s) },
  poisson: { name: "Poisson", discrete: true, loss: (y, mu) => mu - (y ? y * Math.log(mu) : 0) + logFactorial(y) },
};

const lossesAt = ({ y, family, scale }, theta) => y.map((value) => FAMILIES[family].loss(value, theta, scale));
const median = (y) => {
  const sorted = [...y].sort((a, b) => a - b);
  return (sorted[(y.length - 1) >> 1] + sorted[y.length >> 1]) / 2;
};
export const compute = (state) => {
  const { y, family, theta } = state;
  const losses = lossesAt(state, theta);
  const p = losses.map((loss) => Math.exp(-loss));
  const estimate = family === "laplace" ? median(y) : total(y) / y.length;
  return {
    p,
    losses,
    likelihood: p.reduce((product, factor) => product * factor, 1),
    sum: total(losses),
    mean: total(losses) / y.length,
    estimate,
    lowest: total(lossesAt(state, estimate)),
  };
};

const counts = (y) => y.every((value) => Number.isInteger(value) && value >= 0);
const rangeOf = ({ y, family }) => {
  if (family === "bernoulli") return [0, 1];
  const [least, most] = [Math.min(...y), Math.max(...y)];
  const room = 1 + (most - least) / 4;
  const low = Math.floor(least - room);
  return [counts(y) ? Math.max(0, low) : low, Math.ceil(most + room)];
};
// A typed 0.999 is not said to be 1.00.
const place = (theta) => fixed(theta, +theta.toFixed(2) === theta ? 2 : 4);
const letter = (family) => (family === "bernoulli" ? "p" : "μ");
// As printed: near the estimate, or between the middle values of a Laplace distribution, the sum is the same.
const lowest = (values) => fixed(values.sum) === fixed(values.lowest);
const reached = (theta, values) => lowest(values) && place(theta) === place(values.estimate);

const sentence = ({ y, family, theta }, values) => {
  const { likelihood, sum, estimate } = values;
  const here = `${letter(family)} = ${place(theta)}`;
  const { discrete } = FAMILIES[family];
  const alone = y.length === 1;
  if (reached(theta, values)) {
    const middle = alone ? "the value" : "their " + (family === "laplace" ? "median" : "mean");
    return `${here} is the estimate: no other makes the ${alone ? "value" : y.length + " values"} more likely. It is ${middle}, ${plain(estimate)}.`;
  }
  if (lowest(values))
    return `At ${here} the sum of the losses is ${fixed(sum)}, to four digits the same as at the estimate, ${plain(estimate)}.`;
  if (sum === Infinity)
    return `${here} makes something impossible that happened: the product is 0, and the stack is infinitely high.`;
  const what = alone
    ? `${discrete ? "probability" : "density"} is ${short(likelihood, 6)}; minus its logarithm, the loss,`
    : `${y.length} ${discrete ? "probabilities" : "densities"} have the product ${short(likelihood, 6)}; minus its logarithm, the sum of the losses,`;
  return `At ${here} the ${what} is ${fixed(sum)}. A lower stack is possible.`;
};

const block = (x, half, low, high) => box(x - half, x + half, low, high);

const thrown = (times, value) => `${value} (${times} throw${times === 1 ? "" : "s"})`;

// The round numbers in a range, at most seven.
const roundTicks = (low, high) => {
  const unit = 10 ** Math.floor(Math.log10(high - low) - 0.5);
  const step = [1, 2, 5, 10].map((lead) => lead * unit).find((one) => (high - low) / one <= 6.5);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => snap((first + i) * step, step));
};

const build = (kit, state) => {
  const { y, family: first, scale } = state;
  const [low, high] = rangeOf(state);
  const wide = high - low;
  const yes = first === "bernoulli";
  const pad = yes ? 0.25 : 0;
  const axis = { x: [low - pad, high + pad], xticks: roundTicks(low, high), width: 400 };
  const offered = Object.keys(FAMILIES).filter((name) =>
    name === "bernoulli" ? yes : !yes && (name !== "poisson" || counts(y)),
  );
  const tallest = Math.max(
    ...offered.flatMap((name) => y.map((value) => Math.exp(-FAMILIES[name].loss(value, value, scale)))),
  );
  const end = 2.5 * Math.max(...offered.map((family) => compute({ ...state, family }).lowest)) + 1;

  const top = plot({
    ...axis,
    xticks: yes
      ? [0, 1].map((value) => [value, thrown(y.filter((other) => other === value).length, value)])
      : axis.xticks,
    y: [0, tallest],
    yticks: yes ? [0, 0.5, 1] : [0, +(tallest / 2).toPrecision(1)],
    xlabel: yes ? "" : "value y",
    ylabel: yes
      ? "bars: probability of 0 and of 1; green: what was thrown"
      : "curve: the distribution; green: the values",
    height: 125,
  });
  const shape = top.line("blue", "lw-case");
  const stems = top.line("green", "lw-arrow");
  // Equal values stand side by side: throws as far apart as their bar is wide.
  const gap = (twins) => (yes ? 0.36 / Math.max(twins - 1, 4) : 0.018);
  const seen = y.map((value, i) => {
    const [twins, before] = [y, y.slice(0, i)].map((list) => list.filter((other) => other === value).length);
    return value + gap(twins) * wide * (before - (twins - 1) / 2);
  });
  const dots = seen.map(() => top.dot("green"));

  // The axis of a probability ends with it, but for the room of a block.
  const stack = plot({
    ...axis,
    x: yes ? [-0.04, 1.04] : axis.x,
    y: [0, end],
    yticks: roundTicks(0, end),
    xlabel: yes ? "p, the probability of 1" : "μ",
    ylabel: `sum of losses, one block a ${yes ? "throw" : "value"}; dashed: at other ${yes ? "p" : "μ"}`,
    height: 185,
  });
  const curve = stack.line("orange", "lw-dashed");
  const blocks = stack.line("orange", "lw-case");
  const mark = stack.dot("green");
  const words = stack.label("green");
  const here = stack.dot("orange", true);
  const move = (picture) => (share, up) =>
    kit.change("theta", Math.max(low, Math.min(high, snap(picture.at(share, up)[0], yes ? 0.01 : 0.1))));
  // The places of 0 and 1 in the upper picture are no values of p.
  for (const picture of yes ? [stack] : [top, stack]) kit.drag(picture.node, move(picture));

  let drawn;
  kit.draw((now, values) => {
    const { family, theta } = now;
    const { loss, discrete } = FAMILIES[family];
    const height = (value) => Math.exp(-loss(value, theta, scale));
    if (discrete) shape(...steps(low, high, wide).map((value) => block(value, yes ? 0.2 : 0.3, 0, height(value))));
    else shape([...steps(low, high, 120), theta].sort((a, b) => a - b).map((value) => [value, height(value)]));
    dots.forEach((dot, i) => dot.to(seen[i], values.p[i]));
    stems(
      ...seen.map((at, i) => [
        [at, 0],
        [at, values.p[i]],
      ]),
    );
    let bottom = 0;
    blocks(
      ...values.losses.map((own) => {
        const piece = block(theta, 0.03 * wide, Math.min(bottom, 2 * end), Math.min(bottom + own, 2 * end));
        bottom += own;
        return piece;
      }),
    );
    here.to(theta, values.sum);
    set(mark.node, { display: !reached(theta, values) && "none" });
    mark.to(values.estimate, values.lowest);
    words(
      theta,
      values.sum / 2, // below the curve
      reached(theta, values) ? "\xa0\xa0\xa0the estimate\xa0\xa0\xa0" : "",
      theta > low + 0.6 * wide ? "end" : "start",
    );
    if (family === drawn) return;
    drawn = family;
    curve(steps(low, high, 160).map((at) => [at, Math.min(total(lossesAt(now, at)), 2 * end)]));
  });
  const shown = results(kit, [
    ["product L", "blue", (_, { likelihood }) => (likelihood ? short(likelihood, 6) : "0")],
    ["total loss", "orange", (_, { sum }) => fixed(sum)],
    ["mean J", "grey", (_, { mean }) => fixed(mean)],
  ]);
  const best = kit.button("Go to the estimate", () => kit.change("theta", compute(kit.state()).estimate));
  const slider = kit.range({
    label: yes ? "probability p of 1" : "place μ",
    key: "theta",
    min: low,
    max: high,
    grain: yes ? 0.01 : 0.1,
    page: yes ? 0.1 : 0.5,
    show: place,
  });
  return [
    [lead(slider), plots(top.node), plots(stack.node), shown],
    [
      h(
        "div",
        { class: "lw-row" },
        best,
        yes
          ? ""
          : kit.select({
              label: "distribution",
              key: "family",
              options: offered.map((name) => [name, FAMILIES[name].name]),
            }),
      ),
    ],
    () => [],
  ];
};

export default explorer({
  name: "LikelihoodExplorer",
  keys: ["y", "family", "theta", "scale"],
  compute,
  shape: ({ y, family, scale }) => [...y, family === "bernoulli", scale].join(),
  sentence,
  build,
});
