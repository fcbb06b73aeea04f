// A layer from an n × n image to an n × n image as one n² × n² matrix: free, shared by offset, cut off at a distance.
import { generator, shuffled } from "../kit/maths/random.js";

/** −most … −1 and 1 … most, each once: weights that all differ and are never 0. */
const distinct = (most) => Array.from({ length: 2 * most }, (_, i) => (i < most ? i - most : i - most + 1));

/** How far pixel `col` lies from unit `row`: [down, right]. */
export function offset(n, row, col) {
  return [Math.floor(col / n) - Math.floor(row / n), (col % n) - (row % n)];
}

/** The matrix: entry [unit][pixel]; 0 where the pixel is more than delta away. */
export function layerMatrix(n, { share, delta, seed }) {
  const side = 2 * n - 1;
  const count = share ? side * side : n ** 4;
  const weights = shuffled(distinct(Math.ceil(count / 2)), generator(seed)).slice(0, count);
  return Array.from({ length: n * n }, (_, row) =>
    Array.from({ length: n * n }, (__, col) => {
      const [a, b] = offset(n, row, col);
      if (Math.max(Math.abs(a), Math.abs(b)) > delta) return 0;
      return weights[share ? (a + n - 1) * side + b + n - 1 : row * n * n + col];
    }),
  );
}

/** How many weights of the matrix can differ. */
export function countWeights(n, { share, delta }) {
  const reach = Math.min(delta, n - 1);
  if (share) return (2 * reach + 1) ** 2;
  const pairs = Array.from({ length: n }, (_, i) => Math.min(n - 1, i + reach) - Math.max(0, i - reach) + 1);
  return pairs.reduce((sum, m) => sum + m, 0) ** 2;
}

/** The pattern on an n × n image of zeros, its corner at (row, col); what falls outside is lost. */
export function placed(pattern, n, [row, col]) {
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) => pattern[i - row]?.[j - col] ?? 0),
  );
}

/** Is all of the pattern's ink on the image? */
export function isWhole(pattern, n, [row, col]) {
  return pattern.every((line, a) =>
    line.every((value, b) => value === 0 || (row + a >= 0 && row + a < n && col + b >= 0 && col + b < n)),
  );
}

/** The matrix times the image, as an image again. */
export function respond(W, X) {
  const n = X.length;
  const flat = X.flat();
  const units = W.map((weights) => weights.reduce((sum, w, i) => sum + w * flat[i], 0));
  return Array.from({ length: n }, (_, i) => units.slice(i * n, (i + 1) * n));
}

/**
 * When the image moved by (down, right), did the response move alike? `after` is compared with `before`
 * wherever both have a place: { compared, same }.
 */
export function followed(before, after, [down, right]) {
  let [compared, same] = [0, 0];
  after.forEach((line, i) =>
    line.forEach((value, j) => {
      const old = before[i - down]?.[j - right];
      if (old === undefined) return;
      compared += 1;
      if (old === value) same += 1;
    }),
  );
  return { compared, same };
}
