// Four machines without their page: the traits, when they cannot be drawn, and what follows from them.
import { once } from "../kit/frame/state.js";
import { corr2d, windowAt } from "../kit/maths/conv.js";
import { matrixProblem, sizeOf } from "../kit/maths/matrices.js";
import { clamp } from "../kit/maths/numbers.js";
import { around } from "./waves.js";

export const MACHINES = ["loop", "toeplitz", "im2col", "fft"];
export const TABS = [...MACHINES, "memory"];
const LAYER = ["n", "k", "channels"];
export const WHAT = ["X", "K", "pick", "conj", "tab", ...LAYER];
export const TRAITS = [...WHAT, "step", "playing", "interval_ms", "answer", "measured"];

const fits = (K, X) => K.length <= X.length && K[0].length <= X[0].length;

/** Why this state cannot be drawn: { key, ...values } of a label, or null. */
export function problem({ X, K, n, k }) {
  const why = matrixProblem("X", X) ?? matrixProblem("K", K);
  if (why) return why;
  if (!fits(K, X)) return { key: "bad_fit", kernel: sizeOf(K), input: sizeOf(X) };
  return k > n ? { key: "bad_fit", kernel: `${k} × ${k}`, input: `${n} × ${n}` } : null;
}

/** A row for each output, an entry for each pixel: its weight, or null where it takes no part. */
export function toeplitz(K, H, W) {
  const cols = W - K[0].length + 1;
  return Array.from({ length: (H - K.length + 1) * cols }, (_, output) =>
    Array.from({ length: H * W }, (__, pixel) => {
      const [a, b] = [Math.floor(pixel / W) - Math.floor(output / cols), (pixel % W) - (output % cols)];
      return K[a]?.[b] ?? null;
    }),
  );
}

/** The number of the pixel at each place of each window: a column a window. */
function pixels(h, w, W, places) {
  return Array.from({ length: h * w }, (_, at) =>
    places.map(([i, j]) => (i + Math.floor(at / w)) * W + j + (at % w)),
  );
}

/** Numbers that each machine keeps beside image and result, for as many channels in as out. */
export function stored(n, k, C) {
  const m = n - k + 1;
  const spectrum = n * 2 * (Math.floor(n / 2) + 1); // of a real image: half of the waves, two numbers each
  return [C * C * k * k, C * C * m * m * n * n, C * k * k * m * m, (C * C + 2 * C) * spectrum];
}

/** What the machines hold, whichever output is in sight. */
const held = once(["X", "K", "conj"], ({ X, K, conj }) => {
  const Y = corr2d(X, K).map((row) => row.map((y) => y + 0));
  const places = Y.flatMap((row, i) => row.map((_, j) => [i, j]));
  const from = pixels(K.length, K[0].length, X[0].length, places);
  const cols = from.map((row) => row.map((p) => X[Math.floor(p / X[0].length)][p % X[0].length]));
  return { Y, places, T: toeplitz(K, X.length, X[0].length), from, cols, fft: around(X, K, conj) };
});

/**
 * Everything that follows from the traits.
 *   Y, T, from, cols, fft   output; matrix (null: no part); im2col as numbers of pixels and as their values; the ring
 *   i, j, step, count       the output in sight
 *   isKept(row, col)        does this place of the ring hold an output?     at  [row, col] of the one in sight
 *   pixel, copies           the one that is marked, by number; how many windows hold it
 */
export const scene = once(TRAITS, (now, model) => {
  const { X, K, conj, n, k, channels, measured } = now;
  const [H, W, h, w] = [X.length, X[0].length, K.length, K[0].length];
  const { places, ...machines } = held(model);
  const { Y, from, fft } = machines;
  const step = clamp(now.step, 0, places.length - 1);
  const [i, j] = places[step];
  const pick = [clamp(now.pick[0], 0, H - 1), clamp(now.pick[1], 0, W - 1)];
  const pixel = pick[0] * W + pick[1];
  const [down, right] = conj ? [0, 0] : [h - 1, w - 1]; // a true convolution ends where the window does
  const at = [i + down, j + right];
  return {
    ...now,
    ...machines,
    isKept: (row, col) => Y[row - down]?.[col - right] !== undefined,
    at,
    found: fft[at[0]][at[1]],
    step,
    count: places.length,
    i,
    j,
    pick,
    pixel,
    copies: from.flat().filter((p) => p === pixel).length,
    seen: windowAt(X, i, j, h, w),
    empty: H * W - h * w,
    stored: stored(n, k, channels),
    layer: measured.layers?.find((one) => LAYER.every((name) => one[name] === now[name])),
  };
});

/** For Python; and the output and the pixel, if they lie beyond the last. */
export function values(model) {
  const { Y, T, cols, fft, stored: many, step, pick } = scene(model);
  return { Y, T: T.map((row) => row.map((weight) => weight ?? 0)), cols, fft, stored: many, step, pick };
}
