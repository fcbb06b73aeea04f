// A neuron's score and a convolution's neighbours, when pixels change places.
import { generator, shuffled } from "../kit/maths/random.js";

/** result[j] = values[perm[j]]: the list after its entries changed places. */
export function permuted(values, perm) {
  return Float64Array.from(perm, (from) => values[from]);
}

/** Σ w·x in the order in which the numbers lie. */
export function weightedSum(weights, values) {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += weights[i] * values[i];
  return sum;
}

/** The mean |difference| of pixels that are neighbours in a row or in a column. */
export function roughness(values, width, height) {
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    if ((i + 1) % width) [sum, pairs] = [sum + Math.abs(values[i + 1] - values[i]), pairs + 1];
    if (i + width < width * height) [sum, pairs] = [sum + Math.abs(values[i + width] - values[i]), pairs + 1];
  }
  return sum / pairs;
}

/** Whole weights from −9 to 9 that answer to this photo: bright places count for it, dark ones against. */
export function weightsFor(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const most = values.reduce((far, value) => Math.max(far, Math.abs(value - mean)), 1);
  return Float64Array.from(values, (value) => Math.round((9 * (value - mean)) / most) + 0);
}

/**
 * A permutation of n places that moves `percent` of them and leaves the others: place j holds what was at result[j].
 * The moved ones change seats in a circle, so none of them stays; a larger percentage moves all of these and more.
 */
export function partialPermutation(n, percent, seed) {
  const order = shuffled(
    Array.from({ length: n }, (_, i) => i),
    generator(seed),
  );
  const moved = order.slice(0, Math.round((n * percent) / 100));
  const perm = Array.from({ length: n }, (_, i) => i);
  if (moved.length > 1) moved.forEach((place, i) => (perm[place] = moved[(i + 1) % moved.length]));
  return perm;
}
