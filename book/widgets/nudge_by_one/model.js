// Nudge by one without its page: its traits, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { matrixProblem, sizeOf } from "../kit/maths/matrices.js";
import { before, pools, rolled, sources, total } from "./pools.js";

export const N = 8;
export const LARGEST = 9;
export const WHAT = ["x", "blur", "max_first"];
export const TRAITS = [...WHAT, "step", "playing", "interval_ms", "speed", "answer"];
export const POOLS = ["pooled", "sliding", "blurred"];
export const PICKS = {
  pairs: [[0, 0, 1, 1, 0, 0, 1, 1]],
  uneven: [[0, 5, 1, 0, 0, 2, 4, 1]],
  dot: [[0, 0, 0, 9, 0, 0, 0, 0]],
};

export const isCell = (value) => Number.isInteger(value) && value >= 0 && value <= LARGEST;

/** Why this state cannot be drawn: { key, ...values } of a label, or null. */
export function problem({ x }) {
  const why = matrixProblem("x", x);
  if (why) return why;
  if (x.length !== 1 || x[0].length !== N) return { key: "bad_length", got: sizeOf(x), n: N };
  const odd = x[0].find((value) => !isCell(value));
  return odd === undefined ? null : { key: "bad_sample", got: odd, most: LARGEST };
}

/**
 * Everything that follows from the traits.
 *   row         x as it lies now         rows, sums     the three pools of it, and their totals
 *   from        where each number of the first pool came from
 *   flicker     [least, greatest] total of each pool over all steps; most: the greatest of all
 */
export function scene(model) {
  const { x: X, step, max_first: maxFirst, ...rest } = snapshot(model, TRAITS);
  const [x] = X;
  const every = x.map((_, by) => pools(rolled(x, by), maxFirst));
  const flicker = POOLS.map((_, i) => {
    const totals = every.map((rows) => total(rows[i]));
    return [Math.min(...totals), Math.max(...totals)];
  });
  const row = rolled(x, step);
  return {
    ...rest,
    x,
    step,
    maxFirst,
    every,
    row,
    rows: every[step],
    sums: every[step].map(total),
    from: sources(row, 2),
    flicker,
    most: Math.max(...flicker.flat()),
    given: total(before(x, maxFirst)),
  };
}

/** Of [{ is, text, right, … }], those that read differently; the right one stays. One alone is no question. */
function distinct(offered) {
  const right = offered.find((one) => one.right);
  const texts = offered.map(({ text }) => text);
  const kept = offered.filter(
    (one, i) => one.right || (one.text !== right.text && texts.indexOf(one.text) === i),
  );
  return kept.length > 1 ? kept : [];
}

/** What the first pool may give after one step: [{ is, text, right }], and why it does, as the key of a sentence. */
export function nextAnswers({ x, every }, write) {
  const [now, next] = [every[0][0], every[1][0]];
  const text = { same: write(now), next: write(next), moved: write(rolled(now, 1)) };
  const because = text.next === text.same ? "stays" : text.next === text.moved ? "follows" : "differs";
  const isPairs = String(x) === String(PICKS.pairs[0]);
  return distinct(
    ["same", "next", "moved"].map((is) => ({
      is,
      text: text[is],
      right: is === "next",
      key: { same: "same", moved: "moved_two", next: `right_${isPairs ? "pairs" : because}` }[is],
    })),
  );
}

/** Which totals the blur may give over all steps. */
export function totalAnswers({ every, given }, each, inTurn) {
  const [low, high] = [total(every[0][0]), total(every[1][0])];
  return distinct([
    { is: "flicker", text: low === high ? each(low) : inTurn(low, high), key: "no_blur" },
    { is: "half", text: each(given / 2), key: "right_total", right: true },
    { is: "whole", text: each(given), key: "no_drop" },
  ]);
}

/** For Python: the three pools, and how far their totals go. */
export function values(model) {
  const { rows, flicker } = scene(model);
  return { ...Object.fromEntries(POOLS.map((name, i) => [name, [rows[i]]])), flicker };
}
