// What one number is made of: a button for each window, with the map it lies on, its weights, and its sum.
import { attribute, h, rove, write } from "../kit/frame/dom.js";
import { show } from "../kit/maths/numbers.js";
import { paintSigned } from "../kit/parts/paint.js";

const MOST = 12;
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

function small(values, [rows, cols], colours, canvas) {
  if (canvas.width !== cols || canvas.height !== rows) [canvas.width, canvas.height] = [cols, rows];
  const image = canvas.getContext("2d").createImageData(cols, rows);
  paintSigned(values, image.data, colours);
  canvas.getContext("2d").putImageData(image, 0, 0);
}

/** parts({ name, choose, bare }): choose(index). bare: the sums alone. { el, draw({ unit, from, part }, { label, colours }) }. */
export function parts({ name, choose, bare = false }) {
  const all = Array.from({ length: MOST }, (_, index) => {
    const [map, kernel] = [h("canvas"), h("canvas")];
    const [title, sum, frame] = [h("span", { class: "cw-net-title" }), h("span"), h("i")];
    const seen = h("span", { class: "cw-net-thumb" }, map, frame);
    const el = h(
      "button",
      { type: "button", class: "cw-net-part", role: "radio", onclick: () => choose(index) },
      title,
      ...(bare ? [] : [seen, h("span", { class: "cw-net-thumb is-kernel" }, kernel)]),
      sum,
    );
    return { el, map, kernel, title, sum, frame };
  });
  const el = h(
    "div",
    {
      class: `cw-net-parts${bare ? " is-bare" : ""}`,
      role: "radiogroup",
      "aria-label": name,
      onkeydown: onKey,
    },
    ...all.map((one) => one.el),
  );
  let many = 1;

  function onKey(event) {
    const at = all.findIndex((one) => one.el === event.target);
    if (!(event.key in STEPS) || at < 0) return;
    const to = (at + STEPS[event.key] + many) % many;
    choose(to, true);
    all[to].el.focus();
    event.preventDefault();
    event.stopPropagation();
  }
  function thumbs(one, part, from, colours) {
    const { rows, cols, values } = from;
    const mapped = values.slice(part.unit * rows * cols, (part.unit + 1) * rows * cols);
    small(mapped, [rows, cols], { ...colours, most: Math.max(...values, 1e-9) }, one.map);
    const [top, left] = [Math.max(0, part.top), Math.max(0, part.left)];
    one.frame.style.top = `${(100 * top) / rows}%`;
    one.frame.style.left = `${(100 * left) / cols}%`;
    one.frame.style.height = `${(100 * (Math.min(rows, part.top + part.rows) - top)) / rows}%`;
    one.frame.style.width = `${(100 * (Math.min(cols, part.left + part.cols) - left)) / cols}%`;
    attribute(one.kernel, "hidden", !part.K);
    if (part.K)
      small(part.K.flat(), [part.rows, part.cols], { ...colours, most: colours.heaviest }, one.kernel);
  }
  function draw({ unit, layer, part: now }, { label, title, colours }) {
    many = unit.parts.length;
    el.style.setProperty("--many", many);
    const heaviest = Math.max(...unit.parts.flatMap(({ K }) => (K ? K.flat().map(Math.abs) : [])), 1e-9);
    all.forEach((one, i) => {
      const part = unit.parts[i];
      attribute(one.el, "hidden", !part || (bare && many === 1));
      if (!part) return;
      if (!bare) thumbs(one, part, layer.from, { ...colours, heaviest });
      write(one.title, title(part, i));
      write(one.sum, show(part.sum));
      attribute(one.el, "aria-label", label(part, i));
      attribute(one.el, "aria-checked", String(i === now));
    });
    rove(
      all.slice(0, many).map((one) => one.el),
      all[now].el,
    );
  }
  return { el, draw };
}
