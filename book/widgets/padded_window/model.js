// The padded window without its page: its traits, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { outSize } from "../kit/maths/conv.js";
import { clamp } from "../kit/maths/numbers.js";
import { layersOf } from "./layers.js";
import { countsOf, reachOf, rules, seenOf } from "./places.js";

export const VIEWS = ["window", "counts", "frameworks", "layers"];
export const WHAT = ["n", "k", "p", "s", "d"];
export const TRAITS = ["view", ...WHAT, "step", "playing", "interval_ms", "speed", "answer"];

/** Why this state cannot be drawn: { key, ...values } of a label, or null. */
export function problem({ n, k, p, d }) {
  const reach = reachOf(k, d);
  if (reach <= n + 2 * p) return null;
  return { key: d > 1 ? "bad_fit_dilated" : "bad_fit", n, k, p, d, reach };
}

const known = new WeakMap(); // model → { key, found }: one draw asks many times

export const outer = (u, v = u) => u.map((a) => v.map((b) => a * b));

/**
 * Everything that follows from the traits.
 *   m, last, step     windows in a row, the last step, the step in sight
 *   i, j, top, left   which window that is, and where it starts in the padded input
 *   X, Y, counts      the padded input, what each window sees, how often each pixel is seen
 *   layers, layer     means upon means, and the one in sight: in that view a step is a layer
 */
export function scene(model) {
  const now = snapshot(model, TRAITS);
  const key = Object.values(now).join();
  if (known.get(model)?.key !== key) known.set(model, { key, found: found(now) });
  return known.get(model).found;
}

function found(now) {
  const { n, k, p, s, d } = now;
  const every = rules(now);
  const m = every.floor.places;
  const layers = layersOf(now);
  const isPile = now.view === "layers";
  const last = isPile ? layers.length - 1 : m * m - 1;
  const step = clamp(now.step, 0, last);
  const [i, j] = isPile ? [0, 0] : [Math.floor(step / m), step % m];
  const row = countsOf(now, every.floor);
  const padded = Array.from({ length: n + 2 * p }, (_, at) => Number(at >= p && at < p + n));
  const counts = outer(row);
  const middle = n >> 1;
  const [corner, centre] = [counts[0][0], counts[middle][middle]];
  const [least, most] = [Math.min(...row) ** 2, Math.max(...row) ** 2];
  return {
    ...now,
    every,
    reach: reachOf(k, d),
    m,
    last,
    step,
    layers,
    layer: layers[isPile ? step : 0],
    i,
    j,
    top: i * s,
    left: j * s,
    X: outer(padded),
    Y: outer(seenOf(now, every.floor)),
    row,
    counts,
    dropped: counts.flat().filter((count) => count === 0).length,
    all: n * n,
    middle: middle + 1,
    corner,
    centre,
    least,
    most,
    isEven: least === most,
  };
}

/** Does the window (i, j) look at the cell (row, col) of the padded input? */
export function looksAt({ k, s, d }, [i, j], [row, col]) {
  const isTap = (at) => at >= 0 && at % d === 0 && at / d < k;
  return isTap(row - i * s) && isTap(col - j * s);
}

/** The answers that are known about the windows in a row: [key, value], the right one first. */
export function answersOf({ n, k, p, s, d, m, reach }) {
  const exact = (n + 2 * p - reach) / s + 1;
  const known = [["right", m]];
  if (exact > m) known.push([exact - m === 0.5 ? "half" : "part", exact], ["beyond", m + 1]);
  if (s > 1) known.push(["stride_1", outSize(n, reach, p, 1)]);
  if (d > 1) known.push(["no_dilation", outSize(n, k, p, s)]);
  if (s < reach) known.push(["apart", Math.floor((n + 2 * p) / reach)]);
  if (p > 0 && reach <= n) known.push(["no_padding", outSize(n, reach, 0, s)]);
  return known;
}

/** The answers about the second layer: how many of its outputs no zero has reached. No zeros, no question. */
export function layerAnswers({ p, layers }) {
  if (p === 0 || layers.length < 3) return [];
  const [, first, second] = layers;
  return [
    ["right_layers", second.untouched ** 2],
    ["one_layer", first.untouched ** 2],
    ["no_zeros", second.row.length ** 2],
  ];
}

/** "⌊(8 + 2·0 − 3) / 2⌋ + 1 = 3": the size formula with today's numbers, perhaps before there is any padding. */
export function formulaOf({ n, p, s, reach, m }, withPadding = true) {
  const sum = `(${n}${withPadding ? ` + 2·${p}` : ""} − ${reach}) / ${s}`;
  return `${(n + 2 * p - reach) % s ? `⌊${sum}⌋` : sum} + 1 = ${m}`;
}

/** For Python, and the step if the one asked for lies beyond the last. */
export function values(model) {
  const { counts, every, step } = scene(model);
  const sizes = Object.values(every).map(({ places }) => places);
  return { counts, sizes, step };
}
