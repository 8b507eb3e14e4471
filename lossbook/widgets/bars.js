import { h } from "./kit.js";
import { clamp } from "./explorer.js";

// A bar from zero to its value in a box from `low` to `high`, and a mark at a second value; moving them costs no layout.
// `knob` says that the bar can be dragged.
export const bar = (low, high, tone, knob = false) => {
  const share = (value) => (clamp(value, low, high) - low) / (high - low);
  const node = h("div", {
    class: "lw-bar",
    style: `--tone: var(--lb-${tone}); --zero: ${100 * share(0)}%`,
    "aria-hidden": "true",
  });
  const part = (name, ...parts) => {
    const piece = node.appendChild(h("i", { class: "lw-" + name }, ...parts));
    let before;
    return (value, size = "") => {
      const place = `translateX(${100 * share(value)}%)${size}`;
      if (place !== before) piece.style.transform = before = place;
    };
  };
  const fill = part("fill");
  const end = knob ? part("knob", h("b")) : () => {};
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
