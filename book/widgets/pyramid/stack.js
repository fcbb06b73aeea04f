// The levels one above the other, the input at the bottom: dots for units, lines from a lit unit to what it sees.
import { attribute, h, write } from "../kit/frame/dom.js";
import { clamp } from "../kit/maths/numbers.js";

const SVG = "http://www.w3.org/2000/svg";
const LEVELS = 9;
const [TOP, BOTTOM] = [7, 93]; // of the height, in per cent
const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0] };

function s(tag, attrs = {}, ...children) {
  const el = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs)) el.setAttribute(name, value);
  el.append(...children);
  return el;
}

/** stack({ go }): go([layer, index]) hears which unit is chosen, by a tap or the arrow keys. { el, draw(now, texts) }. */
export function stack({ go }) {
  const levels = Array.from({ length: LEVELS }, () => {
    const [edges, dots, lit] = ["edges", "dots", "lit"].map((name) =>
      s("path", { class: `cw-pyramid-${name}` }),
    );
    return { edges, dots, lit, el: s("g", {}, edges, dots, lit) };
  });
  const map = s(
    "svg",
    { role: "img", tabindex: "0", preserveAspectRatio: "none", class: "cw-pyramid-map" },
    ...levels.map(({ el }) => el),
  );
  const wide = h("p", { class: "cw-pyramid-wide" });
  const el = h("div", { class: "cw-pyramid-stack" }, map, wide);
  let [now, drawn] = [null, ""];

  const heightOf = (level) => BOTTOM - ((BOTTOM - TOP) * level) / now.layers.length;
  const middleOf = (level, i) => i * now.at[level].jump + now.at[level].field / 2;

  map.addEventListener("click", ({ clientX, clientY }) => {
    if (now.isWide) return;
    const box = map.getBoundingClientRect();
    const high = (100 * (clientY - box.top)) / box.height;
    const level = clamp(
      Math.round(((BOTTOM - high) / (BOTTOM - TOP)) * now.layers.length),
      1,
      now.layers.length,
    );
    const { field, jump } = now.at[level];
    const at = ((clientX - box.left) / box.width) * now.n;
    go([level, clamp(Math.round((at - field / 2) / jump), 0, now.units[level] - 1)]);
  });
  map.addEventListener("keydown", (event) => {
    const by = MOVES[event.key];
    if (!by || now.isWide || event.altKey || event.ctrlKey || event.metaKey) return;
    const level = clamp(now.chosen + by[0], 1, now.layers.length);
    const place = middleOf(now.chosen, now.index);
    const near = Math.round((place - now.at[level].field / 2) / now.at[level].jump);
    go([level, clamp(near + by[1], 0, now.units[level] - 1)]);
    event.preventDefault();
    event.stopPropagation();
  });

  const dot = (level, i) => `M${middleOf(level, i)} ${heightOf(level)}h0`;
  function drawLevels() {
    map.setAttribute("viewBox", `0 0 ${now.n ?? 1} 100`);
    el.style.setProperty("--n", now.n ?? 1);
    levels.forEach(({ edges, dots, lit }, level) => {
      const many = now.units?.[level] ?? 0;
      attribute(dots, "d", Array.from({ length: many }, (_, i) => dot(level, i)).join(""));
      const shown = now.lit[level] ?? [];
      attribute(lit, "d", shown.map((i) => dot(level, i)).join(""));
      const [k, stride, d] = now.layers[level - 1] ?? [0];
      const lines = level > 0 ? shown : [];
      const ends = lines.flatMap((i) => Array.from({ length: k }, (_, a) => [i, i * stride + a * d]));
      const line = ([i, to]) =>
        `M${middleOf(level, i)} ${heightOf(level)}L${middleOf(level - 1, to)} ${heightOf(level - 1)}`;
      attribute(edges, "d", ends.map(line).join(""));
    });
  }
  function draw(next, { label, tooWide }) {
    now = next;
    const key = JSON.stringify([now.layers, now.chosen, now.index]);
    if (key !== drawn) drawLevels();
    drawn = key;
    levels.forEach(({ el, edges }, level) => {
      el.classList.toggle("is-lit", level >= now.chosen - now.step && level <= now.chosen);
      edges.classList.toggle("is-lit", level > now.chosen - now.step && level <= now.chosen);
    });
    attribute(map, "aria-label", label);
    write(wide, now.isWide ? tooWide : "");
  }
  return { el, draw, focus: () => map.focus({ preventScroll: true }) };
}
