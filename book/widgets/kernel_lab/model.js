// The kernel lab without its page: its traits, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { corrImage } from "../kit/maths/conv.js";
import { matrixProblem, sizeOf } from "../kit/maths/matrices.js";
import { clamp } from "../kit/maths/numbers.js";
import { kernels } from "../kit/maths/presets.js";
import { scaleOf } from "../kit/parts/paint.js";

export const TRAITS = ["K", "picture", "pictures", "drawing", "colours", "probe"];
export const PRESETS = kernels(
  "identity",
  "box",
  "gauss",
  "sharpen",
  "sobel_x",
  "sobel_y",
  "laplace",
  "emboss",
);
const LARGEST = 7;

export function problem({ K, picture: name, pictures }) {
  const bad = matrixProblem("K", K);
  if (bad) return bad;
  if (Math.max(K.length, K[0].length) > LARGEST)
    return { key: "bad_kernel_size", got: sizeOf(K), most: LARGEST };
  const known = [...pictures.map(({ key }) => key), "drawing"];
  return known.includes(name) ? null : { key: "bad_picture", got: name, known: known.join(", ") };
}

/** What the kernel sees around one pixel, edges repeated: { top, left, seen }. */
function lookAt({ width, height, pixels }, K, [row, col]) {
  const [top, left] = [row - ((K.length - 1) >> 1), col - ((K[0].length - 1) >> 1)];
  const at = (a, b) => pixels[clamp(top + a, 0, height - 1) * width + clamp(left + b, 0, width - 1)];
  return { top, left, seen: K.map((line, a) => line.map((_, b) => at(a, b))) };
}

/** Grey where the kernel keeps the brightness, signed where it takes differences; or what the reader chose. */
function isSigned(K, colours) {
  return colours === "auto" ? K.flat().reduce((sum, w) => sum + w, 0) < 0.5 : colours === "signed";
}

/** Source, result, and the pixel in sight: one plain object a draw. `out` is filled in place, frame after frame. */
export function sceneOfLab(model, source, out) {
  const { K, colours, probe } = snapshot(model, TRAITS);
  const { width, height, pixels } = source;
  const result = corrImage(pixels, width, height, K, out);
  const [row, col] = [clamp(probe[0], 0, height - 1), clamp(probe[1], 0, width - 1)];
  const signed = isSigned(K, colours);
  return {
    K,
    source,
    result,
    row,
    col,
    signed,
    most: signed ? Math.round(scaleOf(result)) : 255,
    value: Number(result[row * width + col].toFixed(4)),
    ...lookAt(source, K, [row, col]),
  };
}
