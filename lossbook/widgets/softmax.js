import { total, clamp } from "./explorer.js";

// Softmax, for the explorers of logits.

// The surprisals −ln p. Each is a sum of terms that are not negative, so that none loses digits.
export const surprisals = (logits) => {
  const top = Math.max(...logits);
  const first = logits.indexOf(top);
  const others = Math.log1p(total(logits.map((z, i) => (i === first ? 0 : Math.exp(z - top)))));
  return logits.map((z) => top - z + others);
};

// The logit, to two digits, that gives class i the probability x at a temperature, while the other logits stay.
export const logitFor = (logits, temperature, i, x) => {
  const others = Math.log(total(logits.toSpliced(i, 1).map((z) => Math.exp(z / temperature))));
  const share = clamp(x, 1e-9, 1 - 1e-9);
  return clamp(Math.round(100 * temperature * (others + Math.log(share / (1 - share)))) / 100, -10, 10);
};
