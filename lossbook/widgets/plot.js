import { h, svg, set, text } from "./kit.js";
import { plain, clamp } from "./explorer.js";

// A plot with axes. `x` and `y` are ranges [low, high]; a tick is a number or [number, words]; `log` is for x.
export const plot = ({ x, y, xlabel, ylabel, xticks, yticks, width = 300, height = 220, log = false }) => {
  const [left, right, top, bottom] = [36, width - 12, 24, height - 36];
  const along = log ? Math.log : (v) => v;
  const X = (v) => left + ((along(v) - along(x[0])) / (along(x[1]) - along(x[0]))) * (right - left);
  const Y = (v) => bottom - ((v - y[0]) / (y[1] - y[0])) * (bottom - top);
  const place = (v) => clamp(v, -1e4, 1e4).toFixed(2);
  const words = (said, at, anchor) => svg("text", { ...at, "text-anchor": anchor }, said);
  const pairs = (ticks) => ticks.map((tick) => (Array.isArray(tick) ? tick : [tick, plain(tick)]));
  const node = svg(
    "svg",
    { class: "lw-plot", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    svg("path", { class: "lw-axis", d: `M${left} ${top}V${bottom}H${right}` }),
    ...pairs(xticks).map(([v, said]) => words(said, { x: X(v), y: bottom + 16 }, "middle")),
    ...pairs(yticks).map(([v, said]) => words(said, { x: left - 6, y: Y(v) + 4 }, "end")),
    words(xlabel, { x: right, y: height - 4 }, "end"),
    words(ylabel, { x: 2, y: 11 }, "start"),
  );
  // Curves that leave the plot are cut off, two pixels outside it so that none at its edge is.
  const box = [left - 2, top - 2, right - left + 4, bottom - top + 4];
  const inner = svg("svg", { x: box[0], y: box[1], width: box[2], height: box[3], viewBox: box.join(" ") });
  node.append(inner);
  const add = (shape, tone, layer = node) => {
    set(shape, { style: `--tone: var(--lb-${tone})` });
    return layer.appendChild(shape);
  };
  // Words that start, or by `anchor` end, at (x, y), to name what stands there.
  const label = (tone) => {
    const node = add(words("", { class: "lw-label" }), tone);
    return (a, b, said, anchor = "start") => {
      if (said !== "") set(node, { x: place(X(clamp(a, ...x))), y: place(Y(clamp(b, ...y))), "text-anchor": anchor });
      text(node, said);
    };
  };
  return {
    node,
    // How many units of x are as long as one of y.
    aspect: ((bottom - top) / (y[1] - y[0])) * ((x[1] - x[0]) / (right - left)),
    // The values at a place that `kit.drag(…, …, plot.node)` names.
    at(share, up) {
      const [low, high] = x.map(along);
      const across = low + ((share * width - left) / (right - left)) * (high - low);
      const rise = y[0] + ((bottom - (1 - up) * height) / (bottom - top)) * (y[1] - y[0]);
      return [clamp(log ? Math.exp(across) : across, ...x), clamp(rise, ...y)];
    },
    // A curve, or with `look` "lw-case" or "lw-dashed" a surface or a dashed curve; the result takes runs of points [[x, y], …].
    line(tone, look = "lw-curve") {
      const path = add(svg("path", { class: look }), tone, inner);
      const run = (points) =>
        points.length ? "M" + points.map((at) => `${place(X(at[0]))} ${place(Y(at[1]))}`).join("L") : "";
      return (...runs) => set(path, { d: runs.map(run).join("") });
    },
    // The ticks of a plot whose y goes from 0 to 1 and stands for 0 to `top`: call the result with each top.
    rule() {
      const ticks = [0, 0.5, 1].map(() => label("quiet"));
      return (top) => ticks.forEach((tick, k) => tick(x[0], k / 2 - 0.035, `${plain((top * k) / 2)}\xa0`, "end"));
    },
    // A dot at (x, y); a handle can be dragged, its hit area is 32 wide. Beyond the plot the dot is held at its edge, with
    // an arrow to where it would be: inside the plot, since words stand around it.
    dot(tone, handle = false) {
      const shape = handle
        ? [svg("circle", { r: 16, class: "lw-hit" }), svg("circle", { r: 7, class: "lw-handle" })]
        : [svg("circle", { r: 5, class: "lw-dot" })];
      const arrow = svg("polygon", { class: "lw-beyond" });
      const group = add(svg("g", {}, arrow, ...shape), tone);
      const to = (a, b) => {
        const [at, up] = [clamp(a, ...x), clamp(b, ...y)];
        const beyond = (Math.atan2(Math.sign(a - at), Math.sign(b - up)) * 180) / Math.PI;
        set(arrow, { points: a === at && b === up ? "" : "0,9 -5,20 5,20", transform: `rotate(${beyond})` });
        set(group, { transform: `translate(${place(X(at))} ${place(Y(up))})` });
      };
      return { node: group, to };
    },
    label,
  };
};

// A box as a run of points, for a line.
export const box = (left, right, low, high) => [
  [left, low],
  [left, high],
  [right, high],
  [right, low],
  [left, low],
];

// The values from `low` to `high` in `count` equal steps, with both ends.
export const steps = (low, high, count) =>
  Array.from({ length: count + 1 }, (_, i) => low + (i / count) * (high - low));

// The round number at or above a number; 1 for 0.
export const above = (number) => {
  const most = number || 1;
  const power = Math.floor(Math.log10(most));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10]
    .map((lead) => +(lead * 10 ** power).toPrecision(3))
    .find((round) => round >= most);
};

// Plots side by side, each in a box of its own: if a plot were an item of the grid, a change in it would lay out all.
export const plots = (...nodes) => h("div", { class: "lw-plots" }, ...nodes.map((node) => h("div", {}, node)));
