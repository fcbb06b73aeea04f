// Where a window of k cells, d apart, stands on n cells in steps of s: four rules. One dimension, nothing drawn.
import { outSize } from "../kit/maths/conv.js";

/** From the first cell of a window to its last. */
export const reachOf = (k, d) => d * (k - 1) + 1;

/** The ceiling gives what is left one more window, unless it would start in the padding. */
function ceiling(n, reach, p, s) {
  const last = Math.ceil((n + 2 * p - reach) / s);
  return last * s < n + p ? last + 1 : last;
}

/**
 * The rules: { floor, ceil, valid, same }, each { places, before, after }: windows in a row, cells around the input.
 * valid has no padding and same its own: both ignore p.
 */
export function rules({ n, k, p, s, d }) {
  const reach = reachOf(k, d);
  const ceil = ceiling(n, reach, p, s);
  const same = Math.ceil(n / s);
  const zeros = Math.max(0, (same - 1) * s + reach - n);
  const before = Math.floor(zeros / 2);
  return {
    floor: { places: outSize(n, reach, p, s), before: p, after: p },
    ceil: { places: ceil, before: p, after: Math.max(p, (ceil - 1) * s + reach - n - p) },
    valid: { places: reach <= n ? outSize(n, reach, 0, s) : 0, before: 0, after: 0 },
    same: { places: same, before, after: zeros - before },
  };
}

/** In how many of these windows each of the n cells takes part. */
export function countsOf({ n, k, s, d }, { places, before }) {
  const counts = Array(n).fill(0);
  for (let i = 0; i < places; i += 1)
    for (let a = 0; a < k; a += 1) {
      const at = i * s + a * d - before;
      if (at >= 0 && at < n) counts[at] += 1;
    }
  return counts;
}

/** How many real cells each of these windows sees. */
export function seenOf({ n, k, s, d }, { places, before }) {
  const isReal = (i) => (_, a) => i * s + a * d >= before && i * s + a * d < before + n;
  return Array.from({ length: places }, (_, i) => Array(k).fill(0).filter(isReal(i)).length);
}
