// What a wrong number gives away: known mistakes and the value that each one leads to.
import { sumOfProducts, turn } from "../kit/maths/conv.js";
import { sameShown } from "../kit/maths/numbers.js";

const plus = (A) => A.flat().reduce((sum, value) => sum + value, 0);
const transposed = (A) => A[0].map((_, j) => A.map((row) => row[j]));

/** [key, value] of every known mistake at one window, the telling ones first. */
export function knownMistakes({ window: X, K, bias = 0, turned = false, neighbours = {} }) {
  const right = sumOfProducts(X, K) + bias;
  const square = K.length === K[0].length;
  const mistakes = [[turned ? "guess_not_turned" : "guess_turned", sumOfProducts(X, turn(K)) + bias]];
  if (square) mistakes.push(["guess_transposed", sumOfProducts(X, transposed(K)) + bias]);
  for (const [key, value] of Object.entries(neighbours)) mistakes.push([`guess_${key}`, value]);
  if (bias) mistakes.push(["guess_no_bias", right - bias]);
  mistakes.push(
    ["guess_sum_of_input", plus(X)],
    ["guess_sum_of_weights", plus(K)],
    ["guess_added", plus(X) + plus(K)],
    ["guess_sign", -right],
    ["guess_lost_minus", plus(X.map((row, i) => row.map((x, j) => Math.abs(x * K[i][j]))))],
    ["guess_mean", right / (K.length * K[0].length)],
  );
  return mistakes;
}

/** The key of the first known mistake that gives `guess`, or null. Ask only about a guess that is wrong. */
export function nameMistake(guess, situation) {
  const found = knownMistakes(situation).find(([, value]) => sameShown(guess, value));
  return found ? found[0] : missedTerm(guess, situation);
}

function missedTerm(guess, { window: X, K, bias = 0 }) {
  const right = sumOfProducts(X, K) + bias;
  const products = X.flatMap((row, i) => row.map((x, j) => x * K[i][j]));
  return products.some((product) => product !== 0 && sameShown(guess, right - product))
    ? "guess_missed_one"
    : null;
}
