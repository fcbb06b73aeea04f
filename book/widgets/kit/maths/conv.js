// The mathematics of the book, plain: tests compare each function with grader.reference (NumPy).
import { clamp } from "./numbers.js";

/** p rings of zeros around X. */
export function pad2d(X, p) {
  const width = X[0].length + 2 * p;
  const zeros = (n) => Array.from({ length: n }, () => Array(width).fill(0));
  return [...zeros(p), ...X.map((row) => [...Array(p).fill(0), ...row, ...Array(p).fill(0)]), ...zeros(p)];
}

/** How many places a window of k has on n cells with p cells of padding at both ends, s apart. */
export function outSize(n, k, p = 0, s = 1) {
  return Math.floor((n + 2 * p - k) / s) + 1;
}

/** The kernel turned by 180°: what makes a correlation a convolution. */
export function turn(K) {
  return K.map((row) => [...row].reverse()).reverse();
}

/** The h × w part of X that starts at (row, col). */
export function windowAt(X, row, col, h, w) {
  return X.slice(row, row + h).map((line) => line.slice(col, col + w));
}

/** Σ A·B, cell by cell. */
export function sumOfProducts(A, B) {
  return A.reduce((sum, row, i) => sum + row.reduce((part, a, j) => part + a * B[i][j], 0), 0);
}

/** Cross-correlation: slide K over the padded X, s cells a step, and sum the products. */
export function corr2d(X, K, p = 0, s = 1) {
  const [h, w] = [K.length, K[0].length];
  const padded = pad2d(X, p);
  const rows = outSize(X.length, h, p, s);
  const cols = outSize(X[0].length, w, p, s);
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => sumOfProducts(windowAt(padded, i * s, j * s, h, w), K)),
  );
}

/** The same for flat arrays of pixels with replicated borders, fast enough for every frame of a drag. */
export function corrImage(pixels, width, height, K, out = new Float32Array(width * height)) {
  const [h, w] = [K.length, K[0].length];
  const [top, left] = [(h - 1) >> 1, (w - 1) >> 1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let a = 0; a < h; a += 1) {
        const row = clamp(y + a - top, 0, height - 1) * width;
        for (let b = 0; b < w; b += 1) sum += K[a][b] * pixels[row + clamp(x + b - left, 0, width - 1)];
      }
      out[y * width + x] = sum;
    }
  }
  return out;
}
