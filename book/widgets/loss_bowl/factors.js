// What each step multiplies the error by, in the two directions of the bowl: bars from 0, with marks at −1 and 1.
import { attribute, h, write } from "../kit/frame/dom.js";
import { show } from "../kit/maths/numbers.js";

const WIDEST = 1.5;
const at = (value) => (Math.min(WIDEST, Math.max(-WIDEST, value)) + WIDEST) / (2 * WIDEST);

/** bars([name, …]): { el, draw([{ factor, formula, says }, …]) }, one bar a name. */
export function bars(names, caption) {
  const all = names.map((name) => {
    const [formula, number, says] = ["formula", "number", "says"].map((part) =>
      h("span", { class: `cw-factor-${part}` }),
    );
    const bar = h("span", { class: "cw-factor-bar" });
    const track = h("span", { class: "cw-factor-track", "aria-hidden": "true" }, bar);
    const head = h("span", { class: "cw-factor-head" }, h("span", {}, name), formula);
    const el = h("div", { class: "cw-factor", role: "listitem" }, head, track, number, says);
    return { el, formula, number, says, bar };
  });
  const ends = [-1, 0, 1].map((value) => {
    const end = h("span", {}, show(value));
    end.style.setProperty("--at", at(value));
    return end;
  });
  const axis = h("div", { class: "cw-factor-axis", "aria-hidden": "true" }, ...ends);
  const list = h("div", { role: "list" }, ...all.map((one) => one.el));
  const el = h("div", { class: "cw-factors" }, h("div", { class: "cw-caption" }, caption), list, axis);

  function draw(factors) {
    factors.forEach(({ factor, formula, says, turns }, i) => {
      const { bar, ...one } = all[i];
      const [low, high] = [at(Math.min(0, factor)), at(Math.max(0, factor))];
      bar.style.setProperty("--low", low.toFixed(4));
      bar.style.setProperty("--high", high.toFixed(4));
      attribute(one.el, "data-grows", Math.abs(factor) > 1 + 1e-9 && !turns);
      write(one.formula, formula);
      write(one.number, `× ${show(factor)}`);
      write(one.says, says);
    });
  }
  return { el, draw };
}
