// Predict mode: the reader types the value before it is shown; a wrong guess is named, not just refused.
import { attribute, h, write } from "./dom.js";
import { button } from "./controls.js";
import { read } from "./numbers.js";

/**
 * { field, verdict, draw(asking, key) }: `field` stands where the answer would be.
 * parse(text) → the number typed, or NaN; judge(value) → { right, sentence }; reveal() and onward() do what their buttons say.
 */
export function predictor({ t, judge, reveal, onward, parse = read }) {
  const input = h("input", { class: "cw-guess", type: "text", autocomplete: "off", spellcheck: "false", placeholder: "?",
    enterkeyhint: "done", "aria-label": t("guess") });
  const check = h("button", { type: "submit", class: "cw-button cw-main" }, t("check"));
  const field = h("form", { class: "cw-guess-form", novalidate: true, onsubmit: submit }, input, check);
  const text = h("span", { class: "cw-judged-text" });
  const show = button(t("show_it"), reveal);
  const next = button(t("next"), onward, { main: true });
  const verdict = h("div", { class: "cw-judged", role: "status" }, text, show, next);
  let asked = null;

  function submit(event) {
    event.preventDefault();
    const value = parse(input.value);
    const { right, sentence } = Number.isFinite(value)
      ? judge(value)
      : { right: false, sentence: t("bad_guess", { got: input.value.trim() || t("nothing") }) };
    attribute(verdict, "data-right", right ? "yes" : "no");
    write(text, sentence);
    if (!right) input.select();
  }

  /** asking: is this step's value still to be found? key: which step; end: is it the last one? */
  function draw({ on, asking, key, end }) {
    attribute(verdict, "hidden", !on);
    if (!on) return;
    if (asked !== key) {
      input.value = "";
      write(text, asking ? t("ask") : "");
      attribute(verdict, "data-right", null);
    }
    asked = key;
    show.hidden = !asking;
    next.hidden = asking || end;
  }
  return { field, verdict, draw, focus: () => input.focus({ preventScroll: true }), focusNext: () => next.focus({ preventScroll: true }), input };
}
