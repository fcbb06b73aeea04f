// A signal drawn by mouse or finger: a press sets one number, a pull along the lane draws. By keyboard: its numbers.
import { clamp } from "../kit/maths/numbers.js";
import { firmly, onDrag } from "../kit/parts/drag.js";
import { LARGEST } from "./model.js";

/**
 * lane's plot becomes a drawing board of `now()` → { places, most, values, indexOf(cell) }: the axis's length, the value
 * of the longest stem, the signal, and which of its numbers lies in a cell; null: not now. set(values) hears each change.
 * A swipe up or down scrolls the page, and takes back what it drew.
 */
export function drawn(plot, { now, set }) {
  onDrag(plot, (down) => {
    const state = now();
    if (!state) return null;
    const { places, most, values: before, indexOf } = state;
    const board = plot.getBoundingClientRect();
    const stem = plot.querySelector(".cw-lane-stem");
    const zero = board.top + stem.offsetTop + stem.offsetHeight;
    const isFirm = firmly(down);
    let [values, last] = [before, down];

    function paint({ clientX, clientY }) {
      const at = indexOf(Math.floor(((clientX - board.left) * places) / board.width));
      const value = clamp(Math.round(((zero - clientY) / stem.offsetHeight) * most), -LARGEST, LARGEST) + 0;
      if (!(at in values) || values[at] === value) return;
      values = values.map((was, i) => (i === at ? value : was));
      set(values);
    }
    /** From the last place to this one, cell by cell: a quick pull leaves no gap. */
    function paintTo({ clientX, clientY }) {
      const [right, below] = [clientX - last.clientX, clientY - last.clientY];
      const parts = Math.ceil((2 * places * Math.abs(right)) / board.width) || 1;
      for (let i = 0; i <= parts; i += 1)
        paint({ clientX: last.clientX + (right * i) / parts, clientY: last.clientY + (below * i) / parts });
      last = { clientX, clientY };
    }
    return {
      move(event) {
        if (!isFirm(event)) return;
        if (!plot.hasPointerCapture(event.pointerId)) plot.setPointerCapture(event.pointerId);
        paintTo(event);
      },
      end(event) {
        if (event.type === "pointerup") paint(event);
        else if (values !== before) set(before);
      },
    };
  });
}
