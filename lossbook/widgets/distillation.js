// A teacher's softened probabilities and a smoothed label as targets for a student.

import { h, svg, set, text } from "./kit.js";
import { fixed, plain, say, total, clamp, explorer, results, numbers } from "./explorer.js";
import { bar, stack } from "./bars.js";
import { surprisals, logitFor } from "./softmax.js";

const [COLDEST, HOTTEST] = [0.5, 20];
const at = (logits, temperature) => surprisals(logits.map((z) => z / temperature));
const weigh = (s) => s.map((own) => Math.exp(-own));
const mean = (p, values) => total(p.map((share, i) => (share ? share * values[i] : 0)));
const apart = (p, q) => Math.hypot(...p.map((share, i) => share - q[i]));

export const compute = ({ teacher, student, temperature, alpha, epsilon, target }) => {
  const [taught, learned, plainly] = [at(teacher, temperature), at(student, temperature), at(student, 1)];
  const [teacher_p, student_p, p] = [taught, learned, plainly].map(weigh);
  const classes = teacher.map((_, i) => i);
  const one_hot = classes.map((i) => +(i === target));
  const label_p = one_hot.map((y) => (1 - epsilon) * y + epsilon / classes.length);
  const kl = mean(teacher_p, classes.map((i) => learned[i] - taught[i]));
  const soft = temperature ** 2 * kl;
  const hard = plainly[target];
  const gap = apart(student_p, teacher_p);
  return {
    teacher_p,
    student_p,
    label_p,
    teacher_entropy: mean(teacher_p, taught),
    student_entropy: mean(student_p, learned),
    label_entropy: mean(label_p, label_p.map((share) => -Math.log(share))),
    kl,
    soft,
    hard,
    smoothed: mean(label_p, plainly),
    loss: alpha * soft + (1 - alpha) * hard,
    kl_slope: gap / temperature,
    soft_slope: gap * temperature,
    hard_slope: apart(p, one_hot),
    smoothed_slope: apart(p, label_p),
  };
};

const sentence = ({ temperature, target }, { teacher_p, label_p, kl_slope, soft_slope, hard_slope }) => {
  const wrong = teacher_p.toSpliced(target, 1);
  const classes = wrong.length > 1 ? "classes" : "class";
  return `At T = ${plain(temperature)} the teacher gives the wrong ${classes} ${wrong.map((p) => fixed(p)).join(", ")}, `
    + `the smoothed label ${fixed(label_p.toSpliced(target, 1)[0])} each. The gradient of the KL has the length `
    + `${fixed(kl_slope)}, times T² ${fixed(soft_slope)}; that of the label’s cross-entropy has ${fixed(hard_slope)}.`;
};

const TARGETS = { teacher: ["teacher at T", "green"], student: ["student at T", "blue"], label: ["label, smoothed", "amber"] };

const row = (kit, i) => {
  const tr = h("tr");
  const role = h("small");
  const cells = Object.entries(TARGETS).map(([name, [, tone]]) => {
    const number = h("span");
    const line = bar(0, 1, tone, name !== "label");
    if (name !== "label") {
      kit.drag(line.node, (x) => kit.change(name, logitFor(kit.state()[name], kit.state().temperature, i, x), i));
    }
    kit.draw((_, values) => {
      line.to(values[name + "_p"][i]);
      if (name === "student") line.mark(values.teacher_p[i]);
      say(number, fixed(values[name + "_p"][i]));
    });
    return h("td", {}, h("div", {}, number, line.node));
  });
  kit.draw(({ target }) => {
    set(tr, { class: i === target && "lw-target" });
    text(role, i === target ? "target" : "");
  });
  tr.append(h("th", { scope: "row" }, `class ${i}`, role), ...cells);
  return tr;
};

