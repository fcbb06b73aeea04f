// A picture that can be looked at from near: one canvas, moved and enlarged as a whole, and figures once it has landed.
import { attribute, h, write } from "../kit/frame/dom.js";
import { clamp } from "../kit/maths/numbers.js";
import { onDrag } from "../kit/parts/drag.js";
import { HEIGHT, WIDTH } from "./model.js";

const DRAG_PX = 4;
const percent = (part) => `${100 * part}%`;

/**
 * lens({ title, go, place }): go(row, col) hears where the reader wants the middle of the window; place() is where it is;
 * without go it is only looked at. { el, box, context, name(text), draw({ view, mark, figure }) }, where figure(row, col)
 * is the { text, light } of one pixel (light: its figure is dark), or null.
 */
export function lens({ title, go, place }) {
  const canvas = h("canvas", { class: "cw-lens-canvas", width: WIDTH, height: HEIGHT });
  const marker = h("div", { class: "cw-marker", "aria-hidden": "true" });
  const figures = h("div", { class: "cw-lens-figures", "aria-hidden": "true" });
  const box = h("div", { class: "cw-lens", role: "img" }, canvas, figures, marker);
  const el = h("div", { class: "cw-lensed" }, h("div", { class: "cw-lens-head" }, ...title), box);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let [view, cells] = [null, []];
  if (go) listen();

  function listen() {
    const grip = h("div", { class: "cw-lens-grip", "aria-hidden": "true" });
    marker.append(grip);
    box.classList.add("is-held");
    attribute(box, "tabindex", "0");
    let dragged = false;
    const pixels = (event) => {
      const { left, top, width, height } = box.getBoundingClientRect();
      return [(event.clientY - top) / height, (event.clientX - left) / width].map((part, axis) =>
        axis ? part * view.cols : part * view.rows,
      );
    };
    const under = (event) => {
      const [down, right] = pixels(event);
      go(Math.floor(view.top + down), Math.floor(view.left + right));
    };
    onDrag(box, (down) => {
      const [from, first] = [place(), pixels(down)];
      dragged = false;
      const move = (event) => {
        if (!dragged && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < DRAG_PX)
          return;
        if (!dragged) box.setPointerCapture(down.pointerId);
        dragged = true;
        const by = pixels(event).map((at, axis) => Math.round(at - first[axis]));
        if (view.cols === WIDTH && !grip.contains(down.target)) under(event);
        else go(from[0] + by[0], from[1] + by[1]);
      };
      const back = () => dragged && go(...from); // the page took the finger over, to scroll
      box.addEventListener("pointercancel", back, { once: true });
      return { move, end: () => box.removeEventListener("pointercancel", back) };
    });
    box.addEventListener("click", (event) => dragged || under(event));
    box.addEventListener("keydown", (event) => {
      const far = event.shiftKey ? 10 : 1;
      const MOVES = { ArrowUp: [-far, 0], ArrowDown: [far, 0], ArrowLeft: [0, -far], ArrowRight: [0, far] };
      const move = MOVES[event.key];
      if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
      go(place()[0] + move[0], place()[1] + move[1]);
      event.preventDefault();
      event.stopPropagation();
    });
  }

  /** Show this part of the picture: the plane, the mark and its figures move by one rule. */
  function look(next) {
    const zooms = view && next.cols !== view.cols && !still.matches;
    const near = WIDTH / next.cols;
    box.classList.toggle("is-zooming", Boolean(zooms));
    canvas.style.transform = `translate(${percent(-next.left / next.cols)}, ${percent(-next.top / next.rows)}) scale(${near})`;
    view = next;
    if (zooms) setTimeout(() => box.classList.remove("is-zooming"), 550);
  }
  function lie(node, { top, left, rows, cols }) {
    node.style.left = percent((left - view.left) / view.cols);
    node.style.top = percent((top - view.top) / view.rows);
    node.style.width = percent(cols / view.cols);
    node.style.height = percent(rows / view.rows);
  }
  function tell(figure) {
    const [top, left] = [Math.ceil(view.top - 1e-9), Math.ceil(view.left - 1e-9)];
    const [bottom, right] = [view.top + view.rows, view.left + view.cols].map((end) =>
      Math.floor(end + 1e-9),
    );
    const many = view.cols === WIDTH ? 0 : (bottom - top) * (right - left);
    while (cells.length < many) cells.push(figures.appendChild(h("span", { class: "cw-lens-figure" })));
    cells.forEach((cell, index) => {
      const row = top + Math.floor(index / (right - left));
      const col = left + (index % (right - left));
      const shown = index < many ? figure(row, col) : null;
      attribute(cell, "hidden", !shown);
      if (!shown) return;
      lie(cell, { top: row, left: col, rows: 1, cols: 1 });
      write(cell, shown.text);
      cell.classList.toggle("is-dark", shown.light);
    });
    box.style.setProperty("--seen", view.cols.toFixed(2));
    box.classList.toggle("is-patch", view.cols === 12);
  }
  function draw({ view: next, mark, figure }) {
    look(next);
    lie(marker, mark);
    tell(figure);
  }
  return {
    el,
    box,
    context: canvas.getContext("2d"),
    draw,
    name: (text) => attribute(box, "aria-label", text),
  };
}

/** The place of the window whose middle is this pixel. */
export const placeAround = (row, col) => [clamp(row - 1, 0, HEIGHT - 3), clamp(col - 1, 0, WIDTH - 3)];
