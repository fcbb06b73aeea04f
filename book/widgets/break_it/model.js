// Break it without its page: its traits, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { matrixProblem } from "../kit/maths/matrices.js";
import { square } from "./square.js";

export const N = 8;
export const FARTHEST = 2;
export const WHAT = ["pattern", "place", "nudge", "K", "border", "stride", "gain"];
export const TRAITS = [...WHAT, "answer", "step", "playing"];
export const STEPS = 4; // the image, moved, both outputs, their difference
/** The state that the first question is about. */
const ASKED = {
  pattern: [
    [1, 0],
    [2, 1],
  ],
  place: [3, 5],
  nudge: [0, 1],
  K: [
    [0, 1, 0],
    [1, 2, 1],
    [0, 1, 0],
  ],
  border: "zeros",
  stride: 1,
  gain: false,
};

const isPair = (pair, low, high) =>
  Array.isArray(pair) &&
  pair.length === 2 &&
  pair.every((at, axis) => Number.isInteger(at) && at >= low && at <= high[axis]);

/** The furthest place at which the whole pattern lies on the image. */
export const furthest = (pattern) => [N - pattern.length, N - pattern[0].length];

export function problem({ pattern, place, K }) {
  const bad = matrixProblem("pattern", pattern) ?? matrixProblem("K", K);
  return bad ?? (isPair(place, 0, furthest(pattern)) ? null : { key: "bad_place", got: String(place) });
}

/** Why the two ways differ: the key of a sentence. */
function reason({ border, gain, differing, whole, nudge }) {
  if (nudge.every((by) => by === 0)) return "why_still";
  if (differing === 0) return border === "circular" && !gain ? "why_circular" : "why_same";
  if (gain) return "why_gain";
  return whole ? `why_${border}` : "why_stride";
}

/** Everything that follows from the traits. */
export function scene(model) {
  const state = snapshot(model, TRAITS);
  const both = square(N, state);
  const isFirst = Object.entries(ASKED).every(([name, value]) => `${state[name]}` === `${value}`);
  return { ...state, ...both, isFirst, all: both.D.flat().length, why: reason({ ...state, ...both }) };
}

/** For Python: the differences, how many are not 0, how large the largest is. */
export function values(model) {
  const { D, differing, largest } = scene(model);
  return { D, differing, largest };
}