// Entropy over the temperatures, from 0 to log C, with a place for the one that is set; drag it.
const curves = (kit, classes) => {
  const share = (t) => Math.log(t / COLDEST) / Math.log(HOTTEST / COLDEST);
  const grid = Array.from({ length: 51 }, (_, i) => COLDEST * (HOTTEST / COLDEST) ** (i / 50));
  const tall = (entropy) => entropy / Math.log(classes);
  const picture = svg("svg", { viewBox: "0 0 50 1", preserveAspectRatio: "none", width: "100%", height: "100%" });
  const frame = h("div", { class: "lw-bar lw-curves", "aria-hidden": "true" }, picture,
    ...[1, 2, 4, 8].map((t) => h("small", { style: `left: ${100 * share(t)}%` }, String(t))));
  for (const name of ["teacher", "student"]) {
    const tone = `--tone: var(--lb-${TARGETS[name][1]})`;
    const path = picture.appendChild(svg("path", { style: tone, "vector-effect": "non-scaling-stroke", "stroke-dasharray": name === "student" && "6 4" }));
    const knob = frame.appendChild(h("i", { class: "lw-knob", style: tone }, h("b")));
    let drawn;
    kit.draw((state, values) => {
      knob.style.transform = `translate(${100 * share(state.temperature)}%, ${100 * (0.5 - tall(values[name + "_entropy"]))}%)`;
      if (drawn === state[name]) return;
      drawn = state[name];
      const entropy = (t) => mean(weigh(at(drawn, t)), at(drawn, t));
      set(path, { d: "M" + grid.map((t, i) => `${i} ${(1 - tall(entropy(t))).toFixed(4)}`).join("L") });
    });
  }
  kit.drag(frame, (x) => {
    const t = COLDEST * (HOTTEST / COLDEST) ** clamp(x, 0, 1);
    kit.change("temperature", +t.toPrecision(3));
  });
  return frame;
};

const build = (kit, { teacher }) => {
  const classes = teacher.map((_, i) => `class ${i}`);
  const heads = Object.values(TARGETS).map(([name]) => h("th", { scope: "col" }, name));
  const entropies = Object.keys(TARGETS).map((name) => {
    const number = h("span");
    kit.draw((_, values) => say(number, fixed(values[name + "_entropy"])));
    return h("td", {}, number);
  });
  const table = h("table", { class: "lw-bars" },
    h("caption", {}, "Drag a bar, and its logit moves. The green lines are the teacher’s."),
    h("thead", {}, h("tr", {}, h("td"), ...heads)),
    h("tbody", {}, ...classes.map((_, i) => row(kit, i))),
    h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, "entropy"), ...entropies)));
  const mix = stack(3, "green", "amber");
  kit.draw(({ alpha }, { soft, loss }) => mix.to(alpha * soft, loss));
  const shown = results(kit, [
    ["β·T²·KL", "green", ({ alpha }, { soft }) => fixed(alpha * soft)],
    ["+ (1 − β)·CE", "amber", ({ alpha }, { hard }) => fixed((1 - alpha) * hard)],
    ["= loss, nats", "orange", (_, { loss }) => fixed(loss)],
  ]);
  const parts = { kl: "KL, teacher", soft: "T²·KL, teacher", hard: "cross-entropy CE, label", smoothed: "CE, smoothed label" };
  const lengths = numbers(kit, ["nats", "length of gradient"], Object.entries(parts).map(([key, name]) => [
    name, (_, values) => fixed(values[key], 6), (_, values) => fixed(values[key + "_slope"], 6)]));
  const logits = (key) => h("div", {}, ...classes.map((name, index) =>
    kit.range({ label: `${key}’s logit of ${name}`, key, index, min: -10, max: 10, show: (z) => fixed(z, 2) })));
  return [
    [table],
    [
      kit.range({ label: "temperature T", key: "temperature", min: COLDEST, max: HOTTEST, log: true, show: (t) => t.toPrecision(3) }),
      kit.range({ label: "teacher’s share β", key: "alpha", min: 0, max: 1, grain: 0.05, page: 0.1, show: (x) => fixed(x, 2) }),
    ],
    [
      h("div", {}, h("p", {}, `Entropy (student dashed), 0 to log ${classes.length} = ${fixed(Math.log(classes.length))}, against T, 0.5 to 20. Drag to set T.`), curves(kit, classes.length)),
      h("div", {}, mix.node, shown),
      lengths,
      h("div", { class: "lw-controls" },
        kit.range({ label: "smoothing ε", key: "epsilon", min: 0, max: 0.5, grain: 0.01, page: 0.1, show: (x) => fixed(x, 2) }),
        kit.select({ label: "target class", key: "target", options: classes.map((name, i) => [i, name]) }),
        logits("teacher"),
        logits("student")),
    ],
  ];
};

export default explorer({
  name: "Distillation",
  keys: ["teacher", "student", "temperature", "alpha", "epsilon", "target"],
  compute,
  shape: ({ teacher }) => teacher.length,
  sentence,
  build,
});
