// A line with normal errors around it: which line, and which σ, make the points most probable?

import { h, lead, set, svg, text } from "./kit.js";
import { fixed, short, total, clamp, explorer, results, numbers } from "./explorer.js";
import { box, plot, plots, steps } from "./plot.js";

const EDGE = 5;
const HIGH = 45; // beyond it no best line of points in the picture has its intercept, if its slope is within the edges
const SIGMAS = [0.05, EDGE];
const LIKELY = [-30, 10];
const [LEAST, MOST] = [-5, 20];
const ROOT = Math.sqrt(2 * Math.PI);

const products = (a, b) => total(a.map((v, i) => v * b[i]));
const squares = ({ x, y, intercept, slope }) => y.reduce((sum, v, i) => sum + (v - (intercept + slope * x[i])) ** 2, 0);
const level = ({ x, y }, slope) => (total(y) - slope * total(x)) / x.length;
const spread = ({ x, sigma }) => -x.length * Math.log(sigma * ROOT);
const misfit = (state) => -squares(state) / (2 * state.sigma ** 2);
const likelihood = (state) => spread(state) + misfit(state);

const line = (state) => ({
  intercept: state.intercept,
  slope: state.slope,
  squared_error: squares(state),
  sigma_hat: Math.sqrt(squares(state) / state.x.length),
  log_likelihood: likelihood(state),
});
const leastSquares = (state) => {
  const far = state.x.map((v) => v - total(state.x) / state.x.length);
  const slope = new Set(state.x).size === 1 ? 0 : clamp(products(far, state.y) / products(far, far), -EDGE, EDGE);
  return { ...state, slope, intercept: level(state, slope) };
};

export const compute = (state) => ({
  spread: spread(state),
  misfit: misfit(state),
  losses: state.y.map(
    (v, i) =>
      Math.log(state.sigma * ROOT) + ((v - (state.intercept + state.slope * state.x[i])) / state.sigma) ** 2 / 2,
  ),
  this: line(state),
  best: line(leastSquares(state)),
});

const sentence = (state, { losses, this: { squared_error, sigma_hat }, best }) => {
  const which =
    squared_error - best.squared_error < 5e-5
      ? `No ${Math.abs(best.slope) === EDGE ? "slope up to ±5" : "line"} is better than this one, at any σ.`
      : `At any σ, the squares sum to ${fixed(squared_error)}, those of the best line to ${fixed(best.squared_error)}.`;
  const scale =
    squared_error < 1e-9
      ? "the smaller σ, the larger the likelihood, without end"
      : Math.abs(state.sigma - sigma_hat) < 5e-5
        ? "no other σ is as good"
        : `the best σ is ${fixed(sigma_hat)}${sigma_hat > EDGE ? ", beyond the slider" : ""}`;
  return `At σ = ${fixed(state.sigma)} the blocks sum to ${short(total(losses))}. ${which} For this line, ${scale}.`;
};

const BELL = steps(-3, 3, 24);
const DENSE = steps(-1, 1, 80).map((t) => t ** 3);
const density = (r, sigma) => Math.exp(-((r / sigma) ** 2) / 2) / (sigma * ROOT);
const round = (v, digits = 2) => +v.toFixed(digits);
const bounded = (v, most, digits) => clamp(round(v, digits), -most, most);

