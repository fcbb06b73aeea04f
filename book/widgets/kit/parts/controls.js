// Small controls: button, switch, choice, and a number (or size) that can be typed or stepped.
import { attribute, button, freshId, h } from "../frame/dom.js";
import { clamp, read, show } from "../maths/numbers.js";
import { entry } from "./entry.js";

/** An on/off switch: { el, draw(on) }. */
export function toggle(text, flip) {
  const el = h(
    "button",
    {
      type: "button",
      class: "cw-switch",
      role: "switch",
      onclick: () => flip(el.getAttribute("aria-checked") !== "true"),
    },
    h("span", { class: "cw-switch-text" }, text),
    h("span", { class: "cw-switch-track", "aria-hidden": "true" }),
  );
  return { el, draw: (on) => attribute(el, "aria-checked", String(Boolean(on))) };
}

/**
 * A list to choose from: options [[key, text], ...]; choose(key) hears a choice, and the list shows what draw(key)
 * says of the state. { el, draw(key), textOf() the chosen text }.
 */
export function choice(text, options, choose) {
  const id = freshId("choice");
  let now = options[0][0];
  const select = h(
    "select",
    { id, class: "cw-select", onchange: hear },
    ...options.map(([key, label]) => h("option", { value: key }, label)),
  );
  const el = h("div", { class: "cw-control" }, h("label", { for: id }, text), select);
  function hear() {
    const chosen = select.value;
    select.value = now;
    choose(chosen);
  }
  function draw(key) {
    now = key;
    if (select.value !== key) select.value = key;
  }
  return { el, draw, textOf: () => select.selectedOptions[0]?.textContent ?? "" };
}

/**
 * A number with − and + beside it. accept(value) returns a sentence to refuse the value, or null;
 * bad(sentence, input) shows it (or clears it, with null). { el, draw(value) }.
 */
export function numberField({ text, min, max, t, accept, bad }) {
  const parse = (typed) => {
    const value = read(typed);
    return Number.isInteger(value) && value >= min && value <= max ? value : null;
  };
  return field({
    text,
    t,
    parse,
    format: show,
    accept,
    bad,
    inputmode: min < 0 ? "text" : "numeric", // a phone's digits have no minus
    why: (got) => t(got ? "bad_number" : "no_number", { got, name: text, min: show(min), max: show(max) }),
    step: (value, by) => clamp(value + by, min, max),
  });
}

/** A size such as 3 × 3: "4" means 4 × 4, "3x5" three rows of five. */
export function sizeField({ text, min, max, t, accept, bad }) {
  const parse = (typed) => {
    const parts = typed.split(/\s*[x×*,]\s*|\s+/).map(read);
    const [rows, cols = rows] = parts;
    const fine = parts.length <= 2 && [rows, cols].every((n) => Number.isInteger(n) && n >= min && n <= max);
    return fine ? [rows, cols] : null;
  };
  return field({
    text,
    t,
    parse,
    format: ([rows, cols]) => `${rows} × ${cols}`,
    accept,
    bad,
    inputmode: "text",
    why: (got) => t(got ? "bad_size" : "no_size", { got, name: text, min, max }),
    step: ([rows, cols], by) => [rows, cols].map((n) => clamp(n + by, min, max)),
  });
}

function field({ text, t, parse, format, step, accept, bad, why, inputmode }) {
  const id = freshId("field");
  const input = h("input", {
    id,
    class: "cw-number",
    type: "text",
    inputmode,
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "done",
  });
  const step1 = (by) =>
    h(
      "button",
      {
        type: "button",
        class: "cw-nudge",
        tabindex: "-1",
        onclick: () => nudge(value, by),
        "aria-label": t(by > 0 ? "more" : "less", { name: text }),
      },
      by > 0 ? "+" : "−",
    );
  const [less, more] = [step1(-1), step1(1)];
  const el = h(
    "div",
    { class: "cw-control" },
    h("label", { for: id }, text),
    h("div", { class: "cw-stepper" }, less, input, more),
  );
  let value = null;

  const offer = (next) => bad(accept(next) ?? null, input);
  function nudge(from, by) {
    const next = step(from, by);
    if (format(next) !== format(value)) offer(next);
  }
  function hear(typed) {
    const next = parse(typed);
    if (next === null) bad(why(typed), input);
    else offer(next);
  }
  const typed = entry(input, hear, {
    ArrowUp: (text) => nudge(parse(text) ?? value, 1),
    ArrowDown: (text) => nudge(parse(text) ?? value, -1),
  });

  function draw(next) {
    value = next;
    typed.draw(format(next));
    input.style.setProperty("--chars", format(next).length);
    for (const [nudger, by] of [
      [less, -1],
      [more, 1],
    ]) {
      attribute(nudger, "aria-disabled", format(step(next, by)) === format(next) ? "true" : null);
    }
  }
  return { el, draw };
}

/**
 * Switches, actions and settings under the timeline (`inline`: in one row); on a narrow screen a button opens the last two.
 * Named controls, { padding: padding.el, … }, that `show` leaves out wait behind the same button on every screen;
 * show: the trait, names or null for all.
 */
export function panel(t, { show = null, switches, actions, settings, inline = false }) {
  const id = freshId("panel");
  const folded = show ? [switches, settings].flatMap((group) => unnamed(group, show)) : [];
  for (const control of folded) control.classList.add("is-folded");
  const opener = button(t(folded.length ? "more_settings" : "settings"), () => {
    const open = el.classList.toggle("is-open");
    attribute(opener, "aria-expanded", String(open));
  });
  opener.classList.add("cw-opener");
  attribute(opener, "aria-expanded", "false");
  attribute(opener, "aria-controls", id);
  const el = h(
    "div",
    { class: `cw-panel${inline ? " is-inline" : ""}${folded.length ? " has-folded" : ""}` },
    h("div", { class: "cw-switches" }, ...Object.values(switches), opener),
    h(
      "div",
      { class: "cw-drawer", id },
      h("div", { class: "cw-actions" }, ...actions),
      h("div", { class: "cw-settings" }, ...Object.values(settings)),
    ),
  );
  return el;
}

/** The controls of { name: element } whose names are not listed; a plain list of elements names none. */
function unnamed(group, names) {
  if (Array.isArray(group)) return [];
  return Object.entries(group).flatMap(([name, el]) => (names.includes(name) ? [] : [el]));
}
