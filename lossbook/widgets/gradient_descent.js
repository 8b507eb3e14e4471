// Gradient descent on two landscapes: which step sizes arrive, and what a few points at each step do.

import { h, lead, text } from "./kit.js";
import { clamp, fixed, short, plain, explorer, numbers } from "./explorer.js";
import { plot, plots } from "./plot.js";

const INPUTS = [-2, -1, -0.5, 0.5, 1, 2];
const LABELS = [0, 0, 1, 0, 1, 1];
// Orthogonal to the ones and to the inputs, so that the best line is zero.
const NOISE = [-1, 1, 0.5, -0.5, 0.5, -0.5];

const mean = (rows, of) => {
  let sum = 0;
  for (const row of rows) sum += of(row);
  return sum / rows.length;
};
const SQUARE = mean(INPUTS, (x) => x * x);
const score = (row, theta) => row[0] * theta[0] + row[1] * theta[1];

// A place [θ₁, θ₀], the slope first and the intercept second, with the mean loss over the rows of `full`.
const place = ({ full, loss }, theta) => [...theta, mean(full, (row) => loss(score(row, theta), row[2]))];

// The path, up to where the squares in the loss would leave the finite numbers; each of `batches` holds the rows
// [a₁, a₂, y] that a step sees. The loop makes no lists: the second picture runs it ninety times for an input.
const descend = ({ output }, start, lr, batches) => {
  const path = [start];
  for (const rows of batches) {
    const theta = path.at(-1);
    let [first, second] = [0, 0];
    for (const row of rows) {
      const miss = output(score(row, theta)) - row[2];
      first += row[0] * miss;
      second += row[1] * miss;
    }
    const [s, t] = [theta[0] - lr * (first / rows.length), theta[1] - lr * (second / rows.length)];
    if (s * s + t * t < 1e300) path.push([s, t]);
    else break;
  }
  return path;
};

// A function of some traits that remembers its last value: numbers and pictures ask for the same.
const remembered = (keys, of) => {
  let about, value;
  return (state) => {
    const now = keys.map((key) => state[key]).join();
    if (now !== about) [about, value] = [now, of(state)];
    return value;
  };
};

const pose = remembered(["landscape", "kappa"], ({ landscape, kappa }) => {
  const linear = landscape === "quadratic";
  const [wide, one, labels] = linear ? [SQUARE ** -0.5, Math.sqrt(kappa), NOISE] : [1, 1, LABELS];
  const data = INPUTS.map((x, i) => [wide * x, one, labels[i]]);
  const problem = {
    linear,
    data,
    full: linear
      ? [
          [2 ** 0.5, 0, 0],
          [0, 2 ** 0.5 * one, 0],
        ]
      : data,
    output: (a) => (linear ? a : 1 / (1 + Math.exp(-a))),
    loss: (a, y) => (linear ? (a - y) ** 2 / 2 : Math.log1p(Math.exp(a)) - a * y),
    limit: 2 / (linear ? kappa : SQUARE / 4),
  };
  const theta = linear ? [0, 0] : descend(problem, [0, 0], 6, Array(60).fill(data)).pop();
  return { ...problem, minimum: place(problem, theta) };
});

// The generator mulberry32.
const generator = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let bits = Math.imul(seed ^ (seed >>> 15), seed | 1);
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
};
// The points that each step sees, and those that the next one would see.
const draws = remembered(["landscape", "kappa", "batch", "seed", "steps"], (state) => {
  const { batch, seed, steps } = state;
  const uniform = generator(seed);
  return Array.from({ length: steps + 1 }, () => {
    const left = [...pose(state).data];
    return batch === "full" ? left : Array.from({ length: batch }, () => left.splice(uniform() * left.length, 1)[0]);
  });
});
const seen = (state) =>
  state.batch === "full" ? Array(state.steps).fill(pose(state).full) : draws(state).slice(0, -1);

export const compute = (state) => {
  const problem = pose(state);
  const { minimum, limit } = problem;
  const path = descend(problem, state.start, state.lr, seen(state)).map((theta) => place(problem, theta));
  return {
    path,
    now: path[state.steps] ?? Array(3).fill("diverged"),
    minimum,
    limit,
  };
};

const word = (value, near = (x) => fixed(x, 6)) =>
  Math.abs(value) < 1e5 ? near(value) : +value ? short(value) : value;

// A step size that prints as the bound is taken for it.
const NEAR = 1e-5;

// Slow: even the most steps that can be taken leave more than a tenth of the distance.
const SLOW = 0.1 ** (1 / 200);

