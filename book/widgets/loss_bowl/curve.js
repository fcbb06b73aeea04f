// The loss at each step on a logarithmic axis, and a dot at the step in force.
import { attribute, h } from "../kit/frame/dom.js";
import { STEPS } from "./descent.js";

const SVG = "http://www.w3.org/2000/svg";
const [LOW, HIGH] = [-6, 6]; // powers of ten
const MARKS = [4, 2, 0, -2, -4];
const heightOf = (loss) => {
  const power = loss > 0 ? Math.log10(loss) : LOW;
  return (HIGH - Math.min(HIGH, Math.max(LOW, power))) / (HIGH - LOW);
};

export function curve(caption) {
  const line = document.createElementNS(SVG, "polyline");
  const map = document.createElementNS(SVG, "svg");
  map.setAttribute("viewBox", `0 0 ${STEPS} 1`);
  map.setAttribute("preserveAspectRatio", "none");
  map.setAttribute("role", "img");
  map.append(line);
  const marks = MARKS.map((power) => {
    const text = power === 0 ? "1" : power > 0 ? (10 ** power).toLocaleString("en-US") : String(10 ** power);
    const mark = h("span", { class: "cw-curve-mark", "aria-hidden": "true" }, h("span", {}, text));
    mark.style.setProperty("--at", (HIGH - power) / (HIGH - LOW));
    return mark;
  });
  const dot = h("span", { class: "cw-curve-dot", "aria-hidden": "true" });
  const field = h("div", { class: "cw-curve-field" }, ...marks, map, dot);
  const el = h("div", { class: "cw-curve" }, h("div", { class: "cw-caption" }, caption), field);

  function draw({ losses, step, label }) {
    attribute(line, "points", losses.map((loss, i) => `${i},${heightOf(loss).toFixed(4)}`).join(" "));
    dot.style.setProperty("--x", step / STEPS);
    dot.style.setProperty("--y", heightOf(losses[step]).toFixed(4));
    attribute(map, "aria-label", label);
  }
  return { el, field, draw };
}
