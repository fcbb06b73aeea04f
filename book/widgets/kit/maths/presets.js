// Kernels with a name. The names a reader sees are labels: kernel_<key>.
const third = [1, 1, 1].map((v) => v / 9);

export const KERNELS = {
  ramp: [
    [0, 1],
    [2, 3],
  ],
  identity: [
    [0, 0, 0],
    [0, 1, 0],
    [0, 0, 0],
  ],
  box: [third, third, third],
  gauss: [
    [1, 2, 1],
    [2, 4, 2],
    [1, 2, 1],
  ].map((row) => row.map((v) => v / 16)),
  sharpen: [
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ],
  edge: [[1, -1]],
  sobel_x: [
    [-1, 0, 1],
    [-2, 0, 2],
    [-1, 0, 1],
  ],
  sobel_y: [
    [-1, -2, -1],
    [0, 0, 0],
    [1, 2, 1],
  ],
  laplace: [
    [0, 1, 0],
    [1, -4, 1],
    [0, 1, 0],
  ],
  outline: [
    [-1, -1, -1],
    [-1, 8, -1],
    [-1, -1, -1],
  ],
  emboss: [
    [-2, -1, 0],
    [-1, 1, 1],
    [0, 1, 2],
  ],
};

const same = (a, b) =>
  Array.isArray(a)
    ? a.length === b.length && a.every((value, i) => same(value, b[i]))
    : Math.abs(a - b) < 1e-9;

/** The key under which a table { key: matrix } has this value, or "own". */
export function presetOf(value, table) {
  return Object.keys(table).find((key) => same(table[key], value)) ?? "own";
}

/** Some of the kernels, in this order. */
export const kernels = (...keys) => Object.fromEntries(keys.map((key) => [key, KERNELS[key]]));
