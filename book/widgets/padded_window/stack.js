// The layers as a pile of small squares: what no zero has reached so far is left white in the middle of each.
import { h, write } from "../kit/frame/dom.js";

/** stack(): { el, draw(layers, step) }: under each square, how many of its places no zero has reached. */
export function stack() {
  const el = h("div", { class: "cw-layers", "aria-hidden": "true" });
  const all = [];
  function square() {
    const inside = h("div", { class: "cw-layer-inside" });
    const number = h("span");
    return {
      el: h("div", { class: "cw-layer" }, h("div", { class: "cw-layer-map" }, inside), number),
      inside,
      number,
    };
  }
  function draw(layers, step) {
    while (all.length < layers.length) all.push(square());
    if (el.children.length !== layers.length)
      el.replaceChildren(...all.slice(0, layers.length).map((one) => one.el));
    layers.forEach(({ clean, untouched }, i) => {
      const size = clean.length;
      const { style } = all[i].inside;
      style.setProperty("--from", untouched ? clean.indexOf(true) / size : 0.5);
      style.setProperty("--part", untouched / size);
      write(all[i].number, String(untouched ** 2));
      all[i].el.classList.toggle("is-now", i === step);
    });
  }
  return { el, draw };
}
