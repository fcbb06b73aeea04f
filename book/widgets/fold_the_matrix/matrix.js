// The weight matrix as a picture, one colour a weight, and the row of one output in it.
import { attribute, h, write } from "../kit/frame/dom.js";
import { clamp } from "../kit/maths/numbers.js";
import { onDrag } from "../kit/parts/drag.js";
import { offset } from "./folding.js";
import { N } from "./model.js";

/** Free weights look like noise; a shared one tells its offset: hue for down, lightness for right. */
function colourOf(row, col, share) {
  if (!share) {
    const name = row * N * N + col + 1;
    return `hsl(${((name * 137.508) % 360).toFixed(0)} 45% ${35 + ((name * 53) % 40)}%)`;
  }
  const [down, right] = offset(N, row, col);
  return `hsl(${40 * (down + N)} 55% ${24 + 7 * (right + N)}%)`;
}

/** The 16 × 16 matrix; press a row, or walk through the rows with the arrow keys. */
export function matrixView({ t, pick, unit }) {
  const entries = Array.from({ length: N ** 4 }, () => h("span", { class: "cw-weight" }));
  const outline = h("span", { class: "cw-fold-row" });
  const field = h(
    "div",
    {
      class: "cw-fold",
      role: "slider",
      tabindex: "0",
      "aria-label": t("rows"),
      "aria-orientation": "vertical",
      "aria-valuemin": 1,
      "aria-valuemax": N * N,
    },
    ...entries,
    outline,
  );
  const count = h("p", { class: "cw-fold-count" });
  const el = h("div", { class: "cw-fold-box" }, h("div", { class: "cw-caption" }, t("matrix")), field, count);
  const rowUnder = (event) => {
    const box = field.getBoundingClientRect();
    return clamp(Math.floor(((event.clientY - box.top) / box.height) * N * N), 0, N * N - 1);
  };
  onDrag(field, (down) => {
    const move = (event) => pick(rowUnder(event));
    move(down);
    return { move };
  });
  field.addEventListener("keydown", (event) => {
    const at = unit()[0] * N + unit()[1];
    const to = {
      ArrowUp: at - 1,
      ArrowLeft: at - 1,
      ArrowDown: at + 1,
      ArrowRight: at + 1,
      Home: 0,
      End: N * N - 1,
    }[event.key];
    if (to === undefined) return;
    if (to >= 0 && to < N * N) pick(to);
    event.preventDefault();
    event.stopPropagation();
  });
  let painted = "";
  function draw({ W, row, share, delta }, counted) {
    if (painted !== `${share}/${delta}`) {
      entries.forEach((entry, i) => {
        const [unitRow, pixel] = [Math.floor(i / (N * N)), i % (N * N)];
        const present = W[unitRow][pixel] !== 0;
        entry.style.background = present ? colourOf(unitRow, pixel, share) : "";
        entry.classList.toggle("is-none", !present);
      });
      painted = `${share}/${delta}`;
    }
    outline.style.setProperty("--row", row);
    attribute(field, "aria-valuenow", row + 1);
    write(count, counted);
  }
  return { el, draw, name: (text) => attribute(field, "aria-valuetext", text) };
}
