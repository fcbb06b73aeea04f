// A row on a ring, and three pools of it. One dimension, nothing drawn.

/** x moved to the right; what leaves on one side comes back on the other. */
export const rolled = (x, by) => x.map((_, j) => x[(((j - by) % x.length) + x.length) % x.length]);

/** The largest of each number and its right neighbour: a max-pool of two, in steps of one. */
export const maxima = (x) => x.map((value, j) => Math.max(value, x[(j + 1) % x.length]));

/** ¼ of the left neighbour, ½ of the number itself, ¼ of the right one. */
const blur = (x) =>
  x.map((value, j) => x[(j + x.length - 1) % x.length] / 4 + value / 2 + x[(j + 1) % x.length] / 4);

export const everySecond = (x) => x.filter((_, j) => j % 2 === 0);

export const total = (x) => x.reduce((sum, value) => sum + value, 0);

/** What the blur is given. */
export const before = (x, maxFirst) => (maxFirst ? maxima(x) : x);

/** [pooled, sliding, blurred]: stride 2, stride 1, and stride 2 behind a blur. */
export function pools(x, maxFirst) {
  const sliding = maxima(x);
  return [everySecond(sliding), sliding, everySecond(blur(before(x, maxFirst)))];
}

/** Where the largest number of each window of two came from; of two equal ones, the first. */
export const sources = (x, stride) =>
  x.map((value, j) => (x[(j + 1) % x.length] > value ? j + 1 : j)).filter((_, j) => j % stride === 0);
