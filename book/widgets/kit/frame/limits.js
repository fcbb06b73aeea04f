// What a state may hold, as the traits of its class say (`limits`): a link is refused as a typed field is.
import { LARGEST } from "../maths/matrices.js";

const plain = (value) => String(value).replace("-", "−");

/** null, or { key, name, … } of the sentence that says which trait lies beyond which limit. */
export function beyond(state, limits, labels) {
  for (const [trait, value] of Object.entries(state)) {
    const why = limits[trait] && excess(value, limits[trait]);
    if (why) return { ...why, name: labels[trait + (why.part ?? "")] ?? labels[trait] ?? trait };
  }
  return null;
}

function excess(value, { largest, known, each, min = -Infinity, max = Infinity, whole = true }) {
  if (largest) return tooLarge(value, largest);
  if (known) return known.includes(value) ? null : { key: "bad_choice", got: value, known: known.join(", ") };
  if (each) return value.reduce((why, one) => why ?? excess(one, each), null);
  const isNumber = whole ? Number.isInteger(value) : Number.isFinite(value);
  if (isNumber && value >= min && value <= max) return null;
  const key = !whole ? "bad_measure" : max === Infinity ? "bad_count" : "bad_number";
  return { key, got: plain(value), min: plain(min), max: plain(max) };
}

function tooLarge(X, largest) {
  const [rows, cols] = [X.length, Math.max(0, ...X.map((line) => line?.length ?? 0))];
  if (Math.max(rows, cols) > largest)
    return { key: "bad_size", part: "_size", got: `${rows} × ${cols}`, min: 1, max: largest };
  const outside = (value) => Math.abs(value) > LARGEST;
  const row = X.findIndex((line) => line?.some?.(outside));
  if (row < 0) return null;
  const col = X[row].findIndex(outside);
  return { key: "bad_cell", got: plain(X[row][col]), row: row + 1, col: col + 1, most: LARGEST };
}
