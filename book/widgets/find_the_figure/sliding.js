// One row of the sweep: the window slides along it, and the map fills behind the window.
import { FIGURE, SCENE } from "./crowd.js";
import { MIDDLE, SHAPE } from "./model.js";

const PLACES = SCENE.width - FIGURE.width;
const ACROSS = [
  { transform: "none" },
  { transform: `translateX(${(100 * PLACES) / FIGURE.width}%)` }, // in widths of the window
];
const UNVEIL = [{ clipPath: "inset(0 0 0 0)" }, { clipPath: "inset(0 0 0 100%)" }];

/** sliding(window, veil), two outlines: draw(row, duration_ms) slides along that row once; draw(null) hides both. */
export function sliding(window, veil) {
  let [now, running] = [null, []];
  function draw(row, duration) {
    if (row === now) return;
    now = row;
    for (const one of running) one.cancel();
    const isHidden = row === null;
    window.show(isHidden ? null : { row, col: 0, rows: FIGURE.height, cols: FIGURE.width }, SHAPE);
    veil.show(isHidden ? null : { row: row + MIDDLE[0], col: MIDDLE[1], rows: 1, cols: PLACES + 1 }, SHAPE);
    const how = { duration, fill: "forwards" };
    running = isHidden ? [] : [window.el.animate(ACROSS, how), veil.el.animate(UNVEIL, how)];
  }
  return { draw };
}
