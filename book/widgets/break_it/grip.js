// A grip over the cells of a grid: carried by pointer or arrow keys; everything around it scrolls the page.
import { attribute, h } from "../kit/frame/dom.js";
import { firmly, onDrag } from "../kit/parts/drag.js";

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** grip({ grid, n, at, go }): at() → [row, col] now, go([row, col]) is told where it is carried. { draw(place, name) } */
export function grip({ grid, n, at, go }) {
  const field = grid.el.querySelector(".cw-field-of-cells");
  const el = h("button", { type: "button", class: "cw-break-grip" });
  field.append(el);
  const to = (from, by) => go(from.map((place, axis) => place + by[axis]));

  onDrag(el, (down) => {
    const [from, cell] = [at(), field.getBoundingClientRect().width / n];
    const isFirm = firmly(down);
    el.setPointerCapture(down.pointerId);
    return {
      move(event) {
        const [dy, dx] = [event.clientY - down.clientY, event.clientX - down.clientX];
        if (isFirm(event) && event.type === "pointermove")
          to(from, [Math.round(dy / cell), Math.round(dx / cell)]);
      },
    };
  });
  el.addEventListener("keydown", (event) => {
    if (!(event.key in MOVES)) return;
    to(at(), MOVES[event.key]);
    event.preventDefault();
    event.stopPropagation();
  });

  function draw({ row, col, rows, cols }, name) {
    for (const [key, value] of Object.entries({ row, col, rows, "cols-in": cols }))
      el.style.setProperty(`--${key}`, value);
    attribute(el, "aria-label", name);
  }
  return { draw };
}
