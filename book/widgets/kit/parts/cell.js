// One cell of a grid: a number to be read, or one that can be typed, pulled and nudged.
import { attribute, h, write } from "../frame/dom.js";
import { LARGEST } from "../maths/matrices.js";
import { clamp, emWidth, read, show } from "../maths/numbers.js";
import { onDrag } from "./drag.js";
import { entry } from "./entry.js";

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
 * refuse(typed, input) what is typed and no number. { box, inner, editable, field, onKey(event) → was it for the cell? }
 */
export function cell({ editable, touch, value, hear, refuse }) {
  const inner = editable ? h("input", NUMBER) : h("div", { class: "cw-value", tabindex: "-1" });
  const box = h("div", { class: "cw-cell", role: "gridcell" }, inner);
  if (!editable) return { box, inner, editable, onKey: () => false };

  function take(typed) {
    const number = read(typed);
    if (Math.abs(number) <= LARGEST) hear(number);
    else refuse(typed, inner);
  }
  const field = entry(inner, (typed) => {
    take(typed);
    if (document.activeElement === inner) queueMicrotask(() => inner.select()); // after the draw
  });
  function move(next) {
    field.revert();
    hear(next);
  }
  function onKey({ key, shiftKey }) {
    if (!(shiftKey ? key in NUDGES : key.startsWith("Page"))) return false;
    move(clamp(Number((value() + NUDGES[key]).toFixed(4)), -LARGEST, LARGEST));
    queueMicrotask(() => inner.select()); // after the draw, before the next key
    return true;
  }
  pull(inner, { touch, start: value, move });
  return { box, inner, editable, field, onKey };
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

const MARKS = {
  pad: "is-pad",
  inside: "is-inside",
  now: "is-now",
  todo: "is-todo",
  dropped: "is-dropped",
  masked: "cw-masked",
  copy: "is-copy",
  landing: "is-landing",
};

/** Write a number and its look into a cell; `label` says what a screen reader hears of it. */
export function paintCell({ box, inner, editable, field }, value, look, label) {
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
  if (look.landing) box.style.setProperty("--turn", look.turn);
  box.style.setProperty("--em", emWidth(text).toFixed(2));
  attribute(inner, "aria-label", label(look.says ?? text));
  attribute(box, "aria-label", look.masked ? label("?") : null); // the number itself is out of reach
  if (editable) field.draw(text);
  else write(inner, text);
}
