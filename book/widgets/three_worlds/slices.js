// A volume as a row of slices, and the window outlined in each slice that it covers; an image is one slice.
import { attribute, h, write } from "../kit/frame/dom.js";
import { paintGrey, paintSigned } from "../kit/parts/paint.js";

const percent = (part) => `${100 * part}%`;
const MOVES = {
  ArrowLeft: [-1, -1],
  ArrowRight: [-1, 1],
  ArrowUp: [-2, -1],
  ArrowDown: [-2, 1],
  PageUp: [-3, -1],
  PageDown: [-3, 1],
};

/**
 * slices({ press, move }): press(slice, row, col) hears which cell was pressed, move(axis, by) the arrow keys,
 * the axis counted from the last one, −1.
 * More than three stand in two rows.
 * { el, draw({ X, colours, titles, label, window }) }: colours: null for greys, or { pos, paper, neg, most };
 * window: { slices, row, col, rows, cols, taps, d }: the slices that it covers, or null.
 */
export function slices({ press, move }) {
  const el = h("div", { class: "cw-slices", role: "img", tabindex: "0" });
  const pool = [];
  let [painted, shown] = ["", null];

  el.addEventListener("click", (event) => {
    const at = pool.findIndex(({ canvas }) => canvas.contains(event.target));
    if (at < 0) return;
    const { canvas } = pool[at];
    const box = canvas.getBoundingClientRect();
    const down = Math.floor(((event.clientY - box.top) / box.height) * canvas.height);
    press(at, down, Math.floor(((event.clientX - box.left) / box.width) * canvas.width));
  });
  el.addEventListener("keydown", (event) => {
    const wish = MOVES[event.key];
    if (!wish || event.ctrlKey || event.metaKey || event.altKey) return;
    move(...wish);
    event.preventDefault();
    event.stopPropagation();
  });

  function slice() {
    const canvas = h("canvas", { class: "cw-slice-canvas" });
    const taps = h("div", { class: "cw-slice-taps" });
    const frame = h("div", { class: "cw-slice-window" }, taps);
    const title = h("div", { class: "cw-slice-title" });
    const box = h("div", { class: "cw-slice" }, title, h("div", { class: "cw-slice-box" }, canvas, frame));
    el.append(box);
    return { box, canvas, frame, taps, title };
  }

  function paint({ shape, values }, colours) {
    const [rows, cols] = shape.slice(-2);
    pool.forEach(({ canvas }, at) => {
      if (canvas.width !== cols || canvas.height !== rows) [canvas.width, canvas.height] = [cols, rows];
      const context = canvas.getContext("2d");
      const image = context.createImageData(cols, rows);
      const cells = values.subarray(at * rows * cols, (at + 1) * rows * cols);
      if (colours) paintSigned(cells, image.data, colours);
      else paintGrey(cells, image.data);
      context.putImageData(image, 0, 0);
    });
    el.style.setProperty("--rows", rows);
    el.style.setProperty("--cols", cols);
    el.style.setProperty("--across", pool.length > 3 ? Math.ceil(pool.length / 2) : pool.length);
  }

  /** The outline moves by a transform alone: a step asks for no layout. */
  function lie({ frame, taps }, [rows, cols], { row, col, rows: high, cols: wide, taps: n, d }) {
    frame.style.transform = `translate(${percent(col / wide)}, ${percent(row / high)})`;
    const key = [rows, cols, high, wide, n, d].join();
    if (frame.dataset.size === key) return;
    frame.dataset.size = key;
    frame.style.width = percent(wide / cols);
    frame.style.height = percent(high / rows);
    attribute(taps, "hidden", d === 1);
    while (taps.children.length < (d > 1 ? n ** 2 : 0)) taps.append(h("i"));
    [...taps.children].forEach((tap, at) => {
      tap.style.left = percent(((at % n) * d) / wide);
      tap.style.top = percent((Math.floor(at / n) * d) / high);
      tap.style.width = percent(1 / wide);
      tap.style.height = percent(1 / high);
    });
  }

  function draw({ X, colours, titles = [], label, window }) {
    const { shape } = X;
    const many = shape.length > 2 ? shape[0] : 1;
    while (pool.length < many) pool.push(slice());
    while (pool.length > many) pool.pop().box.remove();
    const key = JSON.stringify([shape, colours]);
    if (key !== painted || X !== shown) paint(X, colours);
    [painted, shown] = [key, X];
    attribute(el, "aria-label", label);
    pool.forEach((one, at) => {
      write(one.title, titles[at] ?? "");
      attribute(one.title, "hidden", titles.length === 0);
      const covers = Boolean(window?.slices.includes(at));
      attribute(one.frame, "hidden", !covers);
      if (covers) lie(one, shape.slice(-2), window);
    });
  }
  return { el, draw };
}
