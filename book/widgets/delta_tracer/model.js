// Delta tracer without its page: a layer of five inputs and three weights, and who hears from whom on the way back.
import { snapshot } from "../kit/frame/state.js";
import { matrixProblem } from "../kit/maths/matrices.js";
import { clamp } from "../kit/maths/numbers.js";

export const WHAT = ["x", "w", "delta", "stride", "of", "swapped"];
export const TRAITS = [...WHAT, "pick", "step", "playing", "interval_ms", "speed", "answer"];
export const LARGEST = 100;
export const K = 3;
const LENGTHS = { x: 5, w: K, delta: 3 };
const SLIDES_FROM = { x: 4, w: 3 }; // the stills before the window slides
const sum = (values) => values.reduce((all, value) => all + value, 0) + 0;

export const fits = (value) => Number.isInteger(value) && Math.abs(value) <= LARGEST;

/** Why this state cannot be drawn: { key, ...values } of a label, or null. */
export function problem(state) {
  for (const [name, length] of Object.entries(LENGTHS)) {
    const X = state[name];
    const why = matrixProblem(name, X);
    if (why) return why;
    if (X.length > 1 || X[0].length !== length) return { key: "bad_length", name, length };
    const odd = X[0].find((value) => !fits(value));
    if (odd !== undefined) return { key: "bad_sample", name, got: odd, most: LARGEST };
  }
  return null;
}

/** How many stills a gradient has. */
export const countOf = ({ of }) => SLIDES_FROM[of] + LENGTHS[of];

/**
 * Everything that follows from the traits:
 *   lines       each product of the layer: output i, weight a, input j; d, wa, xj their numbers
 *   o, dx, dw   the outputs and both gradients; dw reversed where the arguments are swapped, right as it should be
 *   spread      δ with the holes of the stride
 *   at          which number of the gradient the window is at; -1 before it slides
 *   lit         the lines that are lit: of the number that is worked out, or of the one that was picked
 */
export function scene(model) {
  const {
    x: [x],
    w: [w],
    delta,
    stride,
    of,
    swapped,
    pick: wished,
    step: asked,
    ...rest
  } = snapshot(model, TRAITS);
  const d = delta[0].slice(0, Math.floor((x.length - K) / stride) + 1);
  const lines = d.flatMap((di, i) =>
    w.map((wa, a) => ({ i, a, j: i * stride + a, d: di, wa, xj: x[i * stride + a] })),
  );
  const total = (which, value) => sum(lines.filter(which).map(value));
  const o = d.map((_, i) =>
    total(
      (one) => one.i === i,
      ({ wa, xj }) => wa * xj,
    ),
  );
  const dx = x.map((_, j) =>
    total(
      (one) => one.j === j,
      ({ d, wa }) => d * wa,
    ),
  );
  const right = w.map((_, a) =>
    total(
      (one) => one.a === a,
      ({ d, xj }) => d * xj,
    ),
  );
  const dw = swapped ? [...right].reverse() : right;
  const count = countOf({ of });
  const step = clamp(asked, 0, count - 1);
  const at = Math.max(-1, step - SLIDES_FROM[of]);
  const pick = at >= 0 ? `${of}${at}` : wished === `d${d.length}` ? "" : wished;
  const [name, n] = [pick[0], Number(pick[1])];
  const weight = swapped ? K - 1 - n : n;
  const isLit = { x: (one) => one.j === n, w: (one) => one.a === weight, d: (one) => one.i === n };
  const lit = pick ? lines.filter(isLit[name]) : [];
  const spread = stride === 1 ? d : [d[0], 0, d[1]];
  return {
    ...rest,
    x,
    w,
    d,
    stride,
    of,
    swapped,
    lines,
    o,
    dx,
    dw,
    right,
    count,
    step,
    at,
    pick,
    lit,
    spread,
  };
}

/** The three sums that agree where both gradients are right. */
export function adjoint({ x, w, o, d, dx, dw }) {
  const dot = (one, other) => sum(one.map((value, i) => value * other[i]));
  return { outputs: dot(o, d), inputs: dot(x, dx), weights: dot(w, dw) };
}

/** What may be said to the question: [{ is, key, right }], the right one first; none where a mistake gives it, too. */
export function answers({ of, w, d, lines, dx, right }) {
  if (of === "x" && w[0] === w[2]) return [];
  const paths = lines.filter((one) => (of === "x" ? one.j === 2 : one.a === 0));
  const met = paths.map((one) => (of === "x" ? one.wa : one.xj));
  const value = of === "x" ? dx[2] : right[0];
  const isShort = (said) => paths.some((one, i) => one.d * met[i] !== 0 && said === value - one.d * met[i]);
  return [
    { is: value, key: "right", right: true },
    { is: sum(paths.map((one, i) => one.d * met[met.length - 1 - i])), key: "unturned" },
    ...(of === "w" ? [{ is: right[2], key: "last" }] : []),
    { is: sum(d), key: "alone" },
    { is: isShort, key: "short" },
  ];
}

/** For Python: outputs, gradients, and the step if the one asked for lies beyond the last. */
export function values(model) {
  const { o, dx, dw, step } = scene(model);
  return { o: [o], dx: [dx], dw: [dw], step };
}
