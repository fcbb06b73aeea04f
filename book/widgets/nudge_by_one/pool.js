// A pool's numbers under the row that they come from, one axis of eight columns for all.
import { attribute, h, write } from "../kit/frame/dom.js";
import { emWidth, show } from "../kit/maths/numbers.js";

export const cellIn = () => h("div", { class: "cw-cell" }, h("div", { class: "cw-value" }));

const SVG = "http://www.w3.org/2000/svg";
const HIGH = 24;

/** Lines from the columns above to the columns below: { el, draw(pairs) }, pairs [[from, to, isFaint], …]. */
export function lines(n) {
  const el = document.createElementNS(SVG, "svg");
  const all = Array.from({ length: n / 2 }, () => el.appendChild(document.createElementNS(SVG, "line")));
  for (const [name, value] of Object.entries({
    class: "cw-nudged-lines",
    viewBox: `0 0 ${10 * n} ${HIGH}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  }))
    el.setAttribute(name, value);
  function draw(pairs) {
    pairs.forEach(([from, to, isFaint], i) => {
      const places = { x1: 10 * from + 5, y1: 0, x2: 10 * to + 5, y2: HIGH };
      for (const [name, value] of Object.entries(places)) attribute(all[i], name, value);
      attribute(all[i], "class", isFaint ? "is-faint" : "");
    });
  }
  return { el, draw };
}

/** A pool: its numbers in their columns, its name, its total and how far that goes: { el, field, side, draw(…) }. */
export function pool(n, count) {
  const stride = n / count;
  const cells = Array.from({ length: count }, cellIn);
  cells.forEach((cell, j) => cell.style.setProperty("--at", j * stride));
  const field = h("div", { class: "cw-nudged-field", role: "img" }, ...cells);
  const [name, sum] = [h("b"), h("span", { class: "cw-nudged-sum" })];
  const [span, now] = [h("span", { class: "cw-nudged-span" }), h("span", { class: "cw-nudged-now" })];
  const meter = h("div", { class: "cw-nudged-meter", "aria-hidden": "true" }, span, now);
  const side = h("div", { class: "cw-nudged-side" }, name, h("div", { class: "cw-nudged-told" }, sum, meter));
  const el = h("div", { class: "cw-nudged-pool" }, field, side);

  function draw({ row, most, titled, label, told, sum: total, flicker: [low, high], longest }) {
    cells.forEach((cell, j) => {
      const text = show(row[j]);
      cell.style.setProperty("--v", row[j] / most);
      cell.style.setProperty("--em", emWidth(text).toFixed(2));
      attribute(cell, "data-sign", row[j] ? "+" : null);
      write(cell.firstChild, text);
    });
    attribute(field, "aria-label", label);
    write(name, titled);
    write(sum, told);
    meter.classList.toggle("is-steady", low === high);
    const part = (value) => (longest ? (value / longest).toFixed(4) : 0);
    for (const [key, value] of Object.entries({ low, high, now: total }))
      meter.style.setProperty(`--${key}`, part(value));
  }
  return { el, field, told: side.lastChild, draw };
}
