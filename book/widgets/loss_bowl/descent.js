// Gradient descent on the stripes: a kernel, forty steps, what is left of the loss. Nothing drawn.

const STRIPES = [1, 1, 0, 0, 0, 0, 1, 1];
const HEIGHT = 6;
export const STEPS = 40;
export const FAR = 1e6; // past this loss the ball stays where it is

/** rows; what the columns of the kernel must add up to; the curvatures of the bowl, its six flat directions apart. */
export const KERNELS = {
  "1x2": { rows: 1, sought: [1, -1], curved: [12, 60] },
  "3x3": { rows: 3, sought: [1, -1, 0], curved: [24 * (2 - Math.SQRT2), 48, 24 * (2 + Math.SQRT2)] },
};

/** By how much the slope at column a grows with the sum of column b. */
function coupling({ rows, sought }) {
  const places = STRIPES.length - sought.length + 1;
  const times = 2 * (HEIGHT - rows + 1);
  return sought.map((_, a) =>
    sought.map((__, b) => {
      let both = 0;
      for (let j = 0; j < places; j += 1) both += STRIPES[j + a] * STRIPES[j + b];
      return times * both;
    }),
  );
}

/** The kernel before the first step, column by column. In a column of three the bottom weight begins half-way. */
function firstColumns({ w: [a, b], kernel, seed }) {
  if (kernel === "1x2") return [[a], [b]];
  const [p, q, ...last] = [1, 2, 3, 4, 5].map((m) => (((7 * (seed + 1) * m) % 11) - 5) / 2);
  return [[a, b, (a + b) / 2], [p, q, (p + q) / 2], last];
}

const total = (values) => values.reduce((sum, value) => sum + value, 0);

/** Forty steps: [{ columns, sums, loss }], the first of them before any step. */
export function descend({ w, eta, beta, kernel, seed }) {
  const about = KERNELS[kernel];
  const G = coupling(about);
  const speed = about.sought.map(() => 0);
  let columns = firstColumns({ w, kernel, seed });
  const found = [];
  for (let step = 0; step <= STEPS; step += 1) {
    const sums = columns.map(total);
    const missing = sums.map((sum, c) => sum - about.sought[c]);
    const slopes = G.map((row) => total(row.map((value, c) => value * missing[c])));
    const loss = total(slopes.map((slope, c) => slope * missing[c])) / 2;
    found.push({ columns, sums, loss });
    if (loss > FAR) continue;
    slopes.forEach((slope, c) => (speed[c] = beta * speed[c] - eta * slope));
    columns = columns.map((column, c) => column.map((weight) => weight + speed[c]));
  }
  return found;
}

/**
 * What a step multiplies the error by in a direction of this curvature, in the long run:
 * { factor, turns }. With momentum two numbers take part; where they turn, the sign means nothing.
 */
export function factorOf(curvature, eta, beta) {
  if (beta === 0) return { factor: 1 - eta * curvature, turns: false };
  const half = (1 + beta - eta * curvature) / 2;
  const under = half * half - beta;
  if (under < 0) return { factor: Math.sqrt(beta), turns: true };
  return { factor: half + (half < 0 ? -1 : 1) * Math.sqrt(under), turns: false };
}

/** The rate beyond which a step makes it worse, and the fastest one, both without momentum. */
export function ratesOf(kernel) {
  const { curved } = KERNELS[kernel];
  const [flat, steep] = [curved[0], curved[curved.length - 1]];
  return { limit: 2 / steep, fastest: 2 / (flat + steep) };
}
