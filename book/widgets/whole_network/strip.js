// The maps of a layer side by side on one canvas: one of them is chosen, and outlines show what is looked at.
import { attribute, h, write } from "../kit/frame/dom.js";
import { clamp, show } from "../kit/maths/numbers.js";
import { paintSigned } from "../kit/parts/paint.js";

const WISHES = { ArrowLeft: -1, ArrowRight: 1 };

/**
 * strip({ choose, enter, step }): choose(unit, row, col) hears a press, step(by) an arrow key, enter() Enter.
 * { el, draw({ units, rows, cols, values }, { caption, most, signed, label, colours, frames }) }
 *   most   what has the full colour;  frames   [{ unit, top, left, rows, cols, isChosen }] outlines
 */
export function strip({ choose, enter, step }) {
  const canvas = h("canvas", { class: "cw-net-canvas" });
  const box = h("div", { class: "cw-net-maps", role: "img", tabindex: "0" }, canvas);
  const [title, scale] = [h("span"), h("span")];
  const head = h("div", { class: "cw-net-head" }, title, scale);
  const el = h("div", { class: "cw-net-strip" }, head, box);
  const context = canvas.getContext("2d");
  const [pool, sheets] = [[], []];
  let shape = { units: 1, rows: 1, cols: 1 };

  box.addEventListener("click", (event) => {
    const place = canvas.getBoundingClientRect();
    const { units, rows, cols } = shape;
    const across = ((event.clientX - place.left) / place.width) * canvas.width;
    const unit = clamp(Math.floor(across / (cols + 1)), 0, units - 1);
    const col = clamp(Math.floor(across - unit * (cols + 1)), 0, cols - 1);
    choose(unit, clamp(Math.floor(((event.clientY - place.top) / place.height) * rows), 0, rows - 1), col);
  });
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in WISHES) step(WISHES[event.key]);
    else if (event.key === "Enter") enter();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  function paint({ units, rows, cols, values }, colours) {
    const wide = units * (cols + 1) - 1;
    if (canvas.width !== wide || canvas.height !== rows) [canvas.width, canvas.height] = [wide, rows];
    context.clearRect(0, 0, wide, rows);
    for (let unit = 0; unit < units; unit += 1) {
      const image = context.createImageData(cols, rows);
      paintSigned(values.slice(unit * rows * cols, (unit + 1) * rows * cols), image.data, colours);
      context.putImageData(image, unit * (cols + 1), 0);
    }
    rule(units, cols, wide);
    box.style.setProperty("--wide", wide);
    box.style.setProperty("--high", rows);
  }
  /** A thin line around each map: a map of zeros is as white as the paper. */
  function rule(units, cols, wide) {
    while (sheets.length < units) sheets.push(box.appendChild(h("div", { class: "cw-net-rule" })));
    sheets.forEach((one, unit) => {
      attribute(one, "hidden", unit >= units);
      one.style.left = `${(100 * unit * (cols + 1)) / wide}%`;
      one.style.width = `${(100 * cols) / wide}%`;
    });
  }
  function outline(frames, { units, rows, cols }) {
    const wide = units * (cols + 1) - 1;
    while (pool.length < frames.length) pool.push(box.appendChild(h("div", { class: "cw-net-frame" })));
    pool.forEach((one, i) => {
      const frame = frames[i];
      attribute(one, "hidden", !frame);
      if (!frame) return;
      const [top, left] = [Math.max(0, frame.top), Math.max(0, frame.left)];
      const [bottom, right] = [
        Math.min(rows, frame.top + frame.rows),
        Math.min(cols, frame.left + frame.cols),
      ];
      one.style.left = `${(100 * (frame.unit * (cols + 1) + left)) / wide}%`;
      one.style.width = `${(100 * (right - left)) / wide}%`;
      one.style.top = `${(100 * top) / rows}%`;
      one.style.height = `${(100 * (bottom - top)) / rows}%`;
      one.classList.toggle("is-chosen", Boolean(frame.isChosen));
    });
  }
  function draw(layer, { caption, most, signed = false, label, colours, frames }) {
    shape = layer;
    paint(layer, { ...colours, most: most || 1 });
    outline(frames, layer);
    write(title, caption);
    write(scale, signed ? "" : `0 – ${show(most, 1)}`);
    box.classList.toggle("is-few", layer.units * layer.cols < 12);
    attribute(box, "aria-label", label);
  }
  return { el, draw, focus: () => box.focus({ preventScroll: true }) };
}
