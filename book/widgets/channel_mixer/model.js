// The channel mixer without its page: what its traits are, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { matrixProblem, sizeOf } from "../kit/maths/matrices.js";
import { clamp } from "../kit/maths/numbers.js";
import { scaleOf } from "../kit/parts/paint.js";
import { photoBytes, photoProblem } from "../kit/parts/photo.js";
import { addMaps, channelsOf, mixChannels, partialMap, slicesOf } from "./channels.js";

export const COLOURS = ["red", "green", "blue"];
export const SLICES = ["K_red", "K_green", "K_blue"];
export const WHAT = ["photo", ...SLICES, "channels_on", "bias", "mix", "W", "reshape"];
export const TRAITS = [...WHAT, "probe", "own"];

const all = (value) => Array.from({ length: 3 }, () => [value, value, value]);
const EDGE = [
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
];
const LEVEL = [
  [-1, -2, -1],
  [0, 0, 0],
  [1, 2, 1],
];
export const FILTERS = {
  upright: [EDGE, EDGE, EDGE],
  level: [LEVEL, LEVEL, LEVEL],
  orange: [all(1), all(0), all(-1)],
  leaf: [all(-1), all(1), all(0)],
};
export const MIXES = {
  same: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  grey: [
    [0.3, 0.59, 0.11],
    [0.3, 0.59, 0.11],
    [0.3, 0.59, 0.11],
  ],
  swap: [
    [0, 0, 1],
    [0, 1, 0],
    [1, 0, 0],
  ],
  sepia: [
    [0.39, 0.77, 0.19],
    [0.35, 0.69, 0.17],
    [0.27, 0.53, 0.13],
  ],
};

export function problem(state) {
  const slices = SLICES.map((name) => state[name]);
  const bad =
    photoProblem(state.photo, 3) ??
    SLICES.map((name) => matrixProblem(name, state[name])).find(Boolean) ??
    matrixProblem("W", state.W);
  if (bad) return bad;
  if (new Set(slices.map(sizeOf)).size > 1)
    return { key: "bad_slices", sizes: slices.map(sizeOf).join(", ") };
  if (slices[0].length > state.photo.height || slices[0][0].length > state.photo.width)
    return { key: "bad_filter", kernel: sizeOf(slices[0]) };
  return sizeOf(state.W) === "3 × 3" ? null : { key: "bad_mix", got: sizeOf(state.W) };
}

/** Everything that follows from the traits. */
export function scene(model) {
  const state = snapshot(model, TRAITS);
  const { photo, channels_on: on, bias, W, mix, probe } = state;
  const shape = [photo.height, photo.width];
  const K = SLICES.map((name) => state[name]);
  const channels = (state.reshape ? slicesOf : channelsOf)(photoBytes(photo), 3);
  const window = mix ? [1, 1] : [K[0].length, K[0][0].length];
  const size = shape.map((n, axis) => n - window[axis] + 1);
  const at = size.map((n, axis) => clamp(probe[axis] ?? 0, 0, n - 1));
  const base = { ...state, shape, K, channels, window, size, at, index: at[0] * size[1] + at[1] };
  if (mix) return { ...base, mixed: mixChannels(channels, W) };
  const maps = channels.map((values, c) => partialMap(values, shape, K[c]));
  const used = maps.filter((_, c) => on[c]);
  const Y = used.length ? addMaps(used, bias) : new Float64Array(size[0] * size[1]).fill(bias);
  return { ...base, maps, Y, most: Math.max(...maps.map(scaleOf), scaleOf(Y)) };
}

/** For Python: the output in sight, one number or three. */
export function values(model) {
  const { mix, mixed, Y, index } = scene(model);
  return { values: mix ? mixed.map((channel) => channel[index]) : [Y[index]] };
}
