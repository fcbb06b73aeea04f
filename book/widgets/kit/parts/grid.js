// A matrix of cells: editable or not, tinted by sign and size, with a window that slides over it.
import { attribute, h, write } from "../frame/dom.js";
import { emWidth, read, show } from "../maths/numbers.js";

/**
 * grid({ caption, name, t, edit, hover, pick }): `edit(row, col, value)` makes cells editable,
 * `hover(row, col)` or hover() hears the pointer and the focus, `pick(row, col)` a click or Enter.
 * draw(values, look) writes the numbers; look(row, col) may return
 *   { text, pad, locked, corner, tint, grey, now, todo, inside, place } for one cell.
 */
export function grid({ caption, name, t, edit, bad, hover, pick, touchDrag = false }) {
  const title = h("div", { class: "cw-caption" }, caption);
  const outline = h("div", { class: "cw-window", "aria-hidden": "true", hidden: true });
  const cells = h("div", { class: "cw-cells", role: "grid", "aria-label": caption });
  const el = h("div", { class: `cw-grid cw-${name}` }, title, h("div", { class: "cw-field-of-cells" }, cells, outline));
  let built = "";
  let all = [];
  let values = [];
  let looks = [];
  let home = [0, 0];

  const at = (row, col) => all[row]?.[col];
  const placeOf = (row, col) => looks[row][col].place ?? [row, col];

  function build(rows, cols, editable) {
    all = Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => cell(i, j, editable[i][j])));
    cells.replaceChildren(...all.map((row) => h("div", { class: "cw-row", role: "row" }, ...row.map((c) => c.box))));
    el.style.setProperty("--cols", cols);
  }

  function cell(row, col, editable) {
    const box = h("div", { class: "cw-cell", role: "gridcell" });
    const inner = editable ? input(row, col) : h("div", { class: "cw-value", tabindex: "-1" });
    inner.addEventListener("keydown", (event) => onKey(event, row, col));
    inner.addEventListener("focus", () => onFocus(row, col));
    inner.addEventListener("blur", () => hover?.());
    if (hover) {
      box.addEventListener("pointerenter", () => hover(row, col));
      box.addEventListener("pointerleave", () => hover());
    }
    if (pick) box.addEventListener("click", () => pick(row, col));
    box.append(inner);
    return { box, inner, editable };
  }

  function input(row, col) {
    const el = h("input", { class: "cw-value", type: "text", autocomplete: "off", spellcheck: "false", tabindex: "-1", enterkeyhint: "done" });
    el.addEventListener("change", () => commit(row, col));
    el.addEventListener("blur", () => commit(row, col));
    draggable(el, {
      touch: touchDrag,
      start: () => values[row][col],
      move: (value) => edit(...placeOf(row, col), value),
    });
    return el;
  }

  function commit(row, col) {
    const { inner } = at(row, col) ?? {};
    if (!inner || inner.value === inner.dataset.shown) return;
    const value = read(inner.value);
    const typed = inner.value;
    const [i, j] = placeOf(row, col);
    if (Number.isFinite(value) && Math.abs(value) <= 9999) {
      bad?.(null);
      inner.dataset.shown = inner.value;
      edit(i, j, value);
      return;
    }
    revert(inner);
    bad?.(t("bad_cell", { got: typed.trim() || t("nothing"), name: caption, row: i + 1, col: j + 1, kept: inner.value }));
  }

  function revert(inner) {
    inner.value = inner.dataset.shown;
  }

  function onFocus(row, col) {
    home = [row, col];
    rove();
    const { inner, editable } = at(row, col);
    if (editable) inner.select();
    hover?.(row, col);
  }

  function rove() {
    all.forEach((line, i) => line.forEach(({ inner }, j) => attribute(inner, "tabindex", i === home[0] && j === home[1] ? "0" : "-1")));
  }

  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  const NUDGES = { ArrowUp: 1, ArrowDown: -1, PageUp: 1, PageDown: -1 };

  function onKey(event, row, col) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { inner, editable } = at(row, col);
    if (editable && (event.shiftKey ? event.key in NUDGES : event.key.startsWith("Page"))) {
      edit(...placeOf(row, col), Number((values[row][col] + NUDGES[event.key]).toFixed(4)));
      queueMicrotask(() => inner.select()); // after the draw, before the next key
    } else if (event.key in MOVES) {
      const [di, dj] = MOVES[event.key];
      const next = at(row + di, col + dj);
      if (next) next.inner.focus();
    } else if (event.key === "Enter" && editable) {
      commit(row, col);
      inner.select();
    } else if (event.key === "Escape" && editable) {
      revert(inner);
      inner.select();
    } else if ((event.key === "Enter" || event.key === " ") && pick) {
      pick(row, col);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  function paint(row, col) {
    const { box, inner, editable } = at(row, col);
    const look = looks[row][col];
    const value = values[row][col];
    const text = look.text ?? show(value);
    const [i, j] = look.place ?? [row, col];
    const label = look.pad ? t("pad_cell") : t("cell", { name: caption, row: i + 1, col: j + 1, value: text });
    box.className = ["cw-cell", look.pad && "is-pad", look.inside && "is-inside", look.now && "is-now", look.todo && "is-todo"].filter(Boolean).join(" ");
    attribute(box, "data-sign", look.tint ? (value < 0 ? "−" : "+") : null);
    box.style.setProperty("--v", look.tint ? look.tint.toFixed(3) : 0);
    attribute(box, "data-corner", look.corner === undefined ? null : show(look.corner));
    attribute(box, "data-grey", look.grey === undefined ? null : look.grey > 120 ? "light" : "dark");
    if (look.grey !== undefined) box.style.setProperty("--grey", Math.round(look.grey));
    box.style.setProperty("--em", emWidth(text).toFixed(2));
    attribute(inner, "aria-label", label);
    if (!editable) write(inner, text);
    else if (inner.dataset.shown !== text) [inner.value, inner.dataset.shown] = [text, text];
  }

  function draw(next, look = () => ({})) {
    values = next;
    looks = next.map((row, i) => row.map((_, j) => look(i, j)));
    const editable = looks.map((row) => row.map(({ pad, locked }) => Boolean(edit) && !pad && !locked));
    const plan = JSON.stringify(editable);
    if (plan !== built) {
      const hadFocus = cells.contains(document.activeElement);
      build(next.length, next[0].length, editable);
      built = plan;
      if (!at(...home)?.editable && edit) home = firstTrue(editable);
      if (!at(...home)) home = [0, 0];
      if (hadFocus) at(...home).inner.focus();
    }
    next.forEach((row, i) => row.forEach((_, j) => paint(i, j)));
    rove();
  }

  /** Show the window at (row, col), or hide it with null. */
  function frame(place) {
    outline.hidden = !place;
    if (!place) return;
    for (const [key, value] of Object.entries(place)) outline.style.setProperty(`--${key}`, value);
  }

  function mark(row, col) {
    all.forEach((line, i) => line.forEach(({ box }, j) => box.classList.toggle("is-marked", i === row && j === col)));
  }

  function rename(text) {
    write(title, text);
    attribute(cells, "aria-label", text);
    caption = text;
  }

  return { el, draw, frame, mark, rename };
}

