// The row that is moved: a slider of eight cells on a ring, with one more at either end for what comes and goes.
import { attribute, h, write } from "../kit/frame/dom.js";
import { firmly, onDrag } from "../kit/parts/drag.js";
import { cellIn } from "./pool.js";

const SLIDE = { duration: 220, easing: "cubic-bezier(.3, .7, .3, 1)" };

/** strip({ n, at, go }): at() → the step now; go(step) is told where it is dragged. { el, draw({ row, step, most, says }) } */
export function strip({ n, at, go, name }) {
  const belt = h("div", { class: "cw-nudged-belt" });
  const cells = Array.from({ length: n + 2 }, () => belt.appendChild(cellIn()));
  const ends = [cells[0], cells[n + 1]];
  const bare = (on) => ends.forEach((cell) => attribute(cell, "hidden", on));
  bare(true);
  const windows = Array.from({ length: n / 2 }, () => h("div", { class: "cw-nudged-window" }));
  const el = h(
    "div",
    {
      class: "cw-nudged-strip",
      role: "slider",
      tabindex: "0",
      "aria-label": name,
      "aria-valuemin": 0,
      "aria-valuemax": n - 1,
    },
    h("div", { class: "cw-nudged-sight" }, belt),
    ...windows,
  );
  windows.forEach((one, i) => one.style.setProperty("--at", 2 * i));
  let last = null;

  onDrag(el, (down) => {
    const [from, cell] = [at(), el.getBoundingClientRect().width / n];
    const isFirm = firmly(down);
    el.setPointerCapture(down.pointerId);
    return {
      move(event) {
        const by = Math.round((event.clientX - down.clientX) / cell);
        if (isFirm(event)) go((((from + by) % n) + n) % n);
      },
    };
  });

  /** One step to either side slides; anything else is simply there. */
  function slide(by) {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (isCalm || Math.abs(by) !== 1) return;
    const start = `translateX(${(-by * 100) / n}%)`;
    bare(false);
    belt.animate([{ transform: start }, { transform: "none" }], SLIDE).onfinish = () => bare(true);
  }
  function draw({ row, step, most, says }) {
    const around = [row[n - 1], ...row, row[0]];
    cells.forEach((cell, j) => {
      cell.style.setProperty("--v", around[j] / most);
      attribute(cell, "data-sign", around[j] ? "+" : null);
      write(cell.firstChild, String(around[j]));
    });
    attribute(el, "aria-valuenow", step);
    attribute(el, "aria-valuetext", says);
    const by = last === null ? 0 : ((((step - last) % n) + n + n / 2) % n) - n / 2;
    if (by) slide(by);
    last = step;
  }
  return { el, draw };
}
