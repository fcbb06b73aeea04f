// What is said of a state: one sentence a still, and the three sums that find a wrong gradient.
import { factor, show } from "../kit/maths/numbers.js";
import { adjoint } from "./model.js";

export const SUB = "₁₂₃₄₅";
export const written = (numbers) => numbers.map((value) => show(value)).join(" ");
export const termsOf = (lit, other) => lit.map((one) => `${factor(one.d)}·${factor(one[other])}`).join(" + ");

/** What is said of the number that is picked, or that the window is at. */
function toldOfPick({ pick, lit, dx, dw, right, d, swapped }, t) {
  const n = Number(pick[1]);
  const said = { n: SUB[n] };
  if (pick[0] === "x") {
    const terms = termsOf(lit, "wa");
    return t("told_dx", { ...said, terms, value: show(dx[n]) });
  }
  if (pick[0] === "w")
    return t(swapped ? "told_dw_swapped" : "told_dw", {
      ...said,
      terms: termsOf(lit, "xj"),
      value: show(dw[n]),
      right: show(right[n]),
    });
  const inputs = lit.map(({ j }) => `x${SUB[j]}`).join(", ");
  const weights = lit.map(({ wa }) => show(wa)).join(", ");
  return t("told_d", { ...said, value: show(d[n]), inputs, weights });
}

export function toldOf(now, t) {
  const { pick, step, of, stride, swapped, w } = now;
  if (pick) return toldOfPick(now, t);
  if (step === 0) return t("told_start");
  if (step === 1) return t("told_back");
  if (of === "w") return t(swapped ? "told_swap" : stride === 1 ? "told_lay" : "told_lay_holes");
  if (step === 2) return t(stride === 1 ? "told_zeros" : "told_holes");
  return t("told_turn", { before: written(w), after: written([...w].reverse()) });
}

export function noteOf(now, t) {
  const sums = adjoint(now);
  const said = Object.fromEntries(
    Object.entries(sums).map(([name, value]) => [name, String(value).replace("-", "−")]),
  );
  if (!now.swapped) return t("adjoint", said);
  return t(sums.weights === sums.outputs ? "adjoint_blind" : "adjoint_wrong", said);
}
