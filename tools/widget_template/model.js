// New widget without its page: its traits, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { matrixProblem } from "../kit/maths/matrices.js";

export const TRAITS = ["X", "times"];

/** Why this state cannot be drawn: { key, ...values } of a label, or null. The bounds of the traits are kept already. */
export const problem = ({ X }) => matrixProblem("X", X);

/** Everything that follows from the traits. */
export function scene(model) {
  const { X, times } = snapshot(model, TRAITS);
  return { X, times, Y: X.map((row) => row.map((x) => times * x + 0)) };
}
