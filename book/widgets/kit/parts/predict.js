// Predict mode: the reader types the value before it is shown; a wrong guess is named, not just refused.
// The traits: predict (on or off), answered (steps found so far), step.
import { attribute, button, h, write } from "../frame/dom.js";
import { change, watch } from "../frame/state.js";
import { read } from "../maths/numbers.js";
import { toggle } from "./controls.js";

/** May the value of this step be shown? */
export const isKnown = ({ predict, answered }, step) => !predict || answered.includes(step);

/** Forget the answers whenever one of these traits changes. Returns the undo. */
export function forgetAnswers(model, names) {
  return watch(model, [...names, "predict"], () => {
    if (model.get("answered").length) change(model, { answered: [] });
  });
}

/** The switch that turns predict mode on and moves the reader to the question. */
export function predictSwitch({ model, t, focus }) {
  return toggle(t("predict"), (on) => {
    change(model, { predict: on, playing: false });
    if (on) requestAnimationFrame(focus);
  });
}

/**
 * { field, verdict, draw }: `field` stands where the answer would be, `verdict` is the line below.
 *   judge(value) → { right, sentence }      parse(text) → the number typed, or NaN
 *   now() → { step, last }                  finish() moves the focus on after the last step
 */
export function predictor({ model, t, judge, now, finish, parse = read }) {
  const input = h("input", {
    class: "cw-guess",
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "?",
    enterkeyhint: "done",
    "aria-label": t("guess"),
  });
  const check = h("button", { type: "submit", class: "cw-button cw-main" }, t("check"));
  const field = h("form", { class: "cw-guess-form", novalidate: true, onsubmit: submit }, input, check);
  const text = h("span", { class: "cw-judged-text" });
  const show = button(t("show_it"), settle);
  const next = button(t("next"), onward, { main: true });
  const verdict = h("div", { class: "cw-judged", role: "status" }, text, show, next);
  const focus = () => input.focus({ preventScroll: true });
  let asked = null;

  function submit(event) {
    event.preventDefault();
    const value = parse(input.value);
    const unread = { right: false, sentence: t("bad_guess", { got: input.value.trim() || t("nothing") }) };
    const { right, sentence } = Number.isFinite(value) ? judge(value) : unread;
    attribute(verdict, "data-right", right ? "yes" : "no");
    write(text, sentence);
    if (right) settle();
    else input.select();
  }
  function settle() {
    const { step, last } = now();
    change(model, { answered: [...model.get("answered"), step] });
    requestAnimationFrame(step === last ? finish : () => next.focus({ preventScroll: true }));
  }
  function onward() {
    change(model, { step: now().step + 1 });
    requestAnimationFrame(focus);
  }

  /** key: what is asked now; another key is another question. */
  function draw(key) {
    const { step, last } = now();
    const asking = !isKnown({ predict: model.get("predict"), answered: model.get("answered") }, step);
    attribute(verdict, "hidden", !model.get("predict"));
    field.hidden = !asking;
    show.hidden = !asking;
    next.hidden = asking || step === last;
    if (asked === key) return;
    asked = key;
    input.value = "";
    write(text, asking ? t("ask") : "");
    attribute(verdict, "data-right", null);
  }
  return { field, verdict, draw, focus };
}
