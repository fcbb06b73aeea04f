// Find the figure without its page: its traits, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { clamp } from "../kit/maths/numbers.js";
import { bestOf, drawCrowd, drawFigure, FIGURE, HERO, SCENE, sweep } from "./crowd.js";

export const TRAITS = ["seed", "step", "playing", "guess", "interval_ms", "speed"];
export const SHAPE = [SCENE.height, SCENE.width];
export const ROWS = SCENE.height - FIGURE.height + 1;
export const MIDDLE = [FIGURE.height >> 1, FIGURE.width >> 1];
export const DETECTOR = drawFigure(HERO);

export function problem({ guess }) {
  const inside =
    Array.isArray(guess) && guess.every((at, axis) => Number.isInteger(at) && at >= 0 && at < SHAPE[axis]);
  return inside && [0, 2].includes(guess.length)
    ? null
    : { key: "bad_place", got: String(guess), height: SHAPE[0], width: SHAPE[1] };
}

let drawn = { seed: null };
/** The crowd of this seed, the last one is kept; its scores, once somebody asks for them. */
function crowdOf(seed, scored) {
  if (drawn.seed !== seed) drawn = { seed, ...drawCrowd(seed), scores: null };
  if (scored) drawn.scores ??= sweep(drawn.pixels, DETECTOR);
  return drawn;
}

/** Everything that follows from the traits. */
export function scene(model) {
  const state = snapshot(model, TRAITS);
  const step = clamp(Math.round(state.step), 0, ROWS);
  const [row, col] = state.guess;
  const guessed = state.guess.length > 0;
  const crowd = crowdOf(state.seed, guessed || step > 0);
  const hit =
    guessed &&
    row >= crowd.place[0] &&
    row < crowd.place[0] + FIGURE.height &&
    col >= crowd.place[1] - 1 &&
    col <= crowd.place[1] + FIGURE.width;
  return {
    ...state,
    ...crowd,
    step,
    guessed,
    hit,
    done: step === ROWS,
    best: step ? bestOf(crowd.scores, step) : null,
  };
}

/** The best score of a window that has this pixel near its middle: nobody presses exactly. */
export function scoreNear(scores, [row, col]) {
  const close = scores.flatMap((line, i) =>
    [...line].filter((_, j) => Math.abs(i + MIDDLE[0] - row) <= 4 && Math.abs(j + MIDDLE[1] - col) <= 3),
  );
  return close.length ? Math.max(...close) : 0;
}

/** For Python: after the last row, the best place and its score. */
export function values(model) {
  const { done, best } = scene(model);
  return { found: done ? [best.row, best.col] : [], score: done ? best.score : 0 };
}
