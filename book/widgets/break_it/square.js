// The commuting square: an image, a layer, and a move that wraps around. The plain formulas, nothing drawn.
import { corr2d } from "../kit/maths/conv.js";

/** An n × n image of zeros with the pattern at (row, col). */
export function placed(pattern, n, [row, col]) {
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) => pattern[i - row]?.[j - col] ?? 0),
  );
}

const wrapped = (at, n) => ((at % n) + n) % n;

/** X moved down and to the right; what leaves on one side comes back on the other. */
export function rolled(X, [down, right]) {
  const [rows, cols] = [X.length, X[0].length];
  return X.map((line, i) => line.map((_, j) => X[wrapped(i - down, rows)][wrapped(j - right, cols)]));
}

/** Which index stands at `at` beyond the edge; undefined: a zero. */
const BORDERS = {
  zeros: (at, n) => (at < 0 || at >= n ? undefined : at),
  circular: wrapped,
  reflect: (at, n) => (at < 0 ? -at : at >= n ? 2 * (n - 1) - at : at),
};
export const BORDER_NAMES = Object.keys(BORDERS);

/** X with a border that lets K have its middle on every pixel. */
export function bordered(X, K, border) {
  const around = (n, k) =>
    Array.from({ length: n + k - 1 }, (_, i) => BORDERS[border](i - ((k - 1) >> 1), n));
  const columns = around(X[0].length, K[0].length);
  return around(X.length, K.length).map((i) => columns.map((j) => X[i]?.[j] ?? 0));
}

/** One layer: perhaps a gain by position, then the kernel over the bordered image. */
export function layer(X, { K, border, stride, gain }) {
  const lit = gain ? X.map((row) => row.map((x, j) => x * (j + 1))) : X;
  return corr2d(bordered(lit, K, border), K, 0, stride);
}

/** Both ways round the square, and their difference: { X, moved, first, second, D, differing, largest, steps, whole }. */
export function square(n, state) {
  const { pattern, place, nudge, stride } = state;
  const X = placed(pattern, n, place);
  const moved = rolled(X, nudge);
  const steps = nudge.map((by) => Math.trunc(by / stride) + 0);
  const first = rolled(layer(X, state), steps);
  const second = layer(moved, state);
  const D = second.map((row, i) => row.map((y, j) => y - first[i][j]));
  const sizes = D.flat().map(Math.abs);
  return {
    X,
    moved,
    first,
    second,
    D,
    steps,
    whole: nudge.every((by) => by % stride === 0),
    differing: sizes.filter((size) => size > 1e-9).length,
    largest: Math.max(...sizes),
  };
}
