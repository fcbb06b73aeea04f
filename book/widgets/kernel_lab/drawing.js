// The picture in force: one of the widget's photos, the reader's own, or what the reader has drawn.
import { change } from "../kit/frame/state.js";
import { bytesOf } from "../kit/maths/base64.js";
import { ownPhoto } from "./own_photo.js";
import { CANVAS, MOST, painted, segment, strokesOf, textOf, thinned } from "./strokes.js";

/**
 * The traits picture, pictures and drawing as pixels.
 *   now() → { width, height, pixels }
 *   stroke(row, col) draws on; stroke() lifts the pen and keeps the stroke: false if there is no room for it
 */
export function drawingBoard(model) {
  const decoded = new Map(); // base64 → bytes: a photo is decoded once
  let sheet = { from: null, pixels: null };
  let points = [];

  function now() {
    const name = model.get("picture");
    if (name === "drawing") return { ...CANVAS, pixels: drawn(model.get("drawing")) };
    if (name === "file" && ownPhoto(model)) return ownPhoto(model);
    const photos = model.get("pictures");
    const { width, height, pixels } = photos.find(({ key }) => key === name) ?? photos[0];
    if (!decoded.has(pixels)) decoded.set(pixels, bytesOf(pixels));
    return { width, height, pixels: decoded.get(pixels) };
  }
  function drawn(text) {
    if (sheet.from !== text) sheet = { from: text, pixels: painted(text) };
    return sheet.pixels;
  }
  function stroke(...point) {
    if (point.length === 0) return keep();
    segment(now().pixels, points.at(-1) ?? point, point);
    points.push(point);
    return true;
  }
  /** The sheet is painted anew from what was kept: what is seen is what a link holds. */
  function keep() {
    const drawing = textOf([...strokesOf(model.get("drawing")), thinned(points)]);
    [points, sheet] = [[], { from: null, pixels: null }];
    if (drawing.length > MOST) return false;
    change(model, { drawing });
    return true;
  }
  return { now, stroke };
}
