// Four strips on one axis: the cells of a row, and under them each window as a bracket.
import { h } from "../kit/frame/dom.js";
import { countsOf } from "./places.js";

/** rulers(t): { el, draw(now) }; strips are built anew only if a setting has changed. */
export function rulers(t) {
  const el = h("div", { class: "cw-rulers" });
  let drawn = "";

  function strip(name, rule, now, before, total) {
    const { n, s, reach } = now;
    const counts = countsOf(now, rule);
    const first = before - rule.before;
    const cells = Array.from({ length: rule.before + n + rule.after }, (_, at) => {
      const pixel = at - rule.before;
      const isReal = pixel >= 0 && pixel < n;
      const kind = isReal ? (counts[pixel] ? "" : " is-dropped") : " is-pad";
      const cell = h(
        "div",
        { class: `cw-ruler-cell${kind}` },
        isReal ? String(pixel + 1) : name === "ceil" ? "" : "0",
      );
      cell.style.gridColumn = first + at + 1;
      return cell;
    });
    const lanes = Math.min(rule.places, Math.ceil(reach / s)) || 1;
    const brackets = Array.from({ length: rule.places }, (_, i) => {
      const bracket = h("div", { class: "cw-ruler-window" });
      bracket.style.gridArea = `${2 + (i % lanes)} / ${first + i * s + 1} / auto / span ${reach}`;
      return bracket;
    });
    const row = h("div", { class: "cw-ruler-cells", "aria-hidden": "true" }, ...cells, ...brackets);
    row.style.setProperty("--total", total);
    return h(
      "div",
      { class: "cw-ruler" },
      h("p", {}, h("b", {}, t(name)), ` ${saidOf(name, rule, counts)}`),
      row,
    );
  }
  function saidOf(name, { places, before, after }, counts) {
    const dropped = counts.filter((count) => count === 0).length;
    if (!places) return t("ruler_none");
    const lost = dropped ? t(dropped === 1 ? "lost_one" : "lost", { dropped }) : "";
    const zeros = name === "same" ? t("same_zeros", { before, after }) : "";
    return t(places === 1 ? "ruler_one" : "ruler", { places, zeros, lost });
  }

  function draw(now) {
    const key = JSON.stringify([now.n, now.k, now.p, now.s, now.d]);
    if (key === drawn) return;
    drawn = key;
    const all = Object.entries(now.every);
    const before = Math.max(...all.map(([, rule]) => rule.before));
    const total = before + now.n + Math.max(...all.map(([, rule]) => rule.after));
    el.replaceChildren(...all.map(([name, rule]) => strip(name, rule, now, before, total)));
  }
  return { el, draw };
}
