// A bar from zero to its value in a box from `low` to `high`; `mark` sets a line at a second value.
const bar = (low, high, tone) => {
  const track = svg("rect", { x: low, y: 0.22, width: high - low, height: 0.56, class: "lw-track" });
  const fill = svg("rect", { y: 0.22, height: 0.56, fill: "var(--tone)" });
  const zero = svg("path", { d: "M0 0V1" });
  const [mark, knob, hole] = ["lw-mark", "lw-knob", "lw-hole"].map((name) => svg("path", { class: name }));
  const box = { class: "lw-bar", viewBox: `${low} 0 ${high - low} 1`, preserveAspectRatio: "none" };
  return {
    node: svg("svg", { ...box, style: `--tone: var(--lb-${tone})`, "aria-hidden": "true" }, track, fill, zero, mark, knob, hole),
    to(value) {
      const x = clamp(value, low, high);
      set(fill, { x: Math.min(0, x), width: Math.abs(x) });
      for (const dot of [knob, hole]) set(dot, { d: `M${x} .5h0` });
    },
    mark: (value) => set(mark, { d: `M${value} 0V1` }),
  };
};
