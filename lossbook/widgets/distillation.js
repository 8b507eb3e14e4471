// Distillation in three steps: a temperature uncovers a ranking, T² keeps the gradient, β mixes two losses.

import { called, clamp, explorer, fixed, logit, numbers, plain, results, short, snap, total } from "./explorer.js";
import { h } from "./kit.js";
import { above, box, plot, plots } from "./plot.js";
import { surprisals } from "./softmax.js";
import { tabs } from "./tabs.js";

const [COLDEST, HOTTEST] = [0.5, 20];
const at = (logits, temperature) => surprisals(logits.map((z) => z / temperature));
const weigh = (s) => s.map((own) => Math.exp(-own));
const mean = (p, values) => total(p.map((share, i) => (share ? share * values[i] : 0)));
const apart = (p, q) => Math.hypot(...p.map((share, i) => share - q[i]));

export const compute = ({ teacher, student, temperature, alpha, target }) => {
  const [taught, learned, plainly] = [at(teacher, temperature), at(student, temperature), at(student, 1)];
  const [teacher_p, student_p, p] = [taught, learned, plainly].map(weigh);
  const kl = mean(
    teacher_p,
    teacher.map((_, i) => learned[i] - taught[i]),
  );
  const soft = temperature ** 2 * kl;
  const hard = plainly[target];
  const gap = apart(student_p, teacher_p);
  return {
    teacher_p,
    student_p,
    kl,
    soft,
    hard,
    loss: alpha * soft + (1 - alpha) * hard,
    kl_slope: gap / temperature,
    soft_slope: gap * temperature,
    hard_slope: apart(
      p,
      teacher.map((_, i) => +(i === target)),
    ),
  };
};

// The wrong classes, the one that the teacher finds most probable first.
const ranked = ({ target }, { teacher_p }) =>
  [...teacher_p.keys()].filter((i) => i !== target).sort((a, b) => teacher_p[b] - teacher_p[a]);

const sentence = (state, values) => {
  const { temperature, alpha, step } = state;
  const { teacher_p, kl_slope, soft_slope, hard_slope, soft, hard, loss } = values;
  const T = `T = ${plain(temperature)}`;
  if (step === "gradient") {
    const times = (slope) => plain(+(slope / hard_slope).toPrecision(2));
    return `At ${T} the KL divergence’s gradient is ${fixed(kl_slope)} long, ${times(kl_slope)} times the label’s ${fixed(hard_slope)}, which no T changes; multiplied by T² it is ${fixed(soft_slope)}, ${times(soft_slope)} times.`;
  }
  if (step === "mix") {
    return `At ${T} and β = ${fixed(alpha, 2)}, ${fixed(alpha * soft)} for the teacher and ${fixed((1 - alpha) * hard)} for the label make the loss ${fixed(loss)} nats. T changes only the teacher’s part.`;
  }
  const order = ranked(state, values);
  const [first, last] = [order[0], order.at(-1)];
  const wrong = `At ${T} the teacher gives ${short(teacher_p[first])} to ${called(state, first)}`;
  if (first === last) return `${wrong}, its only wrong class.`;
  const alike = order.filter((i) => state.teacher[i] === state.teacher[first]).length;
  const most =
    alike === 1
      ? `It ranks ${called(state, first)} first of the wrong classes`
      : `It ranks ${alike} wrong classes equally first`;
  const lead = teacher_p[first] - teacher_p[last];
  const ahead = lead ? `, here ${short(lead)} ahead of ${called(state, last)}` : "";
  return `${wrong} and ${short(teacher_p[last])} to ${called(state, last)}. ${most} at every T${ahead}.`;
};

const SIZE = { width: 400, height: 220 };
const ROW = 0.1; // a line of words
const grid = Array.from({ length: 61 }, (_, i) => COLDEST * (HOTTEST / COLDEST) ** (i / 60));

// In all pictures, what the teacher says is blue, the label green, and the loss that the student gets orange.

// What the teacher believes at the temperature, class by class.
const ranking = (kit, state) => {
  const classes = state.teacher.map((_, i) => i);
  const picture = plot({
    ...SIZE,
    x: [-0.5, classes.length - 0.5],
    y: [0, 1.1], // a line of words above a sure class
    xticks: classes.map((i) => [i, called(state, i) + (i === state.target ? " ✓" : "")]),
    yticks: [0, 0.5, 1],
    xlabel: "",
    ylabel: "the teacher’s probabilities at T; green ✓: the true class",
  });
  const wrong = picture.line("blue", "lw-case");
  const right = picture.line("green", "lw-case");
  const words = classes.map(() => picture.label("ink"));
  kit.draw(({ target }, { teacher_p }) => {
    const bars = teacher_p.map((p, i) => box(i - 0.3, i + 0.3, 0, p));
    right(bars[target]);
    wrong(...bars.toSpliced(target, 1));
    words.forEach((word, i) => word(i, teacher_p[i] + 0.04, fixed(teacher_p[i]), "middle"));
  });
  return picture.node;
};

