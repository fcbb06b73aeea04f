// The arrays that the window moves over, and what a window that means makes of them: { shape, values }, row by row.
import { bytesOf } from "../kit/maths/base64.js";

export const sizeOf = (shape) => shape.reduce((product, n) => product * n, 1);

/** An array whose cells come from their places: make([1, 1], (i, j) => i + j). */
function make(shape, cell) {
  const place = shape.map(() => 0);
  const values = Float64Array.from({ length: sizeOf(shape) }, () => {
    const value = cell(...place);
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      place[axis] += 1;
      if (place[axis] < shape[axis]) break;
      place[axis] = 0;
    }
    return value;
  });
  return { shape, values };
}

/** A soft ball that starts at (row, col) and goes by (1, 2) pixels a frame. */
function ball([frames, size], radius, row, col) {
  const fall = Math.floor(255 / radius ** 2);
  return make([frames, size, size], (f, i, j) =>
    Math.max(0, 255 - fall * ((i - row - f) ** 2 + (j - col - 2 * f) ** 2)),
  );
}

const sum = (...place) => place.reduce((total, at) => total + at, 0);
const bytes = (shape, base64) => ({ shape, values: Float64Array.from(bytesOf(base64)) });

/** { signal, image, volume } of the three worlds, { flat, deep } of channels or depth, and the causal one's signal. */
export function arraysOf(data, { eeg, temple, dahlia }) {
  if (data === "counting") {
    const [signal, cube] = [make([10], sum), make([3, 8, 8], sum)];
    const causal = make([10], (i) => i + 1);
    return {
      signal,
      image: make([10, 10], sum),
      volume: make([10, 10, 10], sum),
      flat: cube,
      deep: cube,
      causal,
    };
  }
  const signal = { shape: [eeg.length], values: Float64Array.from(eeg, (tenths) => tenths / 10) };
  const causal = { shape: [32], values: signal.values.subarray(0, 32) };
  const [image, flat] = [bytes([24, 32], temple), bytes([3, 8, 8], dahlia)];
  return {
    signal,
    image,
    volume: ball([12, 24], 6, 6, 1),
    flat,
    deep: ball([3, 8], 3, 2, 1),
    causal,
  };
}

/** Sums of k numbers, d apart, along one axis. */
function sumsAlong({ shape, values }, axis, k, d) {
  const inner = sizeOf(shape.slice(axis + 1));
  const places = shape[axis] - d * (k - 1);
  const next = shape.map((n, at) => (at === axis ? places : n));
  const out = new Float64Array(sizeOf(next));
  for (let at = 0; at < out.length; at += 1) {
    const outer = Math.floor(at / (places * inner));
    const from = outer * shape[axis] * inner + (at % (places * inner));
    for (let a = 0; a < k; a += 1) out[at] += values[from + a * d * inner];
  }
  return { shape: next, values: out };
}

/** The mean under a window of kernel[0] × kernel[1] × … numbers, d apart, wherever it fits. */
export function means(array, kernel, d) {
  const { shape, values } = kernel.reduce((now, k, axis) => sumsAlong(now, axis, k, d), array);
  return { shape, values: values.map((total) => total / sizeOf(kernel)) };
}

/** y(t) = w[0] x(t) + w[1] x(t − d) + …, with zeros before the first sample; without the dust that tenths leave. */
export function causal(x, w, d) {
  const sumAt = (t) => w.reduce((total, weight, a) => total + weight * (x[t - a * d] ?? 0), 0);
  return Array.from(x, (_, t) => Math.round(1e6 * sumAt(t)) / 1e6);
}
