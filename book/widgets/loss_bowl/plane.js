// A bowl seen from above: rings of equal loss, the way taken so far, and the ball, which can be dropped anywhere.
import { attribute, h, write } from "../kit/frame/dom.js";
import { firmly, onDrag } from "../kit/parts/drag.js";
import { STEPS } from "./descent.js";
import { placeOf, reachOf, weightsAt } from "./model.js";

const SVG = "http://www.w3.org/2000/svg";
const RINGS = Array.from({ length: 13 }, (_, i) => 8 * (i + 1) ** 2); // losses whose rings lie equally far apart
const WIDEST = 300; // of the side: a ring along a valley without an end
const MOVES = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const NEAR = 0.02; // of the side: so much of the rim is kept free for the arrow

function s(tag, attrs = {}, ...children) {
  const el = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs)) el.setAttribute(name, value);
  el.append(...children);
  return el;
}

/** From the middle of the picture: where a ball that has left it is pointed to, and at which angle. */
function atRim([right, down]) {
  const [x, y] = [right - 0.5, down - 0.5];
  const scale = (0.5 - NEAR) / Math.max(Math.abs(x), Math.abs(y));
  return { right: 0.5 + x * scale, down: 0.5 + y * scale, turn: Math.atan2(y, x) };
}

/**
 * plane({ name, drop }): drop([w0, w1]) hears where the ball is dropped; without it the ball only shows itself.
 * draw({ plane, way, step, caption, axes, label, grip, left, isHidden }): way, the weights at each step; left, the figure
 * at the rim where the ball has left the picture.
 */
export function plane({ name, drop = null }) {
  const rings = s("g", { class: "cw-bowl-rings" });
  const cross = s("path", { class: "cw-bowl-bottom" });
  const lines = Array.from({ length: STEPS }, () => s("line"));
  const dots = Array.from({ length: STEPS }, () => s("circle", { r: 0.9 }));
  const trail = s("g", { class: "cw-bowl-trail" }, ...lines, ...dots);
  const map = s("svg", { viewBox: "0 0 100 100", role: "img" }, rings, cross, trail);
  const ball = drop
    ? h("button", { type: "button", class: "cw-bowl-ball" })
    : h("span", { class: "cw-bowl-ball", "aria-hidden": "true" });
  const figure = h("span", { class: "cw-bowl-figure" });
  const arrow = h("span", { class: "cw-bowl-arrow" });
  const rim = h("span", { class: "cw-bowl-rim", "aria-hidden": "true" }, arrow, figure);
  const [right, up] = [0, 1].map(() => h("span", { class: "cw-bowl-axis", "aria-hidden": "true" }));
  const box = h("div", { class: "cw-bowl-box" }, map, right, up, rim, ball);
  const title = h("div", { class: "cw-caption" });
  const el = h("div", { class: `cw-bowl-plane cw-bowl-${name}` }, title, box);
  let [now, weights, drawnWay, drawnPlane] = [null, [0, 0], "", null];

  const under = ({ clientX, clientY }) => {
    const { left, top, width } = box.getBoundingClientRect();
    return weightsAt([(clientX - left) / width, (clientY - top) / width], now);
  };
  if (drop) {
    box.classList.add("is-open");
    box.addEventListener("click", (event) => event.target !== ball && drop(under(event)));
    onDrag(ball, (down) => {
      const isFirm = firmly(down);
      const began = weights;
      ball.setPointerCapture(down.pointerId);
      ball.classList.add("is-held");
      return {
        move: (event) => isFirm(event) && drop(under(event)),
        end(event) {
          ball.classList.remove("is-held");
          if (event?.type === "pointercancel") drop(began);
        },
      };
    });
    ball.addEventListener("keydown", (event) => {
      const by = MOVES[event.key];
      if (!by) return;
      const tenth = event.shiftKey ? 1 : 0.1;
      drop(weights.map((value, i) => value + tenth * by[i]));
      event.preventDefault();
      event.stopPropagation();
    });
  }

  function drawRings({ middle, curved: [flat, steep] }) {
    const [x, y] = placeOf(middle, now).map((part) => 100 * part);
    const ring = (loss) =>
      s("ellipse", {
        rx: Math.min(WIDEST, 100 * reachOf(loss, flat)),
        ry: 100 * reachOf(loss, steep),
        transform: `translate(${x} ${y}) rotate(45)`,
      });
    rings.replaceChildren(...[...RINGS].reverse().map(ring));
    const along = s("line", { x1: -WIDEST, x2: WIDEST, transform: `translate(${x} ${y}) rotate(45)` });
    along.setAttribute("class", "cw-bowl-floor");
    if (flat === 0) rings.append(along);
    attribute(cross, "d", flat === 0 ? "" : `M${x - 2.5} ${y}h5M${x} ${y - 2.5}v5`);
  }
  function drawWay(way) {
    const places = way.map((at) => placeOf(at, now).map((part) => 100 * Math.max(-50, Math.min(50, part))));
    lines.forEach((line, i) => {
      const [[x1, y1], [x2, y2]] = [places[i], places[i + 1]];
      for (const [key, value] of Object.entries({ x1, y1, x2, y2 })) line.setAttribute(key, value.toFixed(3));
      dots[i].setAttribute("cx", x1.toFixed(3));
      dots[i].setAttribute("cy", y1.toFixed(3));
    });
  }

  function draw({ plane: shown, way, step, caption, axes, label, grip, left, isHidden }) {
    now = shown;
    if (drawnPlane !== shown) drawRings(shown);
    drawnPlane = shown;
    const key = way.join();
    if (key !== drawnWay) drawWay(way);
    drawnWay = key;
    for (let i = 0; i < STEPS; i += 1) {
      lines[i].classList.toggle("is-walked", i < step);
      dots[i].classList.toggle("is-walked", i < step);
    }
    trail.classList.toggle("is-hidden", isHidden);
    weights = way[0];
    const place = placeOf(way[step], shown);
    const isOut = place.some((part) => part < 0 || part > 1);
    const shownAt = isOut ? atRim(place) : { right: place[0], down: place[1], turn: 0 };
    el.style.setProperty("--right", shownAt.right.toFixed(4));
    el.style.setProperty("--down", shownAt.down.toFixed(4));
    el.style.setProperty("--turn", `${shownAt.turn.toFixed(3)}rad`);
    box.classList.toggle("is-out", isOut);
    write(figure, isOut ? left : "");
    write(title, caption);
    write(right, axes[0]);
    write(up, axes[1]);
    attribute(map, "aria-label", label);
    if (drop) attribute(ball, "aria-label", grip);
  }
  return { el, draw };
}
