// What an output sees through layers (k, s, d) of one row: how wide, how far apart, which, in how many ways.
import { generator } from "../kit/maths/random.js";

/** Before any layer and after each: [{ field, jump }]. */
export function reaches(layers) {
  const all = [{ field: 1, jump: 1 }];
  for (const [k, s, d] of layers) {
    const { field, jump } = all[all.length - 1];
    all.push({ field: field + d * (k - 1) * jump, jump: jump * s });
  }
  return all;
}

/** How many units each level has, the input first, where the top one has `tops`. */
export function counts(layers, tops) {
  const all = [tops];
  for (const [k, s, d] of [...layers].reverse()) all.unshift((all[0] - 1) * s + d * (k - 1) + 1);
  return all;
}

/** Which units of each level reach unit `index` of the last of these layers: [[index, …], …], the input first. */
export function seenBy(layers, index) {
  const all = [[index]];
  for (const [k, s, d] of [...layers].reverse()) {
    const below = new Set();
    for (const at of all[0]) for (let a = 0; a < k; a += 1) below.add(at * s + a * d);
    all.unshift([...below].sort((a, b) => a - b));
  }
  return all;
}

/** The kernel that all layers together are, if weight(layer, a) is each one's: its influence on the output. */
function fused(layers, weight) {
  let [whole, jump] = [Float64Array.of(1), 1];
  layers.forEach(([k, s, d], layer) => {
    const gap = d * jump;
    const next = new Float64Array(whole.length + gap * (k - 1));
    for (let a = 0; a < k; a += 1) {
      const w = weight(layer, a);
      for (let i = 0; i < whole.length; i += 1) next[i + a * gap] += w * whole[i];
    }
    [whole, jump] = [next, jump * s];
  });
  return whole;
}

/** In how many ways each input of the field reaches the output. */
export const waysOf = (layers) => [...fused(layers, () => 1)];

/**
 * How strongly each input tells, over so many networks whose weights are 1 or −1 by chance: the root of
 * the mean square, 1 at most.
 */
export function strengths(layers, seed, draws) {
  const random = generator(seed + 1);
  const sign = () => (random() < 0.5 ? -1 : 1);
  let squares = null;
  for (let draw = 0; draw < draws; draw += 1) {
    const one = fused(layers, sign);
    squares ??= new Float64Array(one.length);
    for (let i = 0; i < one.length; i += 1) squares[i] += one[i] * one[i];
  }
  const most = squares.reduce((a, b) => Math.max(a, b), 0);
  return [...squares].map((square) => Math.sqrt(square / most));
}

/** The middle third of a field, an odd or even number of inputs as the field has: [from, how many]. */
export function middleOf(field) {
  const many = Math.max(1, 2 * Math.round((field / 3 - (field % 2)) / 2) + (field % 2));
  return [(field - many) / 2, many];
}
