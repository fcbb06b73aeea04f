// The line under the controls, and sentences whose formulas do not break.
import { attribute, h, write } from "./dom.js";

/** "3 × 3" and "2 + 1 = 3" stay on one line. */
export const unbroken = (text) => text.replace(/([\d)]) ([×+=−]) (?=[\d(])/g, "$1\u00a0$2\u00a0");

/** The line under the controls: a quiet fact, or, in its place, what was wrong with the last input. */
export function noteLine() {
  const fact = h("p", { class: "cw-fact" });
  const complaint = h("p", { class: "cw-complaint", role: "alert" });
  let standing = null;
  return {
    el: h("div", { class: "cw-note" }, fact, complaint),
    say: (text) => write(fact, unbroken(text)),
    complain(text) {
      standing = text;
      write(complaint, unbroken(text ?? ""));
      attribute(fact, "hidden", Boolean(text));
    },
    get standing() {
      return standing;
    },
  };
}
