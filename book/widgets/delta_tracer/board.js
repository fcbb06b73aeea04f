// The layer on seven shared columns: gradient, inputs, lines, outputs, δ, kernel, gradient.
import { attribute, h } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { show } from "../kit/maths/numbers.js";
import { node, roving, row, wires } from "./graph.js";
import { K } from "./model.js";
import { SUB, written } from "./told.js";

const X_AT = 1; // the column of x₁, of seven
const O_AT = 2;
const W_AT = 2;
const LABEL_AT = { x: 0.62, w: 0.5, d: 0.36 };

/** { el, results: what a question masks, draw(now, asking) } */
export function board({ model, t }) {
  const choose = (name) => () => {
    const pick = model.get("pick") === name && model.get("step") === 0 ? "" : name;
    change(model, { pick, step: 0, playing: false });
  };
  const nodes = (name, count) =>
    Array.from({ length: count }, (_, n) => node(name ? choose(`${name}${n}`) : null));
  const [xs, ws, ds] = [nodes("x", 5), nodes("w", K), nodes("d", 3)];
  const [os, zeros, carried] = [nodes(null, 3), nodes(null, 5), nodes(null, 3)];
  const [dxs, dws] = [nodes(null, 5), nodes(null, K)];
  const lines = wires();
  const up = row("up", dxs, { picture: true });
  const over = row("over", carried);
  const inputs = row("x", xs);
  const outputs = row("o", os);
  const deltas = row("d", [...ds, ...zeros]);
  const kernel = row("w", ws);
  const down = row("down", dws, { picture: true });
  attribute(over.el, "aria-hidden", true);
  const top = h("div", { class: "cw-delta-top" }, up.el, over.el);
  const el = h(
    "div",
    { class: "cw-delta", role: "group", "aria-label": t("graph") },
    top,
    ...[inputs, lines, outputs, deltas, kernel, down].map((one) => one.el),
  );
  const reach = roving(el, [xs, ds, ws]);

  function drawNodes({ x, w, d, o, stride, pick, step, of, at }) {
    const label = (name, n, value) => t("node", { name: t(name), n: SUB[n], value: show(value) });
    const put = (name, all, numbers, column) =>
      all.forEach((one, n) => {
        const number = numbers[n] ?? 0;
        const hidden = numbers[n] === undefined;
        one.draw({
          at: column(n),
          number,
          label: label(name, n, number),
          lit: pick === `${name}${n}`,
          hidden,
        });
      });
    const isTurned = of === "x" && step >= 3;
    const left = isTurned && at >= 0 ? at : W_AT;
    put("x", xs, x, (j) => X_AT + j);
    put("d", ds, d, (i) => O_AT + i * stride);
    put("w", ws, w, (a) => left + (isTurned ? K - 1 - a : a));
    os.forEach((one, i) =>
      one.draw({ at: O_AT + i * stride, number: o[i] ?? 0, hidden: o[i] === undefined }),
    );
    const holes = stride === 1 ? [0, 1, 5, 6] : [0, 1, 5, 6, 3];
    const isWide = of === "x" && step >= 2;
    zeros.forEach((one, n) =>
      one.draw({ at: holes[n] ?? 0, number: 0, pad: true, hidden: !isWide || holes[n] === undefined }),
    );
  }
  /** Up to which number a gradient is there: all of it beside the layer, none while the stage is set. */
  const known = ({ step, at }, n) => step === 0 || n <= at;

  function drawGradients(now, asking) {
    const { dx, dw, of, step, at, pick, spread, swapped, stride } = now;
    dxs.forEach((one, j) =>
      one.draw({
        at: X_AT + j,
        number: dx[j],
        text: known(now, j) ? show(dx[j]) : "·",
        lit: pick === `x${j}`,
      }),
    );
    dws.forEach((one, a) =>
      one.draw({
        at: W_AT + a,
        number: dw[a],
        text: known(now, a) ? show(dw[a]) : "·",
        lit: pick === `w${a}`,
      }),
    );
    for (const [part, name, numbers] of [
      [up, "dx", dx],
      [down, "dw", dw],
    ]) {
      const shown = numbers.filter((_, n) => known(now, n));
      attribute(
        part.field,
        "aria-label",
        t("alt_row", { name: t(name), numbers: asking ? "?" : written(shown) }),
      );
    }
    const isLaid = of === "w" && step >= 2;
    const start = swapped ? K - 1 - Math.max(at, 0) : Math.max(at, 0);
    carried.forEach((one, i) =>
      one.draw({ at: X_AT + start + i, number: spread[i], pad: stride === 2 && i === 1, hidden: !isLaid }),
    );
    inputs.frame(isLaid ? X_AT + start : null);
    deltas.frame(of === "x" && at >= 0 ? at : null);
    up.el.classList.toggle("is-away", of === "w");
    over.el.classList.toggle("is-away", of === "x" || !isLaid);
    down.el.classList.toggle("is-away", of === "x");
  }
  function draw(now, asking) {
    drawNodes(now);
    drawGradients(now, asking);
    const name = now.pick[0];
    const ends = now.lines.map((one) => ({
      top: X_AT + one.j,
      bottom: O_AT + one.i * now.stride,
      lit: now.lit.includes(one),
      text: show(name === "w" ? one.xj : one.wa),
      part: LABEL_AT[name] ?? 0.5,
    }));
    lines.draw(ends, now.step > 0);
    for (const [part, title] of Object.entries({
      up: "dx",
      over: "d",
      x: "x",
      o: "o",
      d: "d",
      w: "w",
      down: "dw",
    }))
      ({ up, over, x: inputs, o: outputs, d: deltas, w: kernel, down })[part].title(t(title));
    reach();
  }
  return { el, results: [up.field, down.field], draw };
}
