// The products of a window as the terms of a sentence.
import { emWidth, factor, isShownInFull, show } from "../maths/numbers.js";

/** { text: "4·(−1)", zero, label } for each cell of the window, in reading order. */
export function termsOf(seen, K, t) {
  return seen.flatMap((row, a) =>
    row.map((x, b) => {
      const w = K[a][b];
      const label = t("term", { x: show(x), w: show(w), row: a + 1, col: b + 1 });
      return { text: `${factor(x)}·${factor(w)}`, zero: x * w === 0, label };
    }),
  );
}

/** Is every number of the sentence shown in full, so that "=" is true and not "≈"? */
export const isExact = (...matrices) => matrices.flat(2).every(isShownInFull);

/** "row 1, column 2: 0·0 + 1·1 = 1": the sentence as one line of text. */
export function spokenSum(place, terms, exact, answer) {
  return `${place}: ${terms.map(({ text }) => text).join(" + ")} ${exact ? "=" : "≈"} ${answer}`;
}

/** The room in em that the widest of these products needs. */
export function widestProduct(pairs) {
  return pairs.reduce((most, [x, w]) => Math.max(most, emWidth(`${factor(x)}·${factor(w)}`)), 0);
}
