// A photo as it comes from Python: { height, width, channels, pixels }, its pixels as bytes in base64, row by row.
import { bytesOf } from "../maths/base64.js";

const decoded = new Map(); // base64 → bytes: a photo is decoded once

/** null if the photo can be drawn, else { key, ... } of the label that says why not. */
export function photoProblem(photo, channels) {
  const { height, width, channels: has, pixels } = photo ?? {};
  const whole = [height, width].every((n) => Number.isInteger(n) && n > 0);
  if (!whole || has !== channels || typeof pixels !== "string") return { key: "bad_photo" };
  return bytesIn(pixels)?.length === height * width * channels ? null : { key: "bad_photo" };
}

function bytesIn(base64) {
  if (!/^[A-Za-z0-9+/]+=*$/.test(base64)) return null;
  if (!decoded.has(base64)) decoded.set(base64, bytesOf(base64));
  return decoded.get(base64);
}

/** The bytes of the photo as they lie in memory: row by row, the channels of a pixel side by side. */
export const photoBytes = (photo) => bytesIn(photo.pixels);