// What becomes of a descent on the quadratic, of which each step multiplies the distances by these factors.
const fate = (start, factors) => {
  const moving = factors.filter((_, i) => start[i]);
  if (!moving.length) return "stays at the minimum";
  const largest = Math.max(...moving.map(Math.abs));
  if (largest > 1 + NEAR) return "flies off";
  if (largest > 1 - NEAR) return "swings without end";
  return (Math.min(...moving) < 0 ? "swings and arrives" : "arrives") + (largest > SLOW ? ", but slowly" : "");
};

const sentence = ({ landscape, kappa, batch, lr, steps, start }, { now, minimum, limit }) => {
  const off = lr / limit - 1;
  const over = off > NEAR;
  // The second picture shows how far the loss lies above its minimum, which is all that the quadratic counts.
  const [above, apart] =
    landscape === "quadratic"
      ? [" above the minimum", ""]
      : ["", `, ${short(Math.max(0, now[2] - minimum[2]))} above the minimum`];
  const factors = [1 - lr, 1 - kappa * lr];
  return (
    (batch !== "full"
      ? `Each step sees ${batch} of 6 points, right only on average, so 2/Λ is not a safe limit`
      : `α = ${plain(lr)} is ${over ? "above" : off > -NEAR ? "exactly" : "below"} 2/Λ = ${plain(limit)}: ` +
        (landscape === "quadratic"
          ? `each step multiplies θ₁ by ${fixed(factors[0])} and θ₀ by ${fixed(factors[1])}, so it ${fate(start, factors)}`
          : `a step ${over ? "can" : "cannot"} raise the loss`)) +
    `. Loss${above} after ${steps} step${steps === 1 ? "" : "s"}: ${word(now[2], (loss) => plain(+loss.toPrecision(3)))}${apart}.`
  );
};

const SIZES = Array.from({ length: 90 }, (_, i) => 0.01 * 500 ** (i / 89));
const ENDS = [-2.5, 2.5];
const ALONG = Array.from({ length: 49 }, (_, i) => ENDS[0] + (i / 48) * 5);
const ROUND = Array.from({ length: 49 }, (_, i) => [Math.cos((i / 24) * Math.PI), Math.sin((i / 24) * Math.PI)]);
const TICKS = [-3, -2, -1, 0, 1, 2, 3];
const twice = (value) => [value, value];

// The data and the model after the steps, with the misses of the points that the next step would see.
const fitted = (kit) => {
  const { node, line } = plot({
    x: ENDS,
    y: [0, 1],
    xticks: [-2, -1, 0, 1, 2],
    yticks: [],
    xlabel: "x",
    ylabel: "data, model",
    height: 162,
  });
  const misses = line("orange");
  const curve = line("blue");
  const points = line("green", "lw-stops");
  kit.draw((state, { path }) => {
    const { linear, output, data } = pose(state);
    const spot = (x, y) => [x, linear ? y / 16 + 0.5 : 0.8 * y + 0.1];
    const model = (x) => spot(x, output(score([x, data[0][1]], path.at(-1))));
    misses(...draws(state)[path.length - 1].map(([x, _, y]) => [spot(x, y), model(x)]));
    curve((linear ? ENDS : ALONG).map(model));
    points(...data.map(([x, _, y]) => twice(spot(x, y))));
  });
  return node;
};

