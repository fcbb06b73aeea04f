// A slider with its value beside it, which can also be typed.
import { attribute, freshId, h } from "../frame/dom.js";
import { clamp, read, show } from "../maths/numbers.js";
import { entry } from "./entry.js";

/**
 * slider({ text, min, max, step, unit, t, bad, set }): set(value) hears a value on the grid of steps;
 * bad(sentence, input) says why a typed value was refused, bad(null) takes that back. { el, draw(value, spoken) }.
 * snap(value): where the slider comes to rest, which may lie off the grid, as 1/36 does; then any number may be typed.
 */
export function slider({ text, min, max, step = 1, digits = 2, snap = null, unit = "", t, bad, set }) {
  const id = freshId("slider");
  const written = (value) => show(value, digits);
  const range = h("input", {
    type: "range",
    class: "cw-scrub",
    min,
    max,
    step: snap ? "any" : step,
    "aria-label": text,
    oninput: slide,
  });
  const input = h("input", {
    id,
    class: "cw-number",
    type: "text",
    inputmode: step < 1 || min < 0 ? "text" : "numeric",
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "done",
  });
  const typed = h(
    "span",
    { class: "cw-typed" },
    input,
    unit ? h("span", { class: "cw-unit", "aria-hidden": "true" }, unit) : null,
  );
  const el = h("div", { class: "cw-slider" }, h("label", { for: id }, text), range, typed);
  input.style.setProperty(
    "--chars",
    Math.max(...[min, max, min + step].map((value) => written(value).length)),
  );
  let value = min;

  function slide() {
    const next = Number(range.value);
    if (snap) range.value = snap(next);
    offer(next);
  }
  const offer = (next) => take(snap ? snap(next) : next);
  /** What was typed is taken as it is. */
  function take(next) {
    bad(null);
    set(snap ? next : Number(next.toFixed(6)));
  }
  function parse(typed) {
    const next = read(typed.replace("%", ""));
    const onGrid = snap || Math.abs((next - min) / step - Math.round((next - min) / step)) < 1e-6;
    return next >= min && next <= max && onGrid ? next : null;
  }
  function hear(typed) {
    const next = parse(typed);
    if (next !== null) return take(next);
    const limits = { got: typed, name: text, min: written(min), max: written(max), step: written(step) };
    return bad(t(sentence(typed), limits), input);
  }
  function sentence(typed) {
    if (snap) return typed ? "bad_measure" : "no_measure";
    if (step === 1) return typed ? "bad_number" : "no_number";
    return typed ? "bad_slider" : "no_slider";
  }
  const nudge = (from, by) => offer(clamp(from + by * step, min, max));
  const field = entry(input, hear, {
    ArrowUp: (typed) => nudge(parse(typed) ?? value, 1),
    ArrowDown: (typed) => nudge(parse(typed) ?? value, -1),
  });

  function draw(next, spoken = null) {
    value = next;
    if (Number(range.value) !== next) range.value = next;
    attribute(range, "aria-valuetext", spoken ?? `${written(next)}${unit}`);
    field.draw(written(next));
  }
  return { el, draw, range };
}
