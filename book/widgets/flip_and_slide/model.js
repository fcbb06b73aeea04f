// Flip and slide without its page: its traits, when they cannot be drawn, and what follows from them.
import { once } from "../kit/frame/state.js";
import { matrixProblem } from "../kit/maths/matrices.js";
import { clamp } from "../kit/maths/numbers.js";

export const WHAT = ["f", "g", "op", "swapped"];
export const TRAITS = [...WHAT, "sketch", "step", "playing", "interval_ms", "speed", "answer"];
export const LARGEST = 9;
export const PICKS = {
  f: { spike: [[0, 0, 1, 0, 0, 0]], box: [[1, 1, 1, 1]], decay: [[8, 4, 2, 1]], edge: [[0, 0, 0, 1, 1, 1]] },
  g: { spike: [[0, 1, 0]], box: [[1, 1, 1, 1]], decay: [[3, 2, 1]], edge: [[1, -1]] },
};

/** Why this state cannot be drawn: { key, ...values } of a label, or null. */
export function problem({ f, g }) {
  return matrixProblem("f", f) ?? matrixProblem("g", g) ?? signalProblem("f", f) ?? signalProblem("g", g);
}
function signalProblem(name, X) {
  if (X.length > 1) return { key: "bad_rows", name, got: X.length };
  const far = X[0].find((value) => Math.abs(value) > LARGEST);
  return far === undefined ? null : { key: "bad_sample", name, got: far, most: LARGEST };
}

/** The sum of products at each place of `sliding` over `lying`, from the first overlap to the last. */
export function slid(lying, sliding) {
  const behind = sliding.length - 1;
  return Array.from({ length: lying.length + behind }, (_, step) =>
    sliding.reduce((sum, weight, j) => sum + weight * (lying[step - behind + j] ?? 0), 0),
  );
}

/**
 * Everything that follows from the traits, the step apart:
 *   lying, given, sliding   the signal that lies still, the other as it was given and as it slides
 *   Y, first, count         the output and the position of its first number
 *   sketch                  as many numbers as the output has: what the reader expects
 *   low, positions          the axis: where it begins, how many places it has, whichever op is in force
 */
export const scene = once(TRAITS, ({ f, g, op, swapped, sketch, step: wished, ...rest }) => {
  const names = swapped ? ["g", "f"] : ["f", "g"];
  const [lying, given] = swapped ? [g[0], f[0]] : [f[0], g[0]];
  const isTurned = op === "conv";
  const sliding = isTurned ? [...given].reverse() : given;
  const behind = given.length - 1;
  const Y = slid(lying, sliding);
  const step = clamp(wished, 0, Y.length - 1);
  const left = step - behind;
  const first = isTurned ? 0 : -behind;
  const products = lying.map((x, n) => (sliding[n - left] === undefined ? null : x * sliding[n - left] + 0));
  return {
    ...rest,
    f,
    g,
    op,
    isTurned,
    swapped,
    names,
    lying,
    given,
    sliding,
    Y,
    sketch: Y.map((_, i) => sketch[0][i] ?? 0),
    first,
    count: Y.length,
    step,
    n: first + step,
    left,
    products,
    low: -behind,
    positions: lying.length + 2 * behind,
  };
});

/** A single 1 among zeros, and a signal that the turn changes. */
export function showsTurn({ lying, given }) {
  const ones = lying.filter((x) => x === 1).length;
  const isSpike = ones === 1 && lying.filter((x) => x !== 0).length === 1;
  return isSpike && !isSymmetric(given);
}
export const isSymmetric = (X) => X.every((x, j) => x === X[X.length - 1 - j]);

/** Two boxes of height 1: their output is drawn by the reader before it is traced. */
export const isSketched = ({ lying, given }) =>
  [lying, given].every((X) => X.length > 2 && X.every((x) => x === 1));

/** What the reader expects of two boxes, in a word: rises and falls as it should (about), flat, or else; "" for nothing. */
export function kindOf({ sketch, Y }) {
  const most = Math.max(...Y);
  const drawn = sketch.filter((x) => x !== 0);
  if (drawn.length === 0) return "";
  if (sketch.every((x, i) => Math.abs(x - Y[i]) <= most / 4)) return "triangle";
  return drawn.every((x) => x === drawn[0]) ? "flat" : "other";
}

/** For Python: the output, where it begins, and the step if the one asked for lies beyond the last. */
export function values(model) {
  const { Y, first, step } = scene(model);
  return { Y: [Y], first, step };
}
