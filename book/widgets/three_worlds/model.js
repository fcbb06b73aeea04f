// One window, three worlds, without its page: its traits, when they cannot be drawn, and what follows from them.
import { change, once, watch } from "../kit/frame/state.js";
import { clamp } from "../kit/maths/numbers.js";
import { isOpen } from "../kit/parts/gate.js";
import { clock } from "../kit/parts/timeline.js";
import { arraysOf, causal, means, sizeOf } from "./arrays.js";

export const TABS = ["channels", "worlds", "causal"];
export const WHAT = ["tab", "data", "dilation"];
export const TRAITS = [...WHAT, "arrays", "step", "playing", "interval_ms", "speed", "answer"];
export const KERNELS = {
  channels: { flat: [3, 3, 3], deep: [2, 3, 3] },
  worlds: { signal: [3], image: [3, 3], volume: [3, 3, 3] },
};
export const WEIGHTS = [1, 2, 4]; // of the causal layer; the first one weighs the present
const PACE_MS = { channels: 150, worlds: 60, causal: 700 };
const EIGHT = 8; // places along each axis at which the windows of the three worlds are shown

/** Why this state cannot be drawn: { key, ...values } of a label, or null. */
export function problem({ arrays }) {
  const fine = arrays?.eeg?.length > 6 && arrays.temple?.length === 1024 && arrays.dahlia?.length === 256;
  return fine ? null : { key: "bad_arrays" };
}

const known = new WeakMap(); // arrays as they came → what was made of them, once for each setting

function onceFor(arrays, key, make) {
  if (!known.has(arrays)) known.set(arrays, new Map());
  const found = known.get(arrays);
  if (!found.has(key)) found.set(key, make());
  return found.get(key);
}

/** Everything that follows from the traits: the tab's own, and { step, count, values, shapes }. */
export const scene = once(TRAITS, (state) => {
  const { tab, data, arrays, dilation } = state;
  const given = onceFor(arrays, data, () => arraysOf(data, arrays));
  const more = tab === "causal" ? inTime(state, given.causal) : inSpace(state, given, outputs);
  function outputs(name, kernel, d) {
    return onceFor(arrays, [data, name, d].join(), () => means(given[name], kernel, d));
  }
  return { ...state, ...more, dilation };
});

/** The windows on the arrays of a tab: worlds: [{ name, X, Y, kernel, d, place, value }, …]. */
function inSpace({ tab, data, dilation, step: wished }, given, outputs) {
  const d = tab === "worlds" ? dilation : 1;
  const worlds = Object.entries(KERNELS[tab]).map(([name, kernel]) => ({
    name,
    kernel,
    d,
    X: given[name],
    Y: outputs(name, kernel, d),
  }));
  const base = data === "real" ? EIGHT : worlds[0].Y.shape[0];
  const count = tab === "worlds" ? base ** 3 : Math.max(...worlds.map(({ Y }) => sizeOf(Y.shape)));
  const step = clamp(wished, 0, count - 1);
  for (const world of worlds) {
    const { shape } = world.Y;
    world.base = base;
    world.isDone = tab === "channels" && step >= sizeOf(shape);
    world.place =
      tab === "worlds"
        ? digits(step, base, shape.length).map((digit, axis) => spread(digit, shape[axis], base))
        : placeOf(Math.min(step, sizeOf(shape) - 1), shape);
    world.value = world.Y.values[indexOf(world.place, shape)];
  }
  return {
    worlds,
    step,
    count,
    values: worlds.map(({ value }) => value),
    shapes: worlds.map(({ Y }) => Y.shape),
  };
}

/** The last `many` of the three digits of step, written in this base. */
const digits = (step, base, many) => placeOf(step, [base, base, base]).slice(3 - many);
const spread = (digit, places, base) => Math.round((digit * (places - 1)) / (base - 1));

export function placeOf(index, shape) {
  const place = [];
  for (let axis = shape.length - 1, left = index; axis >= 0; axis -= 1) {
    place.unshift(left % shape[axis]);
    left = Math.floor(left / shape[axis]);
  }
  return place;
}
export const indexOf = (place, shape) => place.reduce((index, at, axis) => index * shape[axis] + at, 0);

/** The step at which the window lies there, or as near as it comes. */
export function stepAt({ tab, step }, { Y, base }, wished) {
  const place = wished.map((at, axis) => clamp(Math.round(at), 0, Y.shape[axis] - 1));
  if (tab === "channels") return indexOf(place, Y.shape);
  const near = place.map((at, axis) => Math.round((at * (base - 1)) / (Y.shape[axis] - 1)));
  return indexOf(
    [...placeOf(step, [base, base, base]).slice(0, 3 - near.length), ...near],
    [base, base, base],
  );
}

/** One place further along an axis of this world. */
export function stepBy({ tab, step }, { Y, base, place }, axis, by) {
  const at = tab === "channels" ? place : digits(step, base, Y.shape.length);
  const most = tab === "channels" ? Y.shape[axis] : base;
  const next = at.map((digit, k) => (k === axis ? clamp(digit + by, 0, most - 1) : digit));
  if (tab === "channels") return indexOf(next, Y.shape);
  return indexOf(
    [...placeOf(step, [base, base, base]).slice(0, 3 - next.length), ...next],
    [base, base, base],
  );
}

/** A window in time that ends at the present: x, y, and the products of this step, the present first. */
function inTime({ dilation, step: wished }, { values: x }) {
  const y = causal(x, WEIGHTS, dilation);
  const step = clamp(wished, 0, x.length - 1);
  const products = WEIGHTS.map((w, a) => [w, x[step - a * dilation] ?? 0]);
  const pads = dilation * (WEIGHTS.length - 1);
  return { x: [...x], y, step, products, pads, count: x.length, values: y, shapes: [[y.length]] };
}

/** For Python: the outputs, and the step if the one asked for lies beyond the last. */
export function values(model) {
  const now = scene(model);
  return { values: now.values, shapes: now.shapes, step: now.step };
}

export const mayPlay = (model) => model.get("tab") !== "channels" || isOpen(model);

/** Once a model: the clock, whose pace is the tab's. */
export function start(model) {
  const pace = () => change(model, { interval_ms: PACE_MS[model.get("tab")] ?? 150 });
  const counted = () => (problem({ arrays: model.get("arrays") }) ? 1 : scene(model).count);
  const stops = [watch(model, ["tab"], pace), clock(model, counted, () => mayPlay(model))];
  return () => stops.forEach((stop) => stop());
}
