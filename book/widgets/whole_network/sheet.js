// The sheet to draw on. Digits are drawn with a free hand and fitted as the data were; shapes pixel by pixel.
import { attribute, h } from "../kit/frame/dom.js";
import { clamp } from "../kit/maths/numbers.js";
import { onDrag } from "../kit/parts/drag.js";
import { fitted } from "./ink.js";
import { FULL, SIDE } from "./model.js";

const PX = 192; // of the canvas, whatever size it has on the screen
const PEN_PX = 17;
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** sheet({ paint }): paint(X) hears the picture after every move of the pen. { el, draw({ X, freehand }, name), focus }. */
export function sheet({ paint }) {
  const canvas = h("canvas", { class: "cw-net-sheet", role: "img", tabindex: "0", width: PX, height: PX });
  const cursor = h("div", { class: "cw-net-cursor", "aria-hidden": "true" });
  const el = h("div", { class: "cw-net-paper" }, canvas, cursor);
  const context = canvas.getContext("2d");
  let [X, freehand, at, name] = [null, true, [3, 3], () => ""];
  let [strokes, inked] = [[], ""]; // what the pen drew, and the picture that it became

  const under = ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    return [(clientY - box.top) / box.height, (clientX - box.left) / box.width];
  };
  const pixelAt = (point) => point.map((part) => clamp(Math.floor(part * SIDE), 0, SIDE - 1));
  const withPixel = ([row, col], value) =>
    X.map((line, i) => line.map((old, j) => (i === row && j === col ? value : old)));

  function ink(next) {
    strokes = next;
    const drawn = fitted(strokes);
    inked = String(drawn);
    paint(drawn);
  }
  /** A line with a free hand: all that lay there before, and was not drawn, gives way to it. */
  function line(down) {
    const points = [under(down)];
    const before = String(X) === inked ? strokes : [];
    ink([...before, points]);
    return {
      move(event) {
        const passed = event.getCoalescedEvents?.() ?? [];
        for (const one of passed.length ? passed : [event]) points.push(under(one));
        ink([...before, points]);
      },
    };
  }
  /** Pixel by pixel: what the first one becomes, all become that the pen passes. */
  function pixels(down) {
    const value = X[pixelAt(under(down))[0]][pixelAt(under(down))[1]] > FULL / 2 ? 0 : FULL;
    const put = (event) => paint(withPixel(pixelAt(under(event)), value));
    put(down);
    return { move: put };
  }
  onDrag(canvas, (down) => {
    canvas.setPointerCapture(down.pointerId);
    return freehand ? line(down) : pixels(down);
  });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = MOVES[event.key];
    if (by) at = at.map((place, axis) => clamp(place + by[axis], 0, SIDE - 1));
    else if (event.key === " ") paint(withPixel(at, X[at[0]][at[1]] > FULL / 2 ? 0 : FULL));
    else return;
    if (by) mark();
    event.preventDefault();
    event.stopPropagation();
  });

  function mark() {
    cursor.style.setProperty("--row", at[0]);
    cursor.style.setProperty("--col", at[1]);
    attribute(canvas, "aria-label", name(at, X[at[0]][at[1]]));
  }
  function show() {
    const cell = PX / SIDE;
    context.fillStyle = "#000";
    context.fillRect(0, 0, PX, PX);
    if (String(X) === inked && freehand) {
      Object.assign(context, { strokeStyle: "#fff", lineWidth: PEN_PX, lineCap: "round", lineJoin: "round" });
      for (const points of strokes) {
        context.beginPath();
        points.forEach(([row, col], i) => context[i ? "lineTo" : "moveTo"](col * PX, row * PX));
        if (points.length === 1) context.lineTo(points[0][1] * PX, points[0][0] * PX);
        context.stroke();
      }
      return;
    }
    X.flat().forEach((value, i) => {
      const grey = Math.round((255 * value) / FULL);
      context.fillStyle = `rgb(${grey},${grey},${grey})`;
      context.fillRect((i % SIDE) * cell, Math.floor(i / SIDE) * cell, cell, cell);
    });
  }
  function draw(next, named) {
    [X, freehand, name] = [next.X, next.freehand, named];
    show();
    mark();
  }
  return { el, draw, focus: () => canvas.focus({ preventScroll: true }) };
}
