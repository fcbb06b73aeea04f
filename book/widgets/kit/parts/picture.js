// A grey or signed picture on a canvas, with a mark on one pixel's window; pointer and arrow keys choose the pixel.
import { attribute, h, write } from "../frame/dom.js";
import { clamp, show } from "../maths/numbers.js";
import { onDrag } from "./drag.js";

/** The scale beside a picture: from −most to +most in signed colours, or 0 to 255 in greys. */
export function legend() {
  const [low, high] = [h("span"), h("span")];
  const el = h("span", { class: "cw-legend" }, low, h("span", { class: "cw-legend-bar" }), high);
  return {
    el,
    draw(signed, most) {
      el.classList.toggle("is-signed", signed);
      write(low, signed ? show(-most) : "0");
      write(high, signed ? `+${show(most)}` : "255");
    },
  };
}

/**
 * picture({ caption, label, probe, stroke }): probe(row, col) hears the pixel under the pointer or the arrow keys;
 * stroke(row, col) hears drawing while `drawable` is on, every point that the pen passed, and stroke() its end. paint(values, painter) shows width × height values.
 */
export function picture({ caption, label, probe, stroke }) {
  const canvas = h("canvas", { class: "cw-canvas", role: "img", tabindex: "0", "aria-label": label });
  const marker = h("div", { class: "cw-marker", "aria-hidden": "true", hidden: true });
  const title = h("div", { class: "cw-caption" }, caption);
  const el = h("div", { class: "cw-picture" }, title, h("div", { class: "cw-canvas-box" }, canvas, marker));
  const context = canvas.getContext("2d");
  let [width, height, image, at, drawable] = [0, 0, null, [0, 0], false];

  function pixelUnder(event) {
    const box = canvas.getBoundingClientRect();
    const pixel = (part, most) => clamp(Math.floor(part * most), 0, most - 1);
    return [
      pixel((event.clientY - box.top) / box.height, height),
      pixel((event.clientX - box.left) / box.width, width),
    ];
  }
  const look = (event) => probe(...pixelUnder(event));
  /** A quick pen is told in fewer events than it passes points: the browser keeps those too. */
  function ink(event) {
    const passed = event.getCoalescedEvents?.() ?? [];
    for (const one of passed.length ? passed : [event]) stroke(...pixelUnder(one));
  }
  canvas.addEventListener("pointerdown", look);
  canvas.addEventListener("pointermove", look);
  onDrag(canvas, (down) => {
    if (!drawable) return null;
    canvas.setPointerCapture(down.pointerId);
    ink(down);
    return { move: ink, end: () => stroke() };
  });
  canvas.addEventListener("keydown", (event) => {
    const far = event.shiftKey ? 10 : 1;
    const move = { ArrowUp: [-far, 0], ArrowDown: [far, 0], ArrowLeft: [0, -far], ArrowRight: [0, far] }[
      event.key
    ];
    if (move) probe(clamp(at[0] + move[0], 0, height - 1), clamp(at[1] + move[1], 0, width - 1));
    else if (event.key === " " && drawable) {
      stroke(...at);
      stroke();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  function paint(values, [rows, cols], painter) {
    if (cols !== width || rows !== height) {
      [canvas.width, canvas.height] = [width, height] = [cols, rows];
      image = context.createImageData(width, height);
      el.style.setProperty("--shape", `${width} / ${height}`);
    }
    painter(values, image.data);
    context.putImageData(image, 0, 0);
  }
  /** Outline `rows` × `cols` pixels that start at (top, left); `pixel` is the one the arrow keys move. */
  function mark({ top, left, rows, cols, pixel }) {
    at = pixel;
    marker.hidden = false;
    const place = { top: top / height, left: left / width, height: rows / height, width: cols / width };
    for (const [side, part] of Object.entries(place)) marker.style[side] = `${100 * part}%`;
  }
  return {
    el,
    canvas,
    title,
    paint,
    mark,
    name: (text) => attribute(canvas, "aria-label", text),
    draw(on) {
      drawable = on;
      canvas.classList.toggle("is-drawable", on);
    },
  };
}
