// The gate: the reader commits to an answer, then the widget shows what comes out.
// The trait: answer, "" while the question stands; then what was answered, or "shown". It is part of no link.
import { attribute, button, h, rove, write } from "../frame/dom.js";
import { change } from "../frame/state.js";
import { isPrinting } from "../frame/theme.js";
import { sameShown, show } from "../maths/numbers.js";
import { guessForm, verdictLine } from "./guess.js";
import { clock } from "./timeline.js";

/** May the result be shown? */
export const isOpen = (model) => model.get("answer") !== "";

/** start of a widget whose pages turn once the gate is open: count(model) is how many; may(model) false holds one. */
export const gatedClock =
  (count, may = () => true) =>
  (model) =>
    clock(
      model,
      () => count(model),
      () => isOpen(model) && may(model),
    );

const MOVES = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };
const fits = ({ is }, value) => (typeof is === "function" ? is(value) : sameShown(value, is));

/**
 * gate(context, { ask, replies, next }): a question above the stage.
 *   ask() → the question      replies() → [{ is, says, right }, …] in the state in force; none: nothing is asked
 *     is     a number, or a function of one; with a text, the name of a choice: { is: "dark", text: "dark", … }
 *     says   the one true sentence that this answer earns
 *   other   the sentence for any other number      next() moves the focus on once it is answered
 *   sketch  { isAsked, kind }: the answer is drawn. isAsked() → in this state?  kind() → the reply that it earns, "" if
 *           nothing is drawn. *Compare* opens with it, right or not: then both are seen
 * { el, draw, asking, refuse, mask, told }: draw() first; asking() → is it masked? mask(el, …) hatches elements in
 * their final size while it is, { masked: asking() } the cells of a grid; speak(told(sentence)) says it once;
 * timeline({ gate }) does not play before.
 */
export function gate(
  { model, t, speak },
  { ask, replies, other = t("gate_other"), next = () => {}, sketch },
) {
  const question = h("p", { class: "cw-gate-ask" });
  const form = guessForm({ t, hear });
  const choices = h("div", { class: "cw-choices", role: "radiogroup" });
  const showMe = button(t("show_me"), () => open("shown"));
  const compare = sketch && button(t("compare"), judgeSketch);
  const verdict = verdictLine(speak);
  const el = h(
    "div",
    { class: "cw-gate", role: "group", "aria-label": t("gate") },
    question,
    h("div", { class: "cw-gate-answers" }, form.el, choices, compare, showMe),
    verdict.el,
  );
  const masks = [];
  let [asked, given, wasOpen] = [null, null, false];

  const asking = () => !isOpen(model) && replies().length > 0 && !isPrinting();
  const written = (right) => {
    const value = [model.get("answer"), right.is].map(Number).find(Number.isFinite);
    return value === undefined ? "" : show(value);
  };
  const rightOne = () => replies().find(({ right }) => right);
  const earned = () => sketch?.isAsked() && replies().find(({ is }) => is === model.get("answer"));

  function hear(value, typed) {
    if (Number.isFinite(value))
      judge(
        value,
        replies().find((reply) => fits(reply, value)),
      );
    else verdict.say(t(typed ? "bad_guess" : "no_guess", { got: typed }), false);
    form.select();
  }
  function judge(value, reply) {
    if (reply?.right) return open(String(value));
    verdict.say(
      reply?.says ?? other.replace("{got}", typeof value === "number" ? show(value) : value),
      false,
    );
  }
  function judgeSketch() {
    const kind = sketch.kind();
    if (kind) open(kind);
    else verdict.say(t("answer_first"), false);
  }
  function open(answer) {
    change(model, { answer });
    el.dispatchEvent(new Event("answered", { bubbles: true })); // the page may wait for it
    requestAnimationFrame(next);
  }
  function choose(reply) {
    if (!asking()) return;
    given = reply.is;
    judge(reply.is, reply);
    mark();
  }

  function radio(reply) {
    const el = button(reply.text, () => choose(reply));
    attribute(el, "role", "radio");
    el.dataset.is = reply.is;
    return el;
  }
  choices.addEventListener("keydown", (event) => {
    const all = [...choices.children];
    const at = all.indexOf(event.target);
    if (!(event.key in MOVES) || at < 0) return;
    const to = all[(at + MOVES[event.key] + all.length) % all.length];
    rove(all, to);
    to.focus();
    event.preventDefault();
    event.stopPropagation();
  });
  /** Which choice was taken; once it is settled, the right one. */
  function mark() {
    const taken = isOpen(model) ? rightOne()?.is : given;
    for (const one of choices.children) {
      attribute(one, "aria-checked", String(one.dataset.is === String(taken)));
      attribute(one, "aria-disabled", asking() ? null : "true");
    }
  }

  /** Another question, the same about other numbers, or the same after a reset: ask anew. */
  function pose() {
    const offered = replies();
    const key = JSON.stringify([ask(), offered.map(({ is, says }) => [String(is), says])]);
    const isTakenBack = wasOpen && !isOpen(model);
    wasOpen = isOpen(model);
    if (key === asked && !isTakenBack) return;
    [asked, given] = [key, null];
    write(question, ask());
    verdict.write("");
    verdict.room([...offered.map(({ says }) => says), other, t("answer_first")]);
    const isChoice = offered.some(({ text }) => text !== undefined);
    attribute(choices, "aria-label", ask());
    choices.replaceChildren(...(isChoice ? offered.map(radio) : []));
    rove([...choices.children], choices.firstChild);
    attribute(choices, "hidden", !isChoice);
    attribute(form.el, "hidden", isChoice || sketch?.isAsked());
    compare?.classList.toggle("is-out", !sketch.isAsked());
  }
  function draw() {
    attribute(el, "hidden", replies().length === 0);
    pose();
    const right = rightOne();
    const isSettled = isOpen(model) && Boolean(right);
    form.settle(isSettled ? written(right) : null);
    attribute(showMe, "hidden", isSettled);
    if (compare) attribute(compare, "hidden", isSettled);
    const reply = earned() || right;
    if (isSettled) verdict.write(reply.says, Boolean(reply.right));
    mark();
    for (const one of masks) one.classList.toggle("cw-masked", asking());
  }
  return {
    el,
    draw,
    asking,
    refuse: () => verdict.say(t("answer_first")),
    mask: (...elements) => masks.push(...elements),
    told: (sentence) => (asking() ? ask() : verdict.told(sentence)),
  };
}