function firstTrue(flags) {
  const row = flags.findIndex((line) => line.includes(true));
  return row < 0 ? [0, 0] : [row, flags[row].indexOf(true)];
}

/** Press and pull a number up or down: one step for every 10 pixels; fine steps with Shift held. */
export function draggable(el, { start, move, touch = false }) {
  if (touch) el.style.touchAction = "none";
  el.addEventListener("pointerdown", (down) => {
    if (down.button !== 0 || (down.pointerType !== "mouse" && !touch)) return;
    const from = start();
    let [moved, last] = [false, from];
    const follow = (event) => {
      const steps = Math.round((down.clientY - event.clientY) / 10);
      if (!moved && steps === 0) return;
      if (!moved) el.setPointerCapture(down.pointerId);
      moved = true;
      event.preventDefault();
      const value = Math.max(-99, Math.min(99, Number((from + steps * (event.shiftKey ? 0.1 : 1)).toFixed(4))));
      if (value !== last) move(value);
      last = value;
    };
    const stop = () => {
      el.removeEventListener("pointermove", follow);
      for (const name of ["pointerup", "pointercancel"]) el.removeEventListener(name, stop);
    };
    el.addEventListener("pointermove", follow);
    for (const name of ["pointerup", "pointercancel"]) el.addEventListener(name, stop);
  });
}
