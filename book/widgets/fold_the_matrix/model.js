// Fold the weight matrix without its page: its traits, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { matrixProblem } from "../kit/maths/matrices.js";
import { countWeights, followed, isWhole, layerMatrix, placed, respond } from "./folding.js";

export const N = 4;
const HOME = [1, 1];
export const WHAT = ["share", "delta", "seed", "pattern", "place"];
export const TRAITS = [...WHAT, "unit"];
export const PATTERNS = {
  dot: [[1]],
  pair: [[1, 2]],
  corner: [
    [1, 0],
    [2, 1],
  ],
};

export const problem = ({ pattern }) => matrixProblem("pattern", pattern);

/** Everything that follows from the traits. */
export function scene(model) {
  const state = snapshot(model, TRAITS);
  const { pattern, place, unit } = state;
  const W = layerMatrix(N, state);
  const X = placed(pattern, N, place);
  const shift = [place[0] - HOME[0], place[1] - HOME[1]];
  const Y = respond(W, X);
  return {
    ...state,
    W,
    X,
    Y,
    shift,
    row: unit[0] * N + unit[1],
    whole: isWhole(pattern, N, place),
    ...followed(respond(W, placed(pattern, N, HOME)), Y, shift),
    weights: countWeights(N, state),
  };
}

/** For Python: the matrix, the response, how many weights can differ. */
export function values(model) {
  const { W, Y, weights } = scene(model);
  return { W, Y, weights };
}
