// Kernels with a name. The names a reader sees are labels: kernel_<key>.
const third = [1, 1, 1].map((v) => v / 9);

export const KERNELS = {
  ramp: [[0, 1], [2, 3]],
  identity: [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
  box: [third, third, third],
  gauss: [[1, 2, 1], [2, 4, 2], [1, 2, 1]].map((row) => row.map((v) => v / 16)),
  sharpen: [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
  edge: [[1, -1]],
  sobel_x: [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
  sobel_y: [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
  laplace: [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
  emboss: [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
};

/** The key of the preset that K is, or "own". */
export function presetOf(K, keys = Object.keys(KERNELS)) {
  const same = (A) => A.length === K.length && A[0].length === K[0].length
    && A.every((row, i) => row.every((value, j) => Math.abs(value - K[i][j]) < 1e-9));
  return keys.find((key) => same(KERNELS[key])) ?? "own";
}
