// The parameter ladder without its page: its traits, its three counts, and what a wrong count gives away.
import { localWeights, ownWeights, sharedWeights } from "./counts.js";

export const WHAT = ["side", "delta", "c_in", "c_out", "bias"];
export const TRAITS = [...WHAT, "predict", "answered", "step", "playing", "interval_ms", "speed"];
export const RUNGS = [0, 1, 2];

/** The three counts, from the largest to the smallest. */
export function countsOf({ side, delta, c_in: cIn, c_out: cOut, bias }) {
  const rest = [cIn, cOut, bias];
  return [ownWeights(side, ...rest), sharedWeights(side, ...rest), localWeights(delta, ...rest)];
}

/** [key, count] of the mistakes that belong to one rung, for one channel in and out. */
function miscounts(step, n, delta) {
  if (step === 0)
    return [
      ["miss_one_output", n * n],
      ["miss_side", n],
    ];
  if (step === 1)
    return [
      ["miss_pixels", n * n],
      ["miss_twice", 4 * n * n],
      ["miss_one_way", 2 * n - 1],
    ];
  return [
    ["miss_four_delta", 4 * delta * delta],
    ["miss_one_sided", (delta + 1) ** 2],
    ["miss_line", 2 * delta + 1],
  ];
}

/** The key of the known mistake that gives `guess`, or null; the telling ones first. */
export function nameMiscount(guess, now) {
  const { side, delta, step, bias, c_in: cIn, c_out: cOut } = now;
  const weights = countsOf({ ...now, bias: false })[step];
  const found = [
    [bias ? "miss_no_bias" : "miss_with_bias", countsOf({ ...now, bias: !bias })[step]],
    ...miscounts(step, side, delta).map(([key, count]) => [key, count * cIn * (step === 0 ? 1 : cOut)]),
    ["miss_channels", weights / (cIn * cOut)],
    ["miss_c_in", weights / cIn],
  ].find(([, count]) => count === guess);
  return found ? found[0] : null;
}
