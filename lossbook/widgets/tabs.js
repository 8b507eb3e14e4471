import { h, set } from "./kit.js";

// Panels of one size of which one is shown: `key` is the trait that says which, `panels` are
// [value, words, (kit) => nodes]. What `kit.draw` adds for a panel is drawn while that panel is shown.
export const tabs = (kit, key, panels) => {
  const buttons = panels.map(([value, words]) => kit.button(words, () => kit.change(key, value)));
  panels.forEach(([value], i) => set(buttons[i], { name: key, value }));
  const shown = panels.map(([value, , nodes]) => {
    const draw = (step) => kit.draw((now, values) => now[key] === value && step(now, values));
    return h("div", { class: "lw-panel" }, ...nodes({ ...kit, draw }));
  });
  kit.draw((now) =>
    panels.forEach(([value], i) => {
      set(buttons[i], { "aria-pressed": String(now[key] === value) });
      set(shown[i], { hidden: now[key] !== value });
    }),
  );
  return [h("div", { class: "lw-tabs", role: "group", "aria-label": "Picture" }, ...buttons), ...shown];
};
