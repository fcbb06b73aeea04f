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

/** Bytes in the order height, width, channel as one flat list a channel: what a transpose gives. */
export function channelsOf(bytes, channels) {
  const size = bytes.length / channels;
  return Array.from({ length: channels }, (_, c) => Float64Array.from({ length: size }, (_, i) => bytes[i * channels + c]));
}

/** The same bytes cut into `channels` lists as they lie: what a reshape gives, and no picture. */
export function slicesOf(bytes, channels) {
  const size = bytes.length / channels;
  return Array.from({ length: channels }, (_, c) => Float64Array.from(bytes.subarray(c * size, (c + 1) * size)));
}
