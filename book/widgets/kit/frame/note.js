// The line under the controls, and sentences whose formulas do not break.
import { attribute, h, write } from "./dom.js";

/** "3 × 3" and "2 + 1 = 3" stay on one line. */
export const unbroken = (text) => text.replace(/([\d)]) ([×+=−]) (?=[\d(])/g, "$1\u00a0$2\u00a0");

/**
 * The line under the controls: a quiet fact, or, in its place, what was wrong with the last input.
 *   complain(text, input)  also marks the field that it is about; null takes the complaint back
 *   good()                 the state changed: a complaint goes, if it was the reader in `root` who changed it.
 * Neither the clock nor a pointer that passes by is a reader's action, nor is the press that brought the complaint.
 */
export function noteLine(root) {
  const fact = h("p", { class: "cw-fact" });
  const complaint = h("p", { class: "cw-complaint", role: "alert" });
  let [culprit, acted] = [null, false];

  function complain(text, input = null) {
    if (culprit) attribute(culprit, "aria-invalid", null);
    culprit = text ? input : null;
    if (culprit) attribute(culprit, "aria-invalid", "true");
    write(complaint, unbroken(text ?? ""));
    attribute(fact, "hidden", Boolean(text));
    acted = false;
  }
  const good = () => acted && complain(null);
  for (const name of ["pointerdown", "keydown"]) root.addEventListener(name, () => (acted = true), true);
  root.addEventListener("click", ({ target }) => target.closest("button") && good());
  return {
    el: h("div", { class: "cw-note" }, fact, complaint),
    say: (text) => write(fact, unbroken(text)),
    complain,
    good,
  };
}
