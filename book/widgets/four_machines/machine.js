// What each machine does for the output in sight: a box with its name, its result and what it works on.
import { h, write } from "../kit/frame/dom.js";
import { biggest } from "../kit/maths/matrices.js";
import { grid } from "../kit/parts/grid.js";

const WIDE = 12; // with more columns a cell has no room for a figure: it has its tint

/** box({ name, t, of }): { el, draw(result) }; of: what it works on, an element. */
function box({ name, t, of }) {
  const result = h("strong", { class: "cw-four-result" });
  const head = h("div", { class: "cw-four-head" }, h("span", {}, t(name)), result);
  const el = h("div", { class: `cw-four-box is-${name}`, role: "group", "aria-label": t(name) }, head, of);
  return { el, draw: (text) => write(result, text) };
}

const summand = (isFurther) =>
  h("span", { class: "is-landing" }, isFurther ? "+ " : "", h("span", { class: "cw-four-term" }));

/** The products, a line for each row of the kernel; draw(terms, wide, marked, result). */
export function loop({ t }) {
  const lines = [1, 2, 3].map(() => h("div", { class: "cw-four-line" }));
  const of = h("div", { class: "cw-four-lines" }, ...lines);
  const { el, draw: tell } = box({ name: "loop", t, of });
  let built = "";

  function draw(terms, wide, marked, result) {
    if (built !== `${terms.length}/${wide}`)
      lines.forEach((line, i) => {
        const many = Math.max(0, Math.min(wide, terms.length - i * wide));
        line.replaceChildren(...Array.from({ length: many }, (_, j) => summand(i + j > 0)));
      });
    built = `${terms.length}/${wide}`;
    lines
      .flatMap((line) => [...line.children])
      .forEach((one, i) => {
        write(one.lastChild, terms[i].text);
        one.lastChild.classList.toggle("is-copy", i === marked);
        one.style.setProperty("--turn", i / terms.length);
      });
    tell(result);
  }
  return { el, draw };
}

/** A matrix that one machine works on: draw(X, look, place of the outline, result). */
export function table({ name, t, pick }) {
  const cells = grid({ name: `four-${name}`, caption: t(`${name}_caption`), t, pick });
  const field = h("div", {}, cells.el);
  const { el, draw: tell } = box({ name, t, of: field });
  function draw(X, look, place, result) {
    const isTiny = X[0].length > WIDE;
    const most = biggest(X) || 1;
    const tint = (row, col) => (isTiny ? Math.abs(X[row][col]) / most : 0);
    cells.el.classList.toggle("is-tiny", isTiny);
    cells.draw(X, (row, col) => ({ tint: tint(row, col), ...look(row, col) }));
    cells.frame(place);
    tell(result);
  }
  return { el, field, draw };
}
