// One cell of a grid: a number to be read, or one that can be typed, pulled and nudged.
import { attribute, h, write } from "../frame/dom.js";
import { clamp, emWidth, read, show } from "../maths/numbers.js";
import { onDrag } from "./drag.js";

const LARGEST = 9999;
const NUDGES = { ArrowUp: 1, ArrowDown: -1, PageUp: 1, PageDown: -1 };
const NUMBER = {
  class: "cw-value",
  type: "text",
  autocomplete: "off",
  spellcheck: "false",
  tabindex: "-1",
  enterkeyhint: "done",
};

/**
 * cell({ editable, touch, value, hear, refuse }): value() is the number that stands there, hear(number) takes another,
 * refuse(typed, kept) a word that is none. { box, inner, editable, onKey(event) → was it for the cell? }
 */
export function cell({ editable, touch, value, hear, refuse }) {
  const inner = editable ? h("input", NUMBER) : h("div", { class: "cw-value", tabindex: "-1" });
  const box = h("div", { class: "cw-cell", role: "gridcell" }, inner);
  if (!editable) return { box, inner, editable, onKey: () => false };
  const revert = () => (inner.value = inner.dataset.shown);

  function commit() {
    const typed = inner.value;
    if (typed === inner.dataset.shown) return;
    const number = read(typed);
    if (Number.isFinite(number) && Math.abs(number) <= LARGEST) {
      inner.dataset.shown = typed;
      hear(number);
    } else refuse(typed.trim(), revert());
  }
  function onKey({ key, shiftKey }) {
    if (shiftKey ? key in NUDGES : key.startsWith("Page")) {
      hear(Number((value() + NUDGES[key]).toFixed(4)));
      queueMicrotask(() => inner.select()); // after the draw, before the next key
    } else if (key === "Enter" || key === "Escape") {
      (key === "Enter" ? commit : revert)();
      inner.select();
    } else return false;
    return true;
  }
  inner.addEventListener("change", commit);
  inner.addEventListener("blur", commit);
  pull(inner, { touch, start: value, move: hear });
  return { box, inner, editable, onKey };
}

/** Press and pull a number up or down: one step for every 10 pixels; fine steps with Shift held. */
function pull(el, { start, move, touch }) {
  if (touch) el.style.touchAction = "none";
  onDrag(el, (down) => {
    if (down.pointerType !== "mouse" && !touch) return null;
    const from = start();
    let [moved, last] = [false, from];
    return {
      move(event) {
        const steps = Math.round((down.clientY - event.clientY) / 10);
        if (!moved && steps === 0) return;
        if (!moved) el.setPointerCapture(down.pointerId);
        moved = true;
        event.preventDefault();
        const value = clamp(Number((from + steps * (event.shiftKey ? 0.1 : 1)).toFixed(4)), -99, 99);
        if (value !== last) move(value);
        last = value;
      },
    };
  });
}

const MARKS = { pad: "is-pad", inside: "is-inside", now: "is-now", todo: "is-todo", masked: "cw-masked" };

/** Write a number and its look into a cell; `label` says what a screen reader hears of it. */
export function paintCell({ box, inner, editable }, value, look, label) {
  const text = look.text ?? show(value);
  box.className = [
    "cw-cell",
    ...Object.keys(MARKS)
      .filter((mark) => look[mark])
      .map((mark) => MARKS[mark]),
  ].join(" ");
  attribute(box, "data-sign", look.tint ? (value < 0 ? "−" : "+") : null);
  box.style.setProperty("--v", look.tint ? look.tint.toFixed(3) : 0);
  attribute(box, "data-corner", look.corner === undefined ? null : show(look.corner));
  attribute(box, "data-grey", look.grey === undefined ? null : look.grey > 120 ? "light" : "dark");
  if (look.grey !== undefined) box.style.setProperty("--grey", Math.round(look.grey));
  box.style.setProperty("--em", emWidth(text).toFixed(2));
  attribute(inner, "aria-label", label(text));
  attribute(box, "aria-label", look.masked ? label("?") : null); // the number itself is out of reach
  if (!editable) write(inner, text);
  else if (inner.dataset.shown !== text) [inner.value, inner.dataset.shown] = [text, text];
}
