// New widget without its page: its traits, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { matrixProblem, sizeOf } from "../kit/maths/matrices.js";

export const TRAITS = ["X", "times"];
const LARGEST = 6;

/** Why this state cannot be drawn: { key, ...values } of a label, or null. */
export function problem({ X, times }) {
  const bad = matrixProblem("X", X);
  if (bad) return bad;
  if (Math.max(X.length, X[0].length) > LARGEST)
    return { key: "bad_input_size", got: sizeOf(X), most: LARGEST };
  return Number.isInteger(times) && Math.abs(times) <= 9 ? null : { key: "bad_times", got: String(times) };
}

/** Everything that follows from the traits. */
export function scene(model) {
  const { X, times } = snapshot(model, TRAITS);
  return { X, times, Y: X.map((row) => row.map((x) => times * x + 0)) };
}
