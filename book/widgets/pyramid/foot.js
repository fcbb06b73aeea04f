// Under the input: a bar for each one, as high as it counts; over them what random networks measured, and the field.
import { attribute, h, write } from "../kit/frame/dom.js";

const SVG = "http://www.w3.org/2000/svg";
const path = (name) => {
  const el = document.createElementNS(SVG, "path");
  el.setAttribute("class", `cw-pyramid-${name}`);
  return el;
};

/** foot(): { el, field, draw({ n, start, heights, measured, holes, told, label }) }; heights from 0 to 1. */
export function foot() {
  const [bars, holes, marks] = ["bars", "holes", "marks"].map(path);
  const map = document.createElementNS(SVG, "svg");
  map.setAttribute("role", "img");
  map.setAttribute("preserveAspectRatio", "none");
  map.append(bars, holes, marks);
  const name = h("span");
  const bracket = h("div", { class: "cw-pyramid-bracket", "aria-hidden": "true" }, name);
  const legend = h("div", { class: "cw-caption" });
  const field = h("div", { class: "cw-pyramid-field" }, map, bracket);
  const el = h("div", { class: "cw-pyramid-foot" }, field, legend);
  let drawn = "";

  function draw({ n, start, heights, measured, told, label, caption }) {
    const key = JSON.stringify([n, start, heights, measured]);
    if (key !== drawn) {
      map.setAttribute("viewBox", `0 0 ${n || 1} 100`);
      const bar = (height, i) => (height ? `M${start + i + 0.12} 100v${-100 * height}h.76V100z` : "");
      const hole = (height, i) => (height ? "" : `M${start + i + 0.12} 100V60h.76V100z`);
      attribute(bars, "d", heights.map(bar).join(""));
      attribute(holes, "d", heights.map(hole).join(""));
      attribute(marks, "d", measured.map((y, i) => `M${start + i + 0.5} ${100 - 100 * y}h0`).join(""));
      bracket.style.setProperty("--from", start / (n || 1));
      bracket.style.setProperty("--part", heights.length / (n || 1));
      el.style.setProperty("--n", n || 1);
    }
    drawn = key;
    attribute(bracket, "hidden", heights.length === 0);
    write(name, told);
    write(legend, caption);
    attribute(map, "aria-label", label);
  }
  return { el, field, draw };
}
