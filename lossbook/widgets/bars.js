// A bar from zero to its value in a box from `low` to `high`, and a mark at a second value; moving them costs no layout.
// `knob` says that the bar can be dragged.
const bar = (low, high, tone, knob = false) => {
  const node = h("div", { class: "lw-bar", style: `--tone: var(--lb-${tone})`, "aria-hidden": "true" });
  const share = (value) => (clamp(value, low, high) - low) / (high - low);
  const part = (name) => {
    const piece = node.appendChild(h("i", { class: "lw-" + name }));
    let before;
    return (value, size = "") => {
      const place = `translateX(${100 * share(value)}%)${size}`;
      if (place !== before) piece.style.transform = before = place;
    };
  };
  const fill = part("fill");
  part("zero")(0);
  const end = knob ? part("knob") : () => {};
  let mark;
  return {
    node,
    mark: (value) => (mark ??= part("mark"))(value),
    to(value) {
      fill(Math.min(0, value), ` scaleX(${Math.abs(share(value) - share(0))})`);
      end(value);
    },
  };
};

// A bar from 0 to `high` that is put together of pieces, each with its tone; `to` takes where each ends.
const stack = (high, ...tones) => {
  const pieces = tones.map((tone) => h("i", { class: "lw-fill", style: `background: var(--lb-${tone})` }));
  return {
    node: h("div", { class: "lw-bar", "aria-hidden": "true" }, ...pieces),
    to(...ends) {
      const places = [0, ...ends].map((end) => Math.min(1, end / high));
      pieces.forEach((piece, i) => (piece.style.transform = `translateX(${100 * places[i]}%) scaleX(${places[i + 1] - places[i]})`));
    },
  };
};