// The lengths of the gradients over the temperature.
const gradients = (kit) => {
  const picture = plot({
    ...SIZE,
    x: [COLDEST, HOTTEST],
    y: [0, 1],
    log: true,
    xticks: [0.5, 1, 2, 5, 10, 20],
    yticks: [],
    xlabel: "temperature T",
    ylabel: "length of the gradient at the student’s logits",
  });
  const scale = picture.rule();
  const parts = [
    ["kl_slope", "purple", "KL"],
    ["soft_slope", "blue", "T²·KL"],
    ["hard_slope", "green", "label"],
  ].map(([key, tone, name]) => ({
    key,
    name,
    line: picture.line(tone, key === "hard_slope" ? "lw-dashed" : "lw-curve"),
    dot: picture.dot(tone, true),
    words: picture.label(tone),
  }));
  kit.drag(picture.node, (share, up) => kit.change("temperature", +picture.at(share, up)[0].toPrecision(2)));
  let drawn, top;
  kit.draw((state, values) => {
    const about = JSON.stringify([state.teacher, state.student, state.target]);
    if (about !== drawn) {
      drawn = about;
      const all = grid.map((temperature) => compute({ ...state, temperature }));
      top = above(Math.max(...all.flatMap((one) => parts.map(({ key }) => one[key]))));
      scale(top);
      for (const { key, line } of parts) line(all.map((one, i) => [grid[i], one[key] / top]));
      // The names stand at the ends of their curves, each a row above the one below.
      let low = 0.03;
      const end = ({ key }) => all.at(-1)[key];
      parts
        .toSorted((a, b) => end(a) - end(b))
        .forEach((part, i) => {
          const up = clamp(end(part) / top + 0.04, low, 0.97 - ROW * (parts.length - 1 - i));
          part.words(HOTTEST, up, part.name, "end");
          low = up + ROW;
        });
    }
    for (const { key, dot } of parts) dot.to(state.temperature, values[key] / top);
  });
  return picture.node;
};

// The loss over β, as a stack of its two parts.
const mixture = (kit) => {
  const picture = plot({
    ...SIZE,
    x: [-0.05, 1.05], // room for the stack at both ends
    y: [0, 1],
    xticks: [0, 0.25, 0.5, 0.75, 1],
    yticks: [],
    xlabel: "the teacher’s share β",
    ylabel: "nats; blue: teacher, green: label; dashed: any β",
  });
  const scale = picture.rule();
  const curve = picture.line("orange", "lw-dashed");
  const [soft_part, hard_part] = ["blue", "green"].map((tone) => picture.line(tone, "lw-case"));
  const here = picture.dot("orange", true);
  kit.drag(picture.node, (share, up) => kit.change("alpha", clamp(snap(picture.at(share, up)[0], 0.05), 0, 1)));
  kit.draw(({ alpha }, { soft, hard, loss }) => {
    const top = above(Math.max(soft, hard));
    scale(top);
    curve([
      [0, hard / top],
      [1, soft / top],
    ]);
    const own = (alpha * soft) / top;
    soft_part(box(alpha - 0.03, alpha + 0.03, 0, own));
    hard_part(box(alpha - 0.03, alpha + 0.03, own, loss / top));
    here.to(alpha, loss / top);
  });
  return picture.node;
};

const build = (kit, state) => {
  const wrong = (which) => (now, values) => fixed(values.teacher_p[ranked(now, values).at(which)]);
  const value = (key) => (_, values) => fixed(values[key]);
  const parts = { kl: "KL", soft: "T²·KL", hard: "CE, label" };
  const logits = (key) =>
    h("div", {}, ...state.teacher.map((_, index) => logit(kit, key, index, `${key}’s logit, ${called(state, index)}`)));
  return [
    tabs(kit, "step", [
      [
        "rank",
        "1 Ranking",
        (kit) => [
          plots(ranking(kit, state)),
          results(kit, [
            ["true class", "green", ({ target }, { teacher_p }) => fixed(teacher_p[target])],
            ["wrong: max", "blue", wrong(0)],
            ["wrong: min", "blue", wrong(-1)],
          ]),
        ],
      ],
      [
        "gradient",
        "2 Gradient",
        (kit) => [
          plots(gradients(kit)),
          results(kit, [
            ["grad KL", "purple", value("kl_slope")],
            ["grad T²·KL", "blue", value("soft_slope")],
            ["grad label", "green", value("hard_slope")],
          ]),
        ],
      ],
      [
        "mix",
        "3 Mixture",
        (kit) => [
          plots(mixture(kit)),
          results(kit, [
            ["β·T²·KL", "blue", ({ alpha }, { soft }) => fixed(alpha * soft)],
            ["+ (1−β)·CE", "green", ({ alpha }, { hard }) => fixed((1 - alpha) * hard)],
            ["= loss", "orange", value("loss")],
          ]),
        ],
      ],
    ]),
    [
      kit.range({
        label: "temperature T",
        key: "temperature",
        min: COLDEST,
        max: HOTTEST,
        log: true,
        show: (t) => t.toPrecision(3),
      }),
      kit.range({
        label: "share β",
        key: "alpha",
        min: 0,
        max: 1,
        grain: 0.05,
        page: 0.1,
        show: (x) => fixed(x, 2),
        idle: ({ step }) => (step === "mix" ? "" : "for step 3"),
      }),
    ],
    () => [
      numbers(
        kit,
        ["nats", "gradient"],
        Object.entries(parts).map(([key, name]) => [
          name,
          (_, values) => fixed(values[key], 6),
          (_, values) => fixed(values[key + "_slope"], 6),
        ]),
      ),
      h("div", { class: "lw-controls" }, logits("teacher"), logits("student")),
    ],
  ];
};

export default explorer({
  name: "Distillation",
  keys: ["teacher", "student", "temperature", "alpha", "target", "names", "step"],
  compute,
  shape: ({ teacher, target, names }) => [teacher.length, target, ...names].join(),
  sentence,
  build,
});
