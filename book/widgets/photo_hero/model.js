// The photo hero without its page: its traits, when they cannot be drawn, and what follows from them.
import { change, snapshot, watch } from "../kit/frame/state.js";
import { bytesOf } from "../kit/maths/base64.js";
import { clamp } from "../kit/maths/numbers.js";
import { scaleOf } from "../kit/parts/paint.js";
import { clock } from "../kit/parts/timeline.js";

export const TRAITS = ["photo", "row", "step", "zoom", "filled", "answer", "playing", "interval_ms"];
export const WEIGHTS = [
  [-1, 0, 1],
  [-1, 0, 1],
  [-1, 0, 1],
];
export const WIDTH = 128;
export const HEIGHT = 96;
export const ROWS = HEIGHT - 2; // places of the window
export const COLS = WIDTH - 2;
const VIEWS = [
  { cols: WIDTH, rows: HEIGHT },
  { cols: 12, rows: 9 },
  { cols: 16 / 3, rows: 4 },
];

/** Why this state cannot be drawn: { key, ...values } of a label, or null. */
export function problem({ row, step, zoom }) {
  const whole = (value, most) => Number.isInteger(value) && value >= 0 && value <= most;
  if (!whole(row, ROWS - 1)) return { key: "bad_row", got: String(row) };
  if (!whole(step, COLS - 1)) return { key: "bad_step", got: String(step) };
  return whole(zoom, 2) ? null : { key: "bad_zoom", got: String(zoom) };
}

const known = new Map(); // base64 → the photo, its whole result, its scale: computed once

/** { pixels, result, most }: right column minus left, for every place of the window, row by row. */
export function filtered({ pixels: base64 }) {
  if (!known.has(base64)) {
    const pixels = bytesOf(base64);
    const result = new Int16Array(ROWS * COLS);
    for (let i = 0; i < ROWS; i += 1)
      for (let j = 0; j < COLS; j += 1)
        for (let a = 0; a < 3; a += 1) {
          const left = (i + a) * WIDTH + j;
          result[i * COLS + j] += pixels[left + 2] - pixels[left];
        }
    known.set(base64, { pixels, result, most: scaleOf(result) });
  }
  return known.get(base64);
}

/** What part of the photo the box shows: whole pixels of the patch, the window in the middle of the nine. */
function viewOf(zoom, row, step) {
  const { cols, rows } = VIEWS[zoom];
  const from = (at, size, all) =>
    clamp(zoom === 1 ? at - Math.floor((size - 3) / 2) : at + 1.5 - size / 2, 0, all - size);
  return { left: from(step, cols, WIDTH), top: from(row, rows, HEIGHT), cols, rows };
}

/** Everything that follows from the traits. */
export function scene(model) {
  const { photo, row, step, zoom, filled, playing } = snapshot(model, TRAITS);
  const { pixels, result, most } = filtered(photo);
  const seen = [0, 1, 2].map((a) => [0, 1, 2].map((b) => pixels[(row + a) * WIDTH + step + b]));
  const value = result[row * COLS + step];
  return {
    photo,
    row,
    step,
    zoom,
    filled,
    playing,
    pixels,
    result,
    most,
    seen,
    value,
    view: viewOf(zoom, row, step),
  };
}

/** Once a model: the clock; Play writes the row from its beginning, and what it has crossed brings all the others. */
export function start(model, may) {
  const arrive = () => {
    const { playing, step, filled } = snapshot(model, TRAITS);
    if (playing && filled) change(model, { filled: false, step: 0 });
    else if (!playing && !filled && step === COLS - 1) change(model, { filled: true });
  };
  const stops = [watch(model, ["playing"], arrive), clock(model, () => COLS, may)];
  return () => stops.forEach((stop) => stop());
}
