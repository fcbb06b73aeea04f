// The ten scores as bars to both sides of 0; the highest wins.
import { attribute, h, write } from "../kit/frame/dom.js";
import { show } from "../kit/maths/numbers.js";

const STEPS = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

/** The 4 × 4 pixels of a shape as a path: the sight of it says more than its name. */
const pathOf = (bits) =>
  [...bits].map((bit, i) => (bit === "1" ? `M${i % 4} ${Math.floor(i / 4)}h1v1h-1z` : "")).join("");

function icon() {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 4 4");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return { svg, path };
}

/** scores({ choose, enter }): choose(n) hears a press or an arrow key. { el, draw({ scores, best, chosen, names, icons }, label) }. */
export function scores({ choose, enter }) {
  const rows = Array.from({ length: 10 }, (_, n) => {
    const [name, bar, number, shape] = [h("span"), h("i"), h("span", { class: "cw-net-score" }), icon()];
    const track = h("span", { class: "cw-net-track" }, bar);
    const sign = h("span", { class: "cw-net-name" }, name, shape.svg);
    const el = h("div", { class: "cw-net-row", onclick: () => choose(n) }, sign, track, number);
    return { el, name, bar, number, shape };
  });
  const el = h("div", { class: "cw-net-scores", role: "img", tabindex: "0" }, ...rows.map((row) => row.el));
  let chosen = 0;

  el.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in STEPS) choose((chosen + STEPS[event.key] + 10) % 10);
    else if (event.key === "Enter") enter();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  function draw({ scores: values, best, chosen: now, names, icons }, label) {
    chosen = now ?? best;
    const most = Math.max(...values.map(Math.abs), 1);
    rows.forEach((row, n) => {
      const part = values[n] / most;
      write(row.name, icons ? "" : names[n]);
      attribute(row.shape.svg, "hidden", !icons);
      if (icons) attribute(row.shape.path, "d", pathOf(icons[n]));
      write(row.number, show(values[n], 1));
      row.bar.style.transform = `scaleX(${part.toFixed(4)})`;
      row.bar.classList.toggle("is-minus", part < 0);
      row.el.classList.toggle("is-best", n === best);
      row.el.classList.toggle("is-chosen", n === now);
    });
    attribute(el, "aria-label", label);
  }
  return { el, draw, focus: () => el.focus({ preventScroll: true }) };
}