const build = (kit) => {
  const map = plot({
    x: [-3, 3],
    y: [-3, 3],
    xticks: TICKS,
    yticks: TICKS,
    xlabel: "θ₁",
    ylabel: "θ₀; grey: equal loss; drag the start",
    height: 270,
  });
  const contours = map.line("grey", "lw-axis");
  const way = map.line("blue");
  const stops = map.line("blue", "lw-stops");
  const best = map.dot("green");
  const end = map.dot("orange");
  const start = map.dot("blue", true);
  start.node.classList.add("lw-free");
  const names = ["blue", "green", "orange"].map((tone) => map.label(tone));
  kit.drag(
    start.node,
    (share, up) =>
      kit.change(
        "start",
        map.at(share, up).map((t) => +t.toFixed(2)),
      ),
    map.node,
  );

  const sweep = plot({
    x: [0.01, 5],
    y: [-4, 3],
    log: true,
    xticks: [0.01, 0.1, 1, 5],
    yticks: [
      [-3, "0.001"],
      [-1, "0.1"],
      [1, "10"],
      [3, "1000"],
    ],
    xlabel: "step size α: drag the ring",
    ylabel: "loss above the minimum, after the steps",
    height: 240,
  });
  const edge = sweep.line("grey", "lw-dashed");
  const edgeWords = sweep.label("quiet");
  const falls = sweep.line("orange");
  const here = sweep.dot("orange", true);
  kit.drag(sweep.node, (share, up) => kit.change("lr", +sweep.at(share, up)[0].toPrecision(2)));

  let drawn, swept;
  kit.draw((state, { path, minimum, limit }) => {
    const problem = pose(state);
    const { linear, data } = problem;
    const rise = (path) =>
      path.length <= state.steps ? 9 : Math.log10(Math.max(place(problem, path.at(-1))[2] - minimum[2], 1e-9));
    const near = path.filter((at) => Math.hypot(...at) < 1e7);
    way(near);
    stops(...near.map(twice));
    start.to(...path[0]);
    end.to(...path.at(-1));
    here.to(state.lr, rise(path));
    // Names right of the dots, or left of those at the right; one that would cover another is left out.
    const taken = [];
    [
      ["start", path[0], 0.2],
      ["minimum", minimum, -0.5],
      ["now", path.at(-1), 0.2],
    ].forEach(([name, [a, b], up], i) => {
      const left = a > 1.4;
      const [x, y, wide] = [a + (left ? -0.2 : 0.2), clamp(b + up, -2.9, 2.6), 0.2 * name.length];
      const low = left ? x - wide : x;
      const free = taken.every(([from, to, at]) => low > to || low + wide < from || Math.abs(at - y) > 0.5);
      const seen = free && Math.max(Math.abs(a), Math.abs(b)) < 3.01;
      if (seen) taken.push([low, low + wide, y]);
      names[i](x, y, seen ? name : "", left ? "end" : "start");
    });
    const about = JSON.stringify({ ...state, lr: 0 });
    if (about !== swept) {
      swept = about;
      const batches = seen(state);
      falls(SIZES.map((lr) => [lr, Math.min(rise(descend(problem, state.start, lr, batches)), 4)]));
      edge([
        [limit, -4],
        [limit, 3],
      ]);
      edgeWords(limit, -3.7, "\xa02/Λ\xa0", "end");
    }

    if (drawn === limit) return;
    drawn = limit;
    best.to(...minimum);
    // In each direction, the radius at which the loss lies so far above its minimum: found at once if it is quadratic.
    contours(
      ...TICKS.map((k) =>
        ROUND.map(([cos, sin]) => {
          const [a, b] = [data[0][1] * cos, sin];
          const at = (r) => [minimum[0] + r * a, minimum[1] + r * b];
          let r = 1;
          for (let i = linear ? 7 : 0; i < 8; i++)
            r *= (k + 4) * Math.sqrt((linear ? state.kappa / 8 : 0.05) / (place(problem, at(r))[2] - minimum[2]));
          return at(r);
        }),
      ),
    );
  });

  const loss = h("div");
  kit.draw(({ landscape }) => text(loss, landscape === "quadratic" ? "loss − min" : "loss"));
  const row = (key) => [key, ...[0, 1, 2].map((j) => (_, values) => word(values[key][j]))];
  const range = (label, key, min, max, step, more) => kit.range({ label, key, min, max, step, ...more });
  const choose = (key, ...values) => kit.select({ label: key, key, options: values.map(twice) });
  const step = kit.button("Step", () => kit.change("steps", Math.min(200, kit.state().steps + 1)));
  const run = kit.button("Run 50 steps", () => kit.change("steps", Math.min(200, kit.state().steps + 50)));
  const back = kit.button("To the start", () => kit.change("steps", 0));
  const random = (now) => (now.batch === "full" ? "for small batches" : "");
  const square = (now) => (now.landscape === "quadratic" ? "" : "if quadratic");
  return [
    [
      lead(
        range("step size α", "lr", 0.001, 5, 0.01, {
          log: true,
          mark: ({ limit }) => [limit, `limit 2/Λ = ${plain(limit)}`],
        }),
      ),
      plots(map.node),
      plots(sweep.node),
    ],
    [range("steps", "steps", 0, 200, 1, { page: 10 }), h("div", { class: "lw-row" }, step, run, back)],
    () => [
      numbers(kit, ["θ₁", "θ₀", loss], ["now", "minimum"].map(row)),
      h(
        "div",
        { class: "lw-controls" },
        choose("landscape", "quadratic", "logistic"),
        choose("batch", "full", 1, 2, 3),
        range("curvature κ", "kappa", 1, 50, 0.5, { page: 5, idle: square }),
        range("seed", "seed", 0, 99, 1, { page: 10, idle: random }),
        ...["start θ₁", "start θ₀"].map((label, index) =>
          range(label, "start", -3, 3, 0.01, { index, grain: 0.1, page: 0.5 }),
        ),
      ),
      plots(fitted(kit)),
    ],
  ];
};

export default explorer({
  name: "GradientDescent",
  keys: ["landscape", "kappa", "start", "lr", "batch", "seed", "steps"],
  compute,
  sentence,
  build,
});
