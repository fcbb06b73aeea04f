// A matrix of cells: editable or not, tinted by sign and size, with a window that slides over it.
import { attribute, h, rove, write } from "../frame/dom.js";
import { LARGEST } from "../maths/matrices.js";
import { show } from "../maths/numbers.js";
import { cell, paintCell } from "./cell.js";

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * grid({ caption, name, t, edit, hover, pick }): `edit(row, col, value)` makes cells editable,
 * `hover(row, col)` or hover() hears the pointer and the focus, `pick(row, col)` a click or Enter.
 * draw(values, look) writes the numbers; look(row, col) may return
 *   { text, pad, locked, corner, tint, grey, now, todo, dropped, masked, inside, place } for one cell.
 */
export function grid({ caption, name, t, edit, bad, hover, pick, touchDrag = false }) {
  const title = h("div", { class: "cw-caption" }, caption);
  const outline = h("div", { class: "cw-window", "aria-hidden": "true", hidden: true });
  const cells = h("div", { class: "cw-cells", role: "grid", "aria-label": caption });
  const el = h(
    "div",
    { class: `cw-grid cw-${name}` },
    title,
    h("div", { class: "cw-field-of-cells" }, cells, outline),
  );
  let [built, all, values, looks, home] = ["", [], [], [], [0, 0]];
  let [marked, reached] = [null, null];

  const at = (row, col) => all[row]?.[col];
  const placeOf = (row, col) => looks[row][col].place ?? [row, col];
  function reach() {
    const inner = at(...home)?.inner;
    if (inner === reached) return;
    reached = inner;
    rove(
      all.flat().map((one) => one.inner),
      inner,
    );
  }

  function made(row, col, editable) {
    const one = cell({
      editable,
      touch: touchDrag,
      value: () => values[row][col],
      hear(value) {
        bad?.(null);
        edit(...placeOf(row, col), value);
      },
      refuse(typed, input) {
        const [i, j] = placeOf(row, col);
        const where = { got: typed, name: caption, row: i + 1, col: j + 1, most: LARGEST };
        bad?.(t(typed ? "bad_cell" : "no_cell", where), input);
      },
    });
    one.inner.addEventListener("keydown", (event) => onKey(event, row, col));
    one.inner.addEventListener("focus", () => onFocus(row, col));
    one.inner.addEventListener("blur", () => hover?.());
    if (hover) one.box.addEventListener("pointerenter", () => hover(row, col));
    if (hover) one.box.addEventListener("pointerleave", () => hover());
    if (pick) one.box.addEventListener("click", () => pick(row, col));
    return one;
  }

  function build(editable) {
    all = editable.map((line, i) => line.map((may, j) => made(i, j, may)));
    cells.replaceChildren(
      ...all.map((row) => h("div", { class: "cw-row", role: "row" }, ...row.map((c) => c.box))),
    );
    el.style.setProperty("--cols", editable[0].length);
  }

  function onFocus(row, col) {
    home = [row, col];
    reach();
    const { inner, editable } = at(row, col);
    if (editable) inner.select();
    hover?.(row, col);
  }

  function onKey(event, row, col) {
    const { key } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!at(row, col).onKey(event)) {
      if (key in MOVES) at(row + MOVES[key][0], col + MOVES[key][1])?.inner.focus();
      else if ((key === "Enter" || key === " ") && pick) pick(row, col);
      else return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  function labelOf(row, col) {
    if (looks[row][col].pad) return () => t("pad_cell");
    const [i, j] = placeOf(row, col);
    return (value) => t("cell", { name: caption, row: i + 1, col: j + 1, value });
  }

  function draw(next, look = () => ({})) {
    mark();
    values = next;
    looks = next.map((row, i) => row.map((_, j) => look(i, j)));
    const editable = looks.map((row) => row.map(({ pad, locked }) => Boolean(edit) && !pad && !locked));
    const plan = JSON.stringify(editable);
    if (plan !== built) {
      const hadFocus = cells.contains(document.activeElement);
      build(editable);
      built = plan;
      if (!at(...home)?.editable && edit) home = firstTrue(editable);
      if (!at(...home)) home = [0, 0];
      if (hadFocus) at(...home).inner.focus();
    }
    next.forEach((row, i) =>
      row.forEach((value, j) => {
        const [one, now] = [at(i, j), { value, caption, ...looks[i][j] }];
        if (!isSame(now, one.was))
          paintCell(one, value, looks[i][j], labelOf(i, j)); // most stay as they were
        else if (one.editable) one.field.draw(looks[i][j].text ?? show(value));
        one.was = now;
      }),
    );
    reach();
  }

  /** Show the window at (row, col), or hide it with null. */
  function frame(place) {
    outline.hidden = !place;
    for (const [key, value] of Object.entries(place ?? {})) outline.style.setProperty(`--${key}`, value);
  }

  function mark(row, col) {
    marked?.classList.remove("is-marked");
    marked = at(row, col)?.box;
    marked?.classList.add("is-marked");
  }

  function rename(text) {
    write(title, text);
    attribute(cells, "aria-label", text);
    caption = text;
  }

  return { el, draw, frame, mark, rename };
}

/** Two looks of a cell; a place is a list, and the same one if its numbers are. */
function isSame(now, was = {}) {
  const names = Object.keys(now);
  const same = (name) =>
    Object.is(now[name], was[name]) || (name === "place" && String(now.place) === String(was.place));
  return names.length === Object.keys(was).length && names.every(same);
}

function firstTrue(flags) {
  const row = flags.findIndex((line) => line.includes(true));
  return row < 0 ? [0, 0] : [row, flags[row].indexOf(true)];
}