// The points with the line, the squares of the residuals, and the density at each x. A line can be drawn across them.
const scene = (kit, count, guess) => {
  const area = plot({
    width: 380,
    height: 235,
    x: [-0.4, 6.4],
    y: [-2, 12],
    xlabel: "x",
    ylabel: "y: drag a blue ring, or a point",
    xticks: [0, 2, 4, 6],
    yticks: [0, 4, 8, 12],
  });
  set(area.node, { style: "max-width: 28rem; margin: auto" });
  const bells = area.line("blue", "lw-case");
  const boxes = area.line("orange", "lw-case");
  const model = area.line("blue");
  const densities = area.line("green");
  const guessed = area.line("grey", "lw-dashed");
  const guessName = area.label("quiet");
  const squareName = area.label("orange");
  const bellName = area.label("blue");
  const ground = area.node.appendChild(
    svg("rect", { x: 36, y: 24, width: 380 - 48, height: 235 - 60, class: "lw-hit" }),
  );
  let begun;
  kit.listen(ground, "pointerdown", () => (begun = null));
  kit.drag(
    ground,
    (share, up) => {
      const [x, y] = area.at(share, up);
      begun ??= [x, y];
      const across = x - begun[0];
      if (Math.abs(across) < 0.3) return;
      const slope = bounded((y - begun[1]) / across, EDGE);
      kit.put({ slope, intercept: bounded(y - slope * x, HIGH) });
    },
    area.node,
  );
  const handle = (tone, move) => {
    const dot = area.dot(tone, true);
    dot.node.classList.add("lw-free");
    kit.drag(dot.node, (share, up) => move(area.at(share, up)[1]), area.node);
    return dot;
  };
  // The other end stays where it is; four digits, or it would creep.
  const left = handle("blue", (v) => {
    const { intercept, slope } = kit.state();
    const to = bounded(v, HIGH);
    kit.put({ intercept: to, slope: bounded(slope + (intercept - to) / 6, EDGE, 4) });
  });
  const right = handle("blue", (v) => kit.change("slope", bounded((v - kit.state().intercept) / 6, EDGE)));
  const points = Array.from({ length: count }, (_, i) => handle("green", (v) => kit.change("y", round(v, 1), i)));
  kit.draw(({ x, y, intercept, slope, sigma }) => {
    const at = (v) => intercept + slope * v;
    model([-1, 7].map((v) => [v, at(v)]));
    left.to(0, at(0));
    right.to(6, at(6));
    const each = x.map((v, i) => [v, y[i], at(v), y[i] - at(v)]);
    points.forEach((dot, i) => dot.to(x[i], y[i]));
    boxes(...each.map(([v, up, on, r]) => box(v - Math.abs(r) * area.aspect, v, on, up)));
    // The largest square and the last bell are named, where there is room beside them: bells of small widths reach far.
    const [v, up, on, r] = each.reduce((most, one) => (Math.abs(one[3]) > Math.abs(most[3]) ? one : most));
    const side = v - Math.abs(r) * area.aspect;
    const top = Math.max(up, on);
    squareName(side, top - 0.7, Math.abs(r) > 0.5 && side > 2.4 && top < 12 ? "squared error\xa0\xa0" : "", "end");
    const last = each.reduce((far, one) => (one[0] > far[0] ? one : far));
    const low = last[2] - Math.max(2.6 * sigma, 1.6);
    bellName(
      last[0] + 0.1,
      low,
      last[0] < 5.2 && low > -1.8 && low < 12 && density(0, sigma) < 1 ? "\xa0p(y | x)" : "",
      "start",
    );
    bells(...each.map(([v, , on]) => BELL.map((t) => [v + density(t * sigma, sigma), on + t * sigma])));
    const own = (v) => guess.line[0] + guess.line[1] * v;
    const off = (v) => Math.abs(own(v) - at(v));
    const stands = guess.fit === [intercept, slope].join() && off(0) + off(6) > 0.5;
    guessed(stands ? [-1, 7].map((v) => [v, own(v)]) : []);
    guessName(0.2, stands ? clamp(own(0.2) - 0.9, -1.9, 11) : 0, stands ? "dashed: yours" : "", "start");
    densities(
      ...each.map(([v, up, , r]) => [
        [v, up],
        [v + density(r, sigma), up],
      ]),
    );
  });
  return h("div", {}, area.node);
};

// Minus the logarithm of each density as a block that begins where the last one ended, and their sum.
const waterfall = (kit, count) => {
  const names = [...Array(count).keys()].map((i) => [i + 0.5, i + 1]);
  const area = plot({
    x: [0, count + 1],
    y: [LEAST, MOST],
    xticks: [...names, [count + 0.5, "sum"]],
    yticks: [0, 10, 20],
    xlabel: "",
    ylabel: "−log p, stacked; negative ones in green",
    width: 400,
    height: 150,
  });
  const [up, down, sum, zero] = [
    ["orange", "lw-case"],
    ["green", "lw-case"],
    ["blue", "lw-case"],
    ["grey", "lw-curve"],
  ].map((look) => area.line(...look));
  zero([
    [0, 0],
    [count + 1, 0],
  ]);
  const words = area.label("blue");
  // An arrow at the edge stands for a block that lies beyond the plot.
  const block = (i, from, to) => {
    const edge = Math.min(from, to) > MOST ? MOST : Math.max(from, to) < LEAST && LEAST;
    if (!edge) return box(i + 0.2, i + 0.8, clamp(from, -99, 99), clamp(to, -99, 99));
    const back = edge - 2 * Math.sign(edge);
    return [
      [i + 0.4, back],
      [i + 0.5, edge],
      [i + 0.6, back],
      [i + 0.4, back],
    ];
  };
  kit.draw((_, { losses }) => {
    const pieces = [[], []];
    let level = 0;
    losses.forEach((loss, i) => {
      pieces[+(loss < 0)].push(block(i, level, level + loss));
      level += loss;
    });
    up(...pieces[0]);
    down(...pieces[1]);
    sum(block(count, 0, level));
    // As with a dot, an arrow stands where the bar goes on beyond the plot.
    const said = (level > MOST ? "▲ " : "") + short(level);
    words(count + 0.5, clamp(Math.max(level, 0) + 1.2, 1.2, MOST - 3), said, "middle");
  });
  return area.node;
};

