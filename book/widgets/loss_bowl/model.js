// The loss bowl without its page: its traits, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { descend, FAR, factorOf, KERNELS, ratesOf } from "./descent.js";

export const WHAT = ["w", "eta", "beta", "kernel", "seed"];
export const TRAITS = [...WHAT, "step", "playing", "interval_ms", "answer"];
export const STARTS = { high: [2, 1], along: [0, 0], across: [2, 0] };
export const COPIED = 0.03;
export const FARTHEST = 6;
const HALF = 5;
const FINEST = 0.0005;

/**
 * What each picture shows: the middle of its square, how curved the loss is along the valley and across, and which
 * two weights. A column of three is seen with the other columns at their best: then it is a straight valley.
 */
export const PLANES = {
  "1x2": [{ middle: [1, -1], curved: [12, 60], of: ([[a], [b]]) => [a, b] }],
  "3x3": [
    { middle: [1 / 3, 1 / 3], curved: [0, 48], of: ([[a, b]]) => [a, b] },
    { middle: [-1 / 3, -1 / 3], curved: [0, 36], of: ([, [a, b]]) => [a, b] },
  ],
};

/** Where a kernel lies in a plane's square, from 0 to 1, to the right and downwards; and back. */
export const placeOf = ([x, y], { middle }) => [
  (x - middle[0] + HALF) / (2 * HALF),
  (middle[1] + HALF - y) / (2 * HALF),
];
export const weightsAt = ([right, down], { middle }) => [
  middle[0] + (2 * right - 1) * HALF,
  middle[1] + (1 - 2 * down) * HALF,
];
/** How far from the middle, in parts of the side, a loss lies in a direction of this curvature. */
export const reachOf = (loss, curvature) => Math.sqrt((2 * loss) / curvature) / (2 * HALF);

export const MARKS = ["fastest", "copied", "limit"];

/** The rates to know: { fastest, copied, limit }. */
export const marksOf = (kernel) => ({ ...ratesOf(kernel), copied: COPIED });

/** The slider comes to rest on a mark, or on a multiple of 0.0005. */
export function snapped(eta, kernel) {
  const mark = Object.values(marksOf(kernel)).find((at) => Math.abs(at - eta) < FINEST / 2);
  return mark ?? Number((Math.round(eta / FINEST) * FINEST).toFixed(6));
}

/** Everything that follows from the traits: the way, the state at the step in force, whether the ball has left. */
export function scene(model) {
  const now = snapshot(model, TRAITS);
  const all = descend(now);
  const at = all[now.step];
  return {
    ...now,
    all,
    at,
    hasLeft: at.loss > FAR,
    planes: PLANES[now.kernel],
    factors: KERNELS[now.kernel].curved.map((curvature) => factorOf(curvature, now.eta, now.beta)),
  };
}

/** A kernel as the picture has it, in tenths, within the bounds of w. */
export const dropped = (weights) =>
  weights.map((value) => Number(Math.min(FARTHEST, Math.max(-FARTHEST, value)).toFixed(1)));

const nine = (value) => Number(value.toFixed(9));

/** For Python: the kernel after each step, and its loss. */
export function values(model) {
  const { all, planes } = scene(model);
  return {
    path: all.map(({ columns }) => planes[0].of(columns).map(nine)),
    losses: [all.map(({ loss }) => nine(loss))],
  };
}
