// Predict mode: the reader types the value before it is shown; a wrong guess is named, not just refused.
// The traits: predict (on or off), answered (steps found so far), step.
import { attribute, button } from "../frame/dom.js";
import { change, watch } from "../frame/state.js";
import { isPrinting } from "../frame/theme.js";
import { toggle } from "./controls.js";
import { guessForm, verdictLine } from "./guess.js";

/** May the value of this step be shown? On paper all may. */
export const isKnown = ({ predict, answered }, step) => !predict || answered.includes(step) || isPrinting();

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
 * { field, verdict, told, draw, asking, refuse }: `field` stands where the answer would be, `verdict` is the line below;
 * the widget speaks told(sentence). asking and refuse are for the timeline, which does not play past a question.
 *   judge(value) → { right, sentence }      parse(text) → the number typed, or NaN
 *   now() → { step, last }                  finish() moves the focus on after the last step
 */
export function predictor({ model, t, speak, judge, now, finish, parse }) {
  const form = guessForm({ t, hear, parse });
  const show = button(t("show_me"), settle);
  const next = button(t("next"), onward, { main: true });
  const verdict = verdictLine(speak, show, next);
  const asking = () =>
    !isKnown({ predict: model.get("predict"), answered: model.get("answered") }, now().step);
  let asked = null;

  function hear(value, typed) {
    const unread = { right: false, sentence: t(typed ? "bad_guess" : "no_guess", { got: typed }) };
    const { right, sentence } = Number.isFinite(value) ? judge(value) : unread;
    verdict.say(sentence, right);
    if (right) settle();
    else form.select();
  }
  function settle() {
    const { step, last } = now();
    change(model, { answered: [...model.get("answered"), step] });
    requestAnimationFrame(step === last ? finish : () => next.focus({ preventScroll: true }));
  }
  function onward() {
    change(model, { step: now().step + 1 });
    requestAnimationFrame(form.focus);
  }

  /** key: what is asked now; another key is another question. */
  function draw(key) {
    const { step, last } = now();
    attribute(verdict.el, "hidden", !model.get("predict"));
    form.el.hidden = !asking();
    show.hidden = !asking();
    next.hidden = asking() || step === last;
    if (asked === key) return;
    asked = key;
    form.settle(null);
    verdict.write(asking() ? t("ask") : "");
  }
  const refuse = () => verdict.say(t("answer_first"));
  return { field: form.el, verdict: verdict.el, told: verdict.told, draw, focus: form.focus, asking, refuse };
}
