// Small controls: button, switch, choice, and a number (or size) that can be typed or stepped.
import { attribute, button, freshId, h } from "../frame/dom.js";
import { clamp, read } from "../maths/numbers.js";

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

/** A list to choose from: options [[key, text], ...]; { el, draw(key), textOf() the chosen text }. */
export function choice(text, options, choose) {
  const id = freshId("choice");
  const select = h(
    "select",
    { id, class: "cw-select", onchange: () => choose(select.value) },
    ...options.map(([key, label]) => h("option", { value: key }, label)),
  );
  const el = h("div", { class: "cw-control" }, h("label", { for: id }, text), select);
  return {
    el,
    draw(key) {
      if (select.value !== key) select.value = key;
    },
    textOf: () => select.selectedOptions[0]?.textContent ?? "",
  };
}

/**
 * A number with − and + beside it. accept(value) returns a sentence to refuse the value, or null;
 * bad(sentence) shows it (or clears it, with null). { el, draw(value) }.
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
    format: String,
    accept,
    bad,
    inputmode: "numeric",
    why: (got) => t("bad_number", { got, name: text, min, max }),
    step: (value, by) => clamp(value + by, min, max),
  });
}

/** A size such as 3 × 3: "4" means 4 × 4, "3x5" three rows of five. */
export function sizeField({ text, min, max, t, accept, bad }) {
  const parse = (typed) => {
    const parts = typed
      .trim()
      .split(/\s*[x×*,]\s*|\s+/)
      .map(read);
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
    why: (got) => t("bad_size", { got, name: text, min, max }),
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
        onclick: () => nudge(by),
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

  function offer(next, typed) {
    const complaint = next === null ? why(typed.trim() || t("nothing")) : accept(next);
    attribute(input, "aria-invalid", complaint ? "true" : null);
    bad(complaint ?? null);
    input.value = format(value);
  }
  function nudge(by) {
    const next = step(value, by);
    if (format(next) !== format(value)) offer(next, "");
  }
  function commit() {
    if (input.value !== format(value)) offer(parse(input.value), input.value);
  }
  input.addEventListener("change", commit);
  input.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by) nudge(by);
    else if (event.key === "Enter") commit();
    else if (event.key === "Escape") input.value = format(value);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  function draw(next) {
    value = next;
    if (
      document.activeElement !== input ||
      input.value === "" ||
      format(parse(input.value) ?? next) !== input.value
    )
      input.value = format(next);
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
