// A slider with its value beside it, which can also be typed.
import { attribute, freshId, h } from "../frame/dom.js";
import { clamp, read, show } from "../maths/numbers.js";

/**
 * slider({ text, min, max, step, unit, t, bad, set }): set(value) hears a value on the grid of steps;
 * bad(sentence) says why a typed value was refused, bad(null) takes that back. { el, draw(value, spoken) }.
 */
export function slider({ text, min, max, step = 1, unit = "", t, bad, set }) {
  const id = freshId("slider");
  const range = h("input", {
    type: "range",
    class: "cw-scrub",
    min,
    max,
    step,
    "aria-label": text,
    oninput: () => offer(Number(range.value)),
  });
  const input = h("input", {
    id,
    class: "cw-number",
    type: "text",
    inputmode: step < 1 || min < 0 ? "text" : "numeric",
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "done",
    onchange: () => commit(),
  });
  const typed = h(
    "span",
    { class: "cw-typed" },
    input,
    unit ? h("span", { class: "cw-unit", "aria-hidden": "true" }, unit) : null,
  );
  const el = h("div", { class: "cw-slider" }, h("label", { for: id }, text), range, typed);
  input.style.setProperty("--chars", Math.max(...[min, max, min + step].map((value) => show(value).length)));
  let value = min;

  function offer(next) {
    bad(null);
    attribute(input, "aria-invalid", null);
    set(Number(next.toFixed(6)));
  }
  function commit() {
    const next = read(input.value.replace("%", ""));
    const onGrid = Math.abs((next - min) / step - Math.round((next - min) / step)) < 1e-6;
    if (next >= min && next <= max && onGrid) return offer(next);
    bad(
      t("bad_slider", {
        got: input.value.trim() || t("nothing"),
        name: text,
        min: show(min),
        max: show(max),
        step: show(step),
      }),
    );
    input.value = show(value);
    return attribute(input, "aria-invalid", "true");
  }
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowUp" || event.key === "ArrowDown")
      offer(clamp(value + (event.key === "ArrowUp" ? step : -step), min, max));
    else if (event.key === "Enter") commit();
    else if (event.key === "Escape") input.value = show(value);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  function draw(next, spoken = null) {
    value = next;
    if (Number(range.value) !== next) range.value = next;
    attribute(range, "aria-valuetext", spoken ?? `${show(next)}${unit}`);
    if (document.activeElement !== input || read(input.value) !== next) input.value = show(next);
  }
  return { el, draw, range };
}
