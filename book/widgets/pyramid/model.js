// The pyramid without its page: its traits, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { matrixProblem } from "../kit/maths/matrices.js";
import { clamp } from "../kit/maths/numbers.js";
import { counts, middleOf, reaches, seenBy, waysOf } from "./field.js";

export const WHAT = ["layers", "pick", "view", "seed", "target", "budget"];
export const TRAITS = [...WHAT, "step", "playing", "interval_ms", "answer"];
export const VIEWS = ["paths", "random", "puzzle"];
export const PARTS = ["k", "s", "d"];
export const BOUNDS = { k: [1, 7], s: [1, 3], d: [1, 4] };
export const MOST = 8;
export const WIDEST = 127;
export const FIRST = [
  [3, 1, 1],
  [3, 2, 1],
  [2, 2, 1],
];
export const LAST = [3, 1, 2];
const TOPS = 3;

/** Why this state cannot be drawn: { key, ...values } of a label, or null. */
export function problem({ layers }) {
  const why = matrixProblem("layers", layers);
  if (why) return why;
  if (layers[0].length !== PARTS.length) return { key: "bad_layer", got: layers[0].join(" ") };
  for (const row of layers)
    for (const [i, name] of PARTS.entries()) {
      const [min, max] = BOUNDS[name];
      if (!Number.isInteger(row[i]) || row[i] < min || row[i] > max)
        return { key: "bad_number", got: row[i], name, min, max };
    }
  return null;
}

/**
 * Everything that follows from the traits.
 *   at            field and jump before any layer and after each
 *   units, n      how many units each level has; of the input, n; both null where it is too wide to draw
 *   chosen, index the layer and the output in sight;  lit  which units of each level below reach it
 *   ways, start   in how many ways each input of its field does, and where that field begins
 */
export function scene(model) {
  const now = snapshot(model, TRAITS);
  const { layers } = now;
  const at = reaches(layers);
  const top = at[layers.length];
  const isWide = top.field > WIDEST;
  const tops = isWide ? 1 : clamp(1 + Math.floor((WIDEST - top.field) / top.jump), 1, TOPS);
  const units = isWide ? null : counts(layers, tops);
  const chosen = clamp(now.pick[0], 1, layers.length);
  const index = units ? clamp(now.pick[1], 0, units[chosen] - 1) : 0;
  const below = layers.slice(0, chosen);
  const ways = isWide ? [] : waysOf(below);
  const { field, jump } = at[chosen];
  const [from, many] = middleOf(field);
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  return {
    ...now,
    at,
    isWide,
    units,
    n: units?.[0],
    chosen,
    index,
    step: clamp(now.step, 0, chosen),
    lit: units ? seenBy(below, index) : [],
    ways,
    start: index * jump,
    field,
    jump,
    holes: ways.filter((way) => way === 0).length,
    middle: many,
    share: sum(ways.slice(from, from + many)) / sum(ways),
    weights: sum(layers.map(([k]) => k)),
    whole: { ...top, holes: isWide ? null : waysOf(layers).filter((way) => way === 0).length },
  };
}

/** For Python; and what was chosen, and the step, if they lie beyond the last. */
export function values(model) {
  const { layers, at, isWide, chosen, index, step } = scene(model);
  const ways = isWide ? [] : waysOf(layers);
  const mask = ways.map((way) => Number(way > 0));
  return { ...at[layers.length], mask: [mask], paths: [ways], pick: [chosen, index], step };
}
