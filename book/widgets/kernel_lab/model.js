// The kernel lab without its page: its traits, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { corrImage } from "../kit/maths/conv.js";
import { matrixProblem } from "../kit/maths/matrices.js";
import { clamp } from "../kit/maths/numbers.js";
import { kernels } from "../kit/maths/presets.js";
import { scaleOf } from "../kit/parts/paint.js";

import { isDrawing, MOST } from "./strokes.js";

export const TRAITS = ["K", "K2", "two", "picture", "pictures", "drawing", "colours", "probe", "large"];
export const PRESETS = kernels(
  "identity",
  "box",
  "gauss",
  "sharpen",
  "sobel_x",
  "sobel_y",
  "laplace",
  "outline",
  "emboss",
);

export function problem({ K, K2, picture: name, pictures, drawing }) {
  const bad = matrixProblem("K", K) ?? matrixProblem("K2", K2);
  if (bad) return bad;
  if (!isDrawing(drawing)) return { key: "bad_drawing", most: MOST };
  const known = [...pictures.map(({ key }) => key), "drawing", "file"];
  return known.includes(name) ? null : { key: "bad_picture", got: name, known: known.join(", ") };
}

/** What the kernel sees around one pixel, edges repeated: { top, left, seen }. */
function lookAt({ width, height, pixels }, K, [row, col]) {
  const [top, left] = [row - ((K.length - 1) >> 1), col - ((K[0].length - 1) >> 1)];
  const at = (a, b) => pixels[clamp(top + a, 0, height - 1) * width + clamp(left + b, 0, width - 1)];
  return { top, left, seen: K.map((line, a) => line.map((_, b) => at(a, b))) };
}

/** How bright a kernel leaves an even grey: the sum of its weights. */
const sumOf = (K) => K.flat().reduce((sum, w) => sum + w, 0);

/** Grey where the kernels keep the brightness, signed where they take differences; or what the reader chose. */
function isSigned(kernels, colours) {
  const kept = kernels.reduce((product, K) => product * sumOf(K), 1);
  return colours === "auto" ? kept < 0.5 : colours === "signed";
}

/** One kernel on one picture: its result, and the pixel in sight. `out` is filled in place, frame after frame. */
function stageOf(K, source, [row, col], signed, out) {
  const { width, height, pixels } = source;
  const result = corrImage(pixels, width, height, K, out);
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

/** The first kernel on the photo; if there are two, the second on what the first gave: a list of one stage or two. */
export function stagesOf(model, source, outs) {
  const { K, K2, two, colours, probe } = snapshot(model, TRAITS);
  const { width, height } = source;
  const at = [clamp(probe[0], 0, height - 1), clamp(probe[1], 0, width - 1)];
  const first = stageOf(K, source, at, isSigned([K], colours), outs[0]);
  if (!two) return [first];
  const between = { width, height, pixels: first.result };
  return [first, stageOf(K2, between, at, isSigned([K, K2], colours), outs[1])];
}
