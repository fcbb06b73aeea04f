// A signal as stems over an axis of positions; its numbers in a row below.
import { attribute, h, write } from "../frame/dom.js";

const percent = (part) => part.toFixed(4);

/**
 * lane({ name, title, carried }): carried lanes lie in a window that moves along the axis.
 * { el, plot, draw({ title, label, samples, most, signed, window }) }: samples are { at, value, text, now, off, guessed }, at counted
 * in cells from the left (of the window); most is the value of the longest stem. The same sample again costs nothing.
 */
export function lane({ name, carried = false }) {
  const title = h("div", { class: "cw-lane-title", "aria-hidden": "true" });
  const plot = h("div", { class: "cw-lane-plot", role: "img" });
  const el = h("div", { class: `cw-lane cw-lane-${name}` }, title, plot);
  const holder = carried ? plot.appendChild(h("div", { class: "cw-lane-window" })) : plot;
  const pool = [];

  function sample() {
    const figure = h("span", { class: "cw-lane-figure" });
    const box = h(
      "div",
      { class: "cw-lane-sample" },
      h("span", { class: "cw-lane-stem" }),
      h("span", { class: "cw-lane-dot" }),
      figure,
    );
    holder.append(box);
    return { box, figure, was: "", sample: null, scale: 0 };
  }
  /** One of many samples, most of which stay as they were. */
  function put(one, { at, value, text, off, now, guessed }, size) {
    const { box, figure, was } = one;
    one.was = [at, size, value, text, off, now, guessed].join();
    if (one.was === was) return;
    box.style.setProperty("--at", at);
    box.style.setProperty("--size", size);
    attribute(box, "data-sign", value < 0 ? "−" : "+");
    box.classList.toggle("is-off", Boolean(off));
    box.classList.toggle("is-zero", value === 0);
    box.classList.toggle("is-now", Boolean(now));
    box.classList.toggle("is-guessed", Boolean(guessed));
    write(figure, text);
  }

  function draw({ titles, label, samples, most, signed, window }) {
    if (title.children.length !== titles.length) title.replaceChildren(...titles.map(() => h("span")));
    titles.forEach((text, i) => write(title.children[i], text));
    attribute(plot, "aria-label", label);
    plot.classList.toggle("is-signed", signed);
    while (pool.length < samples.length) pool.push(sample());
    pool.forEach(({ box }, i) => {
      const shown = samples[i];
      attribute(box, "hidden", !shown);
      const { sample, scale } = pool[i];
      if (!shown || (shown === sample && scale === most)) return;
      Object.assign(pool[i], { sample: shown, scale: most });
      put(pool[i], shown, percent(shown.off ? 0 : shown.value / most));
    });
    if (window) {
      holder.style.setProperty("--wide", window.wide);
      holder.style.transform = `translateX(calc(${window.left} * var(--cell)))`; // no variable: the samples would inherit it
    }
  }
  return { el, plot, draw };
}
