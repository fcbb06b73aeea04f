// The picture in force: one of the widget's photos, or what the reader has drawn.
import { change } from "../kit/frame/state.js";
import { base64Of, bytesOf } from "../kit/maths/base64.js";

const BLANK = { width: 128, height: 96 };
const DARK = 24;
const PEN_PX = 3;

/** A dot of the pen at (row, col), with a softer rim; into `pixels`. */
function dot({ width, height, pixels }, row, col) {
  for (let y = Math.max(0, row - PEN_PX); y <= Math.min(height - 1, row + PEN_PX); y += 1) {
    for (let x = Math.max(0, col - PEN_PX); x <= Math.min(width - 1, col + PEN_PX); x += 1) {
      const far = Math.hypot(y - row, x - col);
      const ink = far < 2 ? 255 : far <= PEN_PX ? 160 : 0;
      pixels[y * width + x] = Math.max(pixels[y * width + x], ink);
    }
  }
}

/**
 * The traits picture, pictures and drawing as pixels.
 *   now() → { width, height, pixels }   stroke(row, col, done) draws a dot, and keeps the drawing when done
 */
export function drawingBoard(model) {
  const decoded = new Map(); // base64 → bytes: a photo is decoded once
  let pen = { from: null, pixels: null };

  function now() {
    const name = model.get("picture");
    if (name === "drawing") return { ...BLANK, pixels: penned(model.get("drawing")) };
    const { width, height, pixels } = model.get("pictures").find(({ key }) => key === name);
    if (!decoded.has(pixels)) decoded.set(pixels, bytesOf(pixels));
    return { width, height, pixels: decoded.get(pixels) };
  }
  function penned(drawing) {
    const fresh = () => (drawing ? bytesOf(drawing) : new Uint8Array(BLANK.width * BLANK.height).fill(DARK));
    if (pen.from !== drawing) pen = { from: drawing, pixels: fresh() };
    return pen.pixels;
  }
  function stroke(row, col, done) {
    const picture = now();
    dot(picture, row, col);
    if (!done) return;
    pen = { from: base64Of(picture.pixels), pixels: picture.pixels };
    change(model, { drawing: pen.from });
  }
  return { now, stroke };
}
