// Means of k × k numbers, one layer upon another, on an image of ones with zeros around. One dimension, nothing drawn:
// what the layers give in the plane is the outer product of a row with itself.
import { outSize } from "../kit/maths/conv.js";
import { reachOf } from "./places.js";

export const MOST = 4;
const WIDEST = 16;

/** [{ row, clean }]: its values, and has a place felt no zero so far? The image first, then as many layers as fit. */
export function layersOf({ n, k, p, s, d }) {
  const reach = reachOf(k, d);
  const all = [{ row: Array(n).fill(1), clean: Array(n).fill(true) }];
  while (all.length <= MOST) {
    const { row, clean } = all[all.length - 1];
    if (reach > row.length + 2 * p) break;
    const places = Array.from({ length: outSize(row.length, reach, p, s) }, (_, i) =>
      Array.from({ length: k }, (__, a) => i * s + a * d - p),
    );
    if (places.length > WIDEST) break;
    all.push({
      row: places.map((taps) => taps.reduce((sum, at) => sum + (row[at] ?? 0), 0) / k),
      clean: places.map((taps) => taps.every((at) => clean[at])),
    });
  }
  return all.map((layer) => ({ ...layer, untouched: layer.clean.filter(Boolean).length }));
}
