// Everything that follows from an input, a kernel and a step of the sliding window: plain data, no page.
import { corr2d, outSize, pad2d, turn, windowAt } from "../kit/maths/conv.js";
import { matrixProblem, sizeOf } from "../kit/maths/matrices.js";
import { clamp } from "../kit/maths/numbers.js";
import { kernels } from "../kit/maths/presets.js";

export const WHAT = ["X", "K", "padding", "stride", "flip"];
export const TRAITS = [...WHAT, "predict", "answered", "step", "playing", "interval_ms", "speed"];
export const PRESETS = kernels("ramp", "identity", "box", "sharpen", "edge", "sobel_x", "sobel_y", "laplace");

/** Why these traits cannot be drawn: { key, ...values } of a label, or null. */
export function slidingProblem({ X, K, padding }) {
  const bad = matrixProblem("X", X) ?? matrixProblem("K", K);
  if (bad) return bad;
  const fits = K.length <= X.length + 2 * padding && K[0].length <= X[0].length + 2 * padding;
  return fits ? null : { key: "bad_fit", kernel: sizeOf(K), input: sizeOf(X), padding };
}

/**
 * One step of the sliding window.
 *   sliding, padded     the kernel as it slides (turned, if flip) and the input with its border
 *   Y, last, step       the output, its last step, the step in sight
 *   i, j, top, left     where the value goes, where the window starts
 *   seen, right         what the window sees, and the value that comes out
 */
export function sceneOf({ X, K, padding: p, stride: s, flip, step: wished, ...rest }) {
  const sliding = flip ? turn(K) : K;
  const Y = corr2d(X, sliding, p, s);
  const last = Y.length * Y[0].length - 1;
  const step = clamp(Math.round(wished), 0, last);
  const [i, j] = [Math.floor(step / Y[0].length), step % Y[0].length];
  const [top, left] = [i * s, j * s];
  const padded = pad2d(X, p);
  const seen = windowAt(padded, top, left, K.length, K[0].length);
  return { ...rest, X, K, p, s, flip, sliding, padded, Y, last, step, i, j, top, left, seen, right: Y[i][j] };
}

/** Which product of the window the cell (row, col) of the padded input takes part in; undefined outside. */
export function termAt({ top, left, K }, row, col) {
  const [a, b] = [row - top, col - left];
  return a >= 0 && a < K.length && b >= 0 && b < K[0].length ? a * K[0].length + b : undefined;
}

export function isPadding({ X, p }, row, col) {
  return row < p || col < p || row >= X.length + p || col >= X[0].length + p;
}

/** The outputs that a reader lands on by looking at the wrong window. */
export function neighboursOf({ Y, i, j, s, X, sliding, p }) {
  const found = { right: Y[i][j + 1], left: Y[i][j - 1], below: Y[i + 1]?.[j], above: Y[i - 1]?.[j] };
  if (s > 1) found.no_stride = corr2d(X, sliding, p, 1)[i]?.[j];
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** Every pair (input, weight) that some window multiplies: what the sentence must have room for. */
export function allPairs({ padded, sliding, Y, K, s }) {
  return Y.flatMap((row, i) =>
    row.flatMap((_, j) =>
      windowAt(padded, i * s, j * s, K.length, K[0].length).flatMap((line, a) =>
        line.map((x, b) => [x, sliding[a][b]]),
      ),
    ),
  );
}

/** "(3 + 2·1 − 2) / 2 + 1 = 2": the size formula with today's numbers, floored in sight if it must be; short if it may. */
function along(n, k, p, s) {
  if (p === 0 && s === 1) return `${n} − ${k} + 1 = ${n - k + 1}`;
  const sum = `(${n} + 2·${p} − ${k}) / ${s}`;
  const quotient = (n + 2 * p - k) % s ? `⌊${sum}⌋` : sum;
  return `${quotient} + 1 = ${outSize(n, k, p, s)}`;
}

/** The values that the label "size" asks for. */
export function sizeFacts({ X, K, p, s, Y }) {
  const down = along(X.length, K.length, p, s);
  const across = along(X[0].length, K[0].length, p, s);
  return {
    input: sizeOf(X),
    kernel: sizeOf(K),
    padding: p,
    stride: s,
    output: sizeOf(Y),
    how: down === across ? down : `${down}, ${across}`,
  };
}
