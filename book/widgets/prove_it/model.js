// Prove it without its page: its traits, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { generator, shuffled } from "../kit/maths/random.js";

export const WHAT = ["place", "examples", "moved"];
export const TRAITS = [...WHAT, "answer", "results"];
export const PLACES = ["middle", "anywhere"];
export const EXAMPLES = [100, 1000];
const NETWORKS = ["dense", "convolution"];
const ORDERS = ["in order", "shuffled"];
export const SIDE = 12;

/** The sample digit on its field of SIDE × SIDE, flat, 0 to 255; in order and with its pixels in other places. */
function fields({ sample }, { place, moved }) {
  const [top, left] = place === "anywhere" ? [4, 0] : [2, 2];
  const field = Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [row, col] = [Math.floor(i / SIDE) - top, (i % SIDE) - left - Number(moved)];
    return ((sample[row]?.[col] ?? 0) * 255) / 16;
  });
  const perm = shuffled([...field.keys()], generator(1));
  return [field, perm.map((from) => field[from])];
}

/** Everything that follows from the traits: rows [{ network, order, dots, mean, low, high }], all in percent. */
export function scene(model) {
  const state = snapshot(model, TRAITS);
  const { place, examples, moved, results } = state;
  const test = moved ? "one to the right" : "as they are";
  const rows = NETWORKS.flatMap((network) =>
    ORDERS.map((order) => {
      const read = results.read[`${network}, ${order}, ${place}, ${examples}`][test];
      const dots = read.map((count) => (100 * count) / results.tested);
      const mean = dots.reduce((sum, dot) => sum + dot, 0) / dots.length;
      return { network, order, dots, mean, low: Math.min(...dots), high: Math.max(...dots) };
    }),
  );
  return { ...state, rows, fields: fields(results, state) };
}

/** For Python: the means, [dense, convolution] by [in order, shuffled]. */
export function values(model) {
  const [a, b, c, d] = scene(model).rows.map(({ mean }) => mean);
  return {
    means: [
      [a, b],
      [c, d],
    ],
  };
}
