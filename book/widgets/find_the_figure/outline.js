// An outline over a picture: a window, a band, a find.
import { h } from "../kit/frame/dom.js";

/** outline(picture, kind): its element; show({ row, col, rows, cols }, [height, width]) in pixels of the picture, or show(null). */
export function outline(shown, kind) {
  const el = h("div", { class: `cw-outline ${kind}`, "aria-hidden": "true", hidden: true });
  shown.canvas.parentElement.append(el);
  return {
    el,
    show(place, [height, width]) {
      el.hidden = !place;
      if (!place) return;
      const parts = {
        top: place.row / height,
        left: place.col / width,
        height: place.rows / height,
        width: place.cols / width,
      };
      for (const [side, part] of Object.entries(parts)) el.style[side] = `${100 * part}%`;
    },
  };
}
