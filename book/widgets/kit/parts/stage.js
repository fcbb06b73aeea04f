// The stage: grids and signs side by side where they fit, in two rows on a phone; one cell size for all.
import { h } from "../frame/dom.js";

const COMFORTABLE_PX = 42;
const CRAMPED_PX = 31;
const STACKED_PX = 36;
const TINY_PX = 26;

export const sign = (text, kind = "") => h("div", { class: `cw-sign ${kind}`, "aria-hidden": "true" }, text);

/** columns() tells how many cells wide each grid is now; oneRow keeps them side by side even on a phone. */
export function stage(parts, columns, { oneRow = false } = {}) {
  const el = h("div", { class: "cw-stage" }, ...parts);

  let fitted = "";

  /** Called after every draw: looks at the page (which costs a layout) only if the grids changed their size. */
  function fit() {
    if (fitted === columns().join()) return;
    measure();
  }
  function measure() {
    const width = el.clientWidth;
    if (!width) return;
    fitted = columns().join();
    const [first, ...rest] = columns();
    const sum = rest.reduce((a, b) => a + b, 0);
    const signs = (width < 520 ? 28 : 44) * rest.length;
    const side = Math.floor((width - signs - 2) / (first + sum));
    const stacked = !oneRow && side < CRAMPED_PX;
    const below = Math.floor((width - signs - 2) / sum);
    const size = stacked ? Math.min(STACKED_PX, Math.floor((width - 2) / first), below) : side;
    el.classList.toggle("is-stacked", stacked && rest.length > 0);
    el.classList.toggle("is-tiny", size < TINY_PX);
    el.style.setProperty("--sign", `${signs / rest.length}px`);
    el.style.setProperty("--cell", `${Math.max(16, Math.min(COMFORTABLE_PX, size))}px`);
  }
  const observer = new ResizeObserver(measure);
  observer.observe(el);
  return { el, fit, stop: () => observer.disconnect() };
}
