// A graded question: a number within a tolerance, or one of some choices.

import { h, prose, readings, set, view } from "./kit.js";

// No line ends within 2 log 3 or −log p. As in _answers.py.
const unbrokenProse = (words) => prose(words.replace(/(?<=\d) (?=log\b)|(?<=\blog) (?=[\d(]|[a-z]\b)/g, "\xa0"));

export const grade = ({ answer, choices, tolerance, misconceptions }, response) => {
  if (!response.trim()) return { verdict: "none", explanation: "" };
  const given = choices.length ? [response] : readings(grouped(response, tolerance));
  if (!given.length) return { verdict: "unreadable", explanation: "Write a number, such as 0.25, 1/3, log 2 or 50 %." };
  const is = (value) =>
    given.some((one) => (choices.length ? one === value : Math.abs(one - value) <= tolerance * (1 + 1e-9)));
  if (is(answer)) return { verdict: "right", explanation: "" };
  const slip = misconceptions.find(([value]) => is(value));
  if (slip) return { verdict: "misconception", explanation: slip[1] };
  return !choices.length && isShort(response, given[0] - answer, decimals(tolerance))
    ? { verdict: "unreadable", explanation: `Write ${precision(tolerance)}.` }
    : { verdict: "wrong", explanation: "" };
};

// How many decimals an answer needs so that rounding cannot make it wrong.
const decimals = (tolerance) => (tolerance ? Math.max(0, Math.ceil(-Math.log10(2 * tolerance) - 1e-9)) : 0);
const precision = (tolerance) => {
  const needed = decimals(tolerance);
  return needed ? `${needed} decimal${needed > 1 ? "s" : ""}` : "a whole number";
};

// Where a whole number is asked, 5,341 and 5.341 have a separator and no decimals.
const grouped = (response, tolerance) =>
  decimals(tolerance) ? response : response.replace(/(\d)[.,](?=\d{3}(?!\d))/g, "$1");

// Whether a number is the answer rounded to fewer decimals than it takes, but to one at least.
const isShort = (response, off, needed) => {
  const found = response.replace(/\s/g, "").match(/^[+\-−–‑]?\d*(?:[.,](\d+))?(%?)$/);
  const given = found && (found[1]?.length ?? 0) + (found[2] ? 2 : 0);
  return given > 0 && given < needed && Math.abs(off) <= 0.5 * 10 ** -given * (1 + 1e-9);
};

const KEYS = ["prompt", "choices", "answer", "tolerance", "misconceptions", "hint", "solution", "response", "misses"];
const MISSES = new Set(["misconception", "wrong"]);
const WORDS = { right: "Right. ", misconception: "Not yet. ", wrong: "Not yet. " };

export default {
  render(context) {
    const { model } = context;
    const state = () => Object.fromEntries(KEYS.map((key) => [key, model.get(key)]));
    const { prompt, choices, tolerance, hint, solution } = state();
    const page = view(context, "question", () => show(state()));

    const asked = unbrokenProse(prompt);
    const inputs = choices.map((_, i) => h("input", { type: "radio", name: "choice", value: i }));
    const box = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false" });
    const check = h("button", { type: "submit" }, "Check");
    const again = h("button", { type: "reset", class: "lw-quiet", hidden: true }, "Start over");
    const options = choices.map((choice, i) => h("label", {}, inputs[i], h("span", {}, ...unbrokenProse(choice))));
    const label = h("label", {}, `Your answer, ${precision(tolerance)}`, box);
    const answer = choices.length ? [check, again] : [label, check, again];
    const lists = choices.length ? [h("div", { class: "lw-choices" }, ...options)] : [];
    const said = h("div", { role: "status" });
    const fields = h("fieldset", {}, h("legend", {}, ...asked), ...lists, h("div", { class: "lw-answer" }, ...answer));
    const form = h("form", { novalidate: true }, fields, said);
    page.root.append(h("p", { class: "lw-kind" }, "Question"), form);

    const written = () =>
      choices.length ? (choices[inputs.findIndex((input) => input.checked)] ?? "") : box.value.trim();
    page.listen(form, "submit", (event) => {
      event.preventDefault();
      const now = state();
      const response = written();
      if (!response) {
        said.replaceChildren(h("p", {}, choices.length ? "Choose one first." : "Write an answer first."));
        return;
      }
      const { verdict } = grade(now, response);
      const missed = response !== now.response && MISSES.has(verdict);
      // What cannot be read is not an answer: it is neither kept nor counted.
      if (verdict !== "unreadable") page.put({ response, misses: now.misses + missed });
      judge(state(), response);
      said.scrollIntoView({ block: "nearest" });
    });
    page.listen(form, "reset", (event) => {
      event.preventDefault();
      page.put({ response: "", misses: 0 });
    });
    page.listen(form, "input", () => judge(state()));

    // The verdict is about the answer shown: another choice removes it, and the help stays.
    const judge = (now, response = written() === now.response ? now.response : "") => {
      const { verdict, explanation } = grade(now, response);
      const right = verdict === "right";
      const lines = [];
      if (verdict !== "none")
        lines.push(h("p", {}, h("strong", {}, WORDS[verdict] ?? ""), ...unbrokenProse(right ? solution : explanation)));
      if (!right && now.misses >= 2) lines.push(h("p", {}, h("strong", {}, "Hint. "), ...unbrokenProse(hint)));
      if (!right && now.misses >= 3)
        lines.push(h("details", {}, h("summary", {}, "Solution"), h("p", {}, ...unbrokenProse(solution))));
      set(form, { "data-verdict": verdict });
      set(again, { hidden: !now.response && !now.misses });
      said.replaceChildren(...lines);
    };
    let shown = "";
    const show = (now) => {
      const stamp = JSON.stringify([now.response, now.misses]);
      if (stamp === shown) return;
      shown = stamp;
      if (choices.length) inputs.forEach((input, i) => (input.checked = choices[i] === now.response));
      else if (written() !== now.response) box.value = now.response;
      judge(now);
    };
    // What was written and not checked is no answer that the model holds, and goes too.
    page.listen(document, "lossbook:start-over", () => {
      shown = "";
      page.redraw();
    });
    const events = ["change:response", "change:misses"];
    for (const event of events) model.on(event, page.redraw);
    page.life.addEventListener("abort", () => events.forEach((event) => model.off(event, page.redraw)));
    page.redraw();
    return page.stop;
  },
};
