// Numbers that differ by powers of ten: bars on a logarithmic axis, each with its number written out.
import { h, write } from "../frame/dom.js";
import { show } from "../maths/numbers.js";

/** 614656 → "614,656"; past a million million as a power. */
export function grouped(value) {
  return Math.abs(value) >= 1e15
    ? value.toExponential(1).replace("e+", "·10^")
    : value.toLocaleString("en-US");
}

/** "3.6 megabytes": numbers of four bytes each, in the unit that reads best. */
export function memory(count, t) {
  const power = Math.min(6, Math.floor(Math.log10(4 * count) / 3));
  return `${show((4 * count) / 1000 ** power, 1)} ${t(`bytes_${power}`)}`;
}

const SUPERSCRIPT = [..."⁰¹²³⁴⁵⁶⁷⁸⁹"];

/** 12 → "10¹²". */
export const powerOfTen = (exponent) =>
  `10${[...String(exponent)].map((digit) => SUPERSCRIPT[digit]).join("")}`;

/** The part of the axis that a count fills: 0 for 1 (and less), 1 for 10^decades. */
export function logPart(value, decades) {
  return value <= 1 ? 0 : Math.min(1, Math.log10(value) / decades);
}

/** Bars from 1 to 10^decades: draw([{ name, value, now }]) writes one row for each, its number as `text` says; a null shows as `untold`. */
export function logBars({ caption, decades, ticks = 3 }) {
  const list = h("div", { class: "cw-bars-list", role: "list" });
  const marks = [];
  for (let power = 0; power <= decades; power += ticks) {
    const mark = h("span", { class: "cw-tick" }, powerOfTen(power));
    mark.style.setProperty("--at", power / decades);
    marks.push(mark);
  }
  const axis = h("div", { class: "cw-axis", "aria-hidden": "true" }, ...marks);
  const title = h("div", { class: "cw-caption" }, caption);
  const el = h("div", { class: "cw-bars" }, title, list, axis);
  let rows = [];

  function row() {
    const [name, number] = [h("span", { class: "cw-bar-name" }), h("span", { class: "cw-bar-number" })];
    const bar = h("span", { class: "cw-bar", "aria-hidden": "true" });
    const box = h(
      "div",
      { class: "cw-bar-row", role: "listitem" },
      name,
      h("span", { class: "cw-bar-track" }, bar),
      number,
    );
    return { box, name, number, bar };
  }
  function draw(items) {
    if (rows.length !== items.length) {
      rows = items.map(row);
      list.replaceChildren(...rows.map(({ box }) => box));
    }
    items.forEach(({ name, value, now, untold = "", text = null }, i) => {
      write(rows[i].name, name);
      write(rows[i].number, value === null ? untold : (text ?? grouped(value)));
      rows[i].bar.style.width = value === null ? "0" : `${100 * Math.max(0.004, logPart(value, decades))}%`;
      rows[i].box.classList.toggle("is-now", Boolean(now));
    });
  }
  return { el, draw, name: (text) => write(title, text) };
}