// The log-likelihood over one of its parameters, with a mark where it is largest: `peak` finds it, and the points lie close together there.
const ridge = (kit, key, peak, axis) => {
  const area = plot({ ...axis, y: LIKELY, yticks: [-20, -10, 0], ylabel: `log L over ${axis.xlabel}` });
  const mark = area.line("green", "lw-dashed");
  const name = area.label("green");
  const curve = area.line("purple");
  const dot = area.dot("blue", true);
  kit.drag(dot.node, (share, up) => kit.change(key, +area.at(share, up)[0].toPrecision(3)), area.node);
  kit.draw((state, values) => {
    const top = clamp(peak(state), ...axis.x);
    const along = DENSE.map((t) => clamp(axis.log ? top * 100 ** t : top + 10 * t, ...axis.x));
    curve(along.map((v) => [v, likelihood({ ...state, [key]: v })]).filter(([, value]) => value > -99));
    mark(LIKELY.map((v) => [top, v]));
    name(top, 7, `\xa0best ${axis.xlabel}\xa0`, top > axis.half ? "end" : "start");
    dot.to(state[key], values.this.log_likelihood);
  });
  return area.node;
};

const build = (kit, state) => {
  const { x } = state;
  const slider = (key, rest) =>
    kit.range({ key, label: key, min: -EDGE, max: EDGE, page: 0.5, show: (v) => fixed(v, 2), ...rest });
  const guess = {};
  const fitLine = kit.button("Fit the line", () => {
    const state = kit.state();
    const slope = bounded(leastSquares(state).slope, EDGE, 6);
    const intercept = bounded(level(state, slope), HIGH, 6);
    // The dashes keep the reader's line for as long as the fitted one stands.
    if (guess.fit !== [state.intercept, state.slope].join()) guess.line = [state.intercept, state.slope];
    guess.fit = [intercept, slope].join();
    kit.put({ slope, intercept });
  });
  // The line that stands here at first, among the points as they were, is nobody's guess.
  const words = (now) => [now.intercept, now.slope, ...now.x, ...now.y].join();
  const given = words(state);
  const first = h("small");
  kit.draw((now) => {
    fitLine.disabled = words(now) === given;
    text(first, fitLine.disabled ? "Drag a ring first." : "");
  });
  const fitSigma = kit.button("Fit σ", () =>
    kit.change("sigma", clamp(round(line(kit.state()).sigma_hat, 6), ...SIGMAS)),
  );
  return [
    [
      lead(
        slider("sigma", {
          label: "width σ of the bells",
          min: 0.05,
          log: true,
          show: fixed,
          mark: ({ this: { sigma_hat } }) => [sigma_hat, `best: ${fixed(sigma_hat)}`],
        }),
      ),
      scene(kit, x.length, guess),
      plots(waterfall(kit, x.length)),
    ],
    [h("div", { class: "lw-row" }, fitLine, fitSigma, h("div", {}, first))],
    () => [
      plots(
        ridge(
          kit,
          "slope",
          ({ x, y, intercept }) =>
            products(
              x,
              y.map((v) => v - intercept),
            ) / products(x, x) || 0,
          { x: [-EDGE, EDGE], xticks: [-5, 0, 5], xlabel: "slope", half: 0 },
        ),
        ridge(kit, "sigma", (state) => line(state).sigma_hat, {
          x: SIGMAS,
          xticks: [0.05, 0.2, 1, 5],
          xlabel: "σ",
          half: 0.5,
          log: true,
        }),
      ),
      results(kit, [
        ["−½N log\xa02πσ²", "purple", (_, values) => fixed(values.spread)],
        ["−S/2σ²", "orange", (_, values) => short(values.misfit)],
        ["= log L", "blue", (_, values) => short(values.this.log_likelihood)],
      ]),
      numbers(
        kit,
        ["S", "√(S/N)", "log L, this σ"],
        ["this", "best"].map((key) => [
          key + " line",
          (_, values) => fixed(values[key].squared_error),
          (_, values) => fixed(values[key].sigma_hat),
          (_, values) => short(values[key].log_likelihood),
        ]),
      ),
      h(
        "div",
        { class: "lw-controls" },
        slider("intercept", { min: -HIGH, max: HIGH }),
        slider("slope"),
        ...x.flatMap((_, index) =>
          [
            ["x", { min: 0, max: 6 }],
            ["y", { min: -2, max: 12, page: 1 }],
          ].map(([key, more]) => slider(key, { label: key + "₁₂₃₄₅₆₇₈"[index], index, step: 0.1, ...more })),
        ),
      ),
    ],
  ];
};

export default explorer({
  name: "GaussianMLE",
  keys: ["x", "y", "intercept", "slope", "sigma"],
  compute,
  shape: ({ x }) => x.length,
  sentence,
  build,
});
