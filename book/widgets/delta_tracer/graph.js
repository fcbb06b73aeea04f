// The layer as a picture: rows of numbers on seven shared columns, and a line for each product between them.
import { attribute, h, rove, write } from "../kit/frame/dom.js";
import { emWidth, show } from "../kit/maths/numbers.js";

const SVG = "http://www.w3.org/2000/svg";
const [CELL, HIGH] = [10, 20]; // of the lines' own coordinates

const svg = (name, attrs = {}) => {
  const el = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attrs)) el.setAttribute(key, value);
  return el;
};

/** One number in its column; with `choose` it is a button. */
export function node(choose) {
  const value = h("span", { class: "cw-value" });
  const box = choose
    ? h("button", { type: "button", class: "cw-cell cw-delta-node", tabindex: "-1", onclick: choose }, value)
    : h("div", { class: "cw-cell" }, value);
  function draw({ at, number, text = show(number), label, lit = false, pad = false, hidden = false }) {
    box.style.setProperty("--at", at);
    box.style.setProperty("--em", emWidth(text).toFixed(2));
    write(value, text);
    box.classList.toggle("is-lit", lit);
    box.classList.toggle("is-pad", pad);
    attribute(box, "hidden", hidden);
    if (!choose) return;
    attribute(box, "aria-label", label);
    attribute(box, "aria-pressed", String(lit));
  }
  return { box, draw };
}

/** A row: its name, and its numbers by column: { el, field, frame(place), write(title) }. */
export function row(name, nodes, { picture = false } = {}) {
  const title = h("div", { class: "cw-delta-title", "aria-hidden": "true" });
  const window = h("div", { class: "cw-delta-window", "aria-hidden": "true", hidden: true });
  const field = h(
    "div",
    { class: "cw-delta-field", role: picture ? "img" : null },
    ...nodes.map(({ box }) => box),
    window,
  );
  const el = h("div", { class: `cw-delta-row cw-delta-${name}` }, title, field);
  function frame(left) {
    attribute(window, "hidden", left === null);
    if (left !== null) window.style.setProperty("--left", left);
  }
  return { el, field, frame, title: (text) => write(title, text) };
}

/** A line for each product, from its input above to its output below, and on those that are lit a number. */
export function wires() {
  const lines = svg("svg", {
    class: "cw-delta-lines",
    viewBox: `0 0 ${7 * CELL} ${HIGH}`,
    "aria-hidden": "true",
  });
  const figures = h("div", { class: "cw-delta-figures", "aria-hidden": "true" });
  const el = h(
    "div",
    { class: "cw-delta-row cw-delta-wires" },
    h("div"),
    h("div", { class: "cw-delta-field" }, lines, figures),
  );
  const all = Array.from({ length: 9 }, () => {
    const group = svg("g");
    const line = group.appendChild(svg("line"));
    const head = group.appendChild(svg("polygon", { points: "0,0 -1.1,-2 1.1,-2" }));
    const figure = figures.appendChild(h("span"));
    lines.append(group);
    return { group, line, head, figure };
  });
  const middle = (column) => (column + 0.5) * CELL;

  /** ends: [{ top, bottom, lit, text, part }]: columns; part: how far down its number stands. */
  function draw(ends, isBack) {
    all.forEach(({ group, line, head, figure }, n) => {
      const one = ends[n];
      attribute(group, "class", one?.lit ? "is-lit" : null);
      group.style.display = one ? "" : "none";
      attribute(figure, "hidden", !one?.lit);
      if (!one) return;
      const [x1, x2] = [middle(one.top), middle(one.bottom)];
      for (const [key, value] of Object.entries({ x1, y1: 0, x2, y2: HIGH })) attribute(line, key, value);
      const lean = (Math.atan2(x1 - x2, HIGH) * 180) / Math.PI;
      const place = isBack
        ? `translate(${x1} 0) rotate(${180 + lean})`
        : `translate(${x2} ${HIGH}) rotate(${lean})`;
      attribute(head, "transform", place);
      write(figure, one.text);
      figure.style.setProperty("--x", ((x1 + (x2 - x1) * one.part) / CELL).toFixed(3));
      figure.style.setProperty("--y", one.part);
    });
  }
  return { el, draw };
}

/** Arrow keys go from node to node: along a row, and to the nearest of the next row. rows: nodes, from above. */
export function roving(el, rows) {
  const inSight = () =>
    rows.map((line) => line.filter(({ box }) => !box.hidden)).filter((line) => line.length);
  const column = ({ box }) => box.getBoundingClientRect().left;
  let home = rows[0][0];

  el.addEventListener("keydown", (event) => {
    const lines = inSight();
    const down = lines.findIndex((line) => line.some(({ box }) => box === event.target));
    if (down < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const along = [...lines[down]].sort((a, b) => column(a) - column(b));
    const at = along.findIndex(({ box }) => box === event.target);
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = lines[down + ({ ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0)];
    const isArrow = event.key.startsWith("Arrow");
    if (!isArrow) return;
    const distance = (one) => Math.abs(column(one) - column(along[at]));
    const to = by ? along[at + by] : next && [...next].sort((a, b) => distance(a) - distance(b))[0];
    to?.box.focus(); // which makes it the home
    event.preventDefault();
    event.stopPropagation();
  });
  el.addEventListener("focusin", ({ target }) => {
    home = rows.flat().find(({ box }) => box === target) ?? home;
    reach();
  });
  function reach() {
    const all = rows.flat().map(({ box }) => box);
    rove(all, home.box.hidden ? all[0] : home.box);
  }
  return reach;
}
