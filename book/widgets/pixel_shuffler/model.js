// The pixel shuffler without its page: its traits, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { corrImage } from "../kit/maths/conv.js";
import { matrixProblem } from "../kit/maths/matrices.js";
import { scaleOf } from "../kit/parts/paint.js";
import { photoBytes, photoProblem } from "../kit/parts/photo.js";
import { partialPermutation, permuted, roughness, weightedSum, weightsFor } from "./shuffling.js";

export const WHAT = ["photo", "shuffle", "seed", "K"];
export const TRAITS = [...WHAT, "probe", "own"];

export const problem = ({ photo, K }) => photoProblem(photo, 1) ?? matrixProblem("K", K);

/** Everything that follows from the traits. */
export function scene(model) {
  const { photo, shuffle, seed, K } = snapshot(model, WHAT);
  const { width, height } = photo;
  const original = photoBytes(photo);
  const perm = partialPermutation(width * height, shuffle, seed);
  const pixels = permuted(original, perm);
  const weights = permuted(weightsFor(original), perm);
  const map = corrImage(pixels, width, height, K);
  return {
    width,
    height,
    shuffle,
    perm,
    pixels,
    weights,
    map,
    score: weightedSum(weights, pixels),
    rough: roughness(pixels, width, height),
    smooth: roughness(original, width, height),
    most: scaleOf(corrImage(original, width, height, K)),
    moved: perm.filter((from, place) => from !== place).length,
  };
}

/** For Python: where each pixel came from, the neuron's score, how far neighbours differ. */
export function values(model) {
  const { perm, score, rough } = scene(model);
  return { perm, score, roughness: rough };
}
