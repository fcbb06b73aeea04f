// Delta tracer: five inputs, three weights, and what each hears on the way back; then the same as a sliding window.
import { attribute, h, write } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { withEntry } from "../kit/maths/matrices.js";
import { factor, show } from "../kit/maths/numbers.js";
import { panel, toggle } from "../kit/parts/controls.js";
import { gate, isOpen } from "../kit/parts/gate.js";
import { grid } from "../kit/parts/grid.js";
import { speed } from "../kit/parts/speed.js";
import { tabs } from "../kit/parts/tabs.js";
import { clock, timeline } from "../kit/parts/timeline.js";
import { node, roving, row, wires } from "./graph.js";
import {
  adjoint,
  answers,
  countOf,
  fits,
  K,
  LARGEST,
  problem,
  scene,
  TRAITS,
  values,
  WHAT,
} from "./model.js";

const OF = ["x", "w"];
const ROWS = ["x", "w", "delta"];
const SUB = "₁₂₃₄₅";
const X_AT = 1; // the column of x₁, of seven
const O_AT = 2;
const W_AT = 2;
const LABEL_AT = { x: 0.62, w: 0.5, d: 0.36 };

const written = (numbers) => numbers.map((value) => show(value)).join(" ");
const stills = (model) => countOf({ of: model.get("of") });
/** What was answered was about other numbers. */
const settled = (model) => (isOpen(model) ? "shown" : "");
const termsOf = (lit, other) => lit.map((one) => `${factor(one.d)}·${factor(one[other])}`).join(" + ");

/** What is said of the number that is picked, or that the window is at. */
function toldOfPick({ pick, lit, dx, dw, right, d, swapped }, t) {
  const n = Number(pick[1]);
  const said = { n: SUB[n] };
  if (pick[0] === "x") {
    const terms = termsOf(lit, "wa");
    return lit.length ? t("told_dx", { ...said, terms, value: show(dx[n]) }) : t("told_none", said);
  }
  if (pick[0] === "w")
    return t(swapped ? "told_dw_swapped" : "told_dw", {
      ...said,
      terms: termsOf(lit, "xj"),
      value: show(dw[n]),
      right: show(right[n]),
    });
  const inputs = lit.map(({ j }) => `x${SUB[j]}`).join(", ");
  const weights = lit.map(({ wa }) => show(wa)).join(", ");
  return t("told_d", { ...said, value: show(d[n]), inputs, weights });
}

function toldOf(now, t) {
  const { pick, step, of, stride, swapped, w } = now;
  if (pick) return toldOfPick(now, t);
  if (step === 0) return t("told_start");
  if (step === 1) return t("told_back");
  if (of === "w") return t(swapped ? "told_swap" : stride === 1 ? "told_lay" : "told_lay_holes");
  if (step === 2) return t(stride === 1 ? "told_zeros" : "told_holes");
  return t("told_turn", { before: written(w), after: written([...w].reverse()) });
}

/** Seven shared columns: gradient, inputs, lines, outputs, δ, kernel, gradient. */
function picture({ model, t }) {
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

/** x, w or δ, to be typed. */
function numbersField({ model, t, note }, name) {
  const { el, draw } = grid({
    name: "delta-numbers",
    caption: t("numbers", { name: t(name) }),
    t,
    bad: note.complain,
    edit(at, col, value) {
      if (!fits(value)) note.complain(t("bad_sample", { name: t(name), got: show(value), most: LARGEST }));
      else
        change(model, {
          [name]: withEntry(model.get(name), at, col, value),
          playing: false,
          answer: settled(model),
        });
    },
  });
  return { el, draw: () => draw(model.get(name)) };
}

function settings(context) {
  const { model, t, copyLink } = context;
  const set = (values) =>
    change(model, { ...values, step: 0, pick: "", playing: false, answer: settled(model) });
  const which = tabs(
    t("of"),
    OF.map((name) => t(`of_${name}`)),
    (index) => set({ of: OF[index], swapped: OF[index] === "w" && model.get("swapped") }),
  );
  const stride = toggle(t("stride"), (on) => set({ stride: on ? 2 : 1 }));
  const swap = toggle(t("swapped"), (on) => set({ swapped: on, of: on ? "w" : model.get("of") }));
  const rows = ROWS.map((name) => numbersField(context, name));
  const pace = speed({ model, t });
  const el = panel(t, {
    show: model.get("show"),
    switches: { of: which.el, stride: stride.el, swapped: swap.el },
    actions: [copyLink],
    settings: { ...Object.fromEntries(ROWS.map((name, i) => [name, rows[i].el])), speed: pace.el },
  });
  function draw(now) {
    which.draw(OF.indexOf(now.of));
    stride.draw(now.stride === 2);
    swap.draw(now.swapped);
    for (const one of rows) one.draw();
    pace.draw();
  }
  return { el, draw };
}

function noteOf(now, t) {
  const sums = adjoint(now);
  const said = Object.fromEntries(
    Object.entries(sums).map(([name, value]) => [name, String(value).replace("-", "−")]),
  );
  if (!now.swapped) return t("adjoint", said);
  return t(sums.weights === sums.outputs ? "adjoint_blind" : "adjoint_wrong", said);
}

function view(context) {
  const { model, t, note, speak } = context;
  const replies = () => {
    const now = scene(model);
    const { of, lines } = now;
    const paths = lines.filter((one) => (of === "x" ? one.j === 2 : one.a === 0));
    const all = answers(now);
    const said = { terms: termsOf(paths, of === "x" ? "wa" : "xj"), value: show(all[0]?.is ?? 0) };
    return all.map(({ key, ...reply }) => ({ ...reply, says: t(`says_${key}_${of}`, said) }));
  };
  const ask = () => t(`ask_${model.get("of")}`);
  const asked = gate(context, { ask, replies, next: () => time.focus() });
  const shown = picture(context);
  const time = timeline({ model, t, count: () => stills(model), gate: asked });
  const controls = settings(context);
  const told = h("p", { class: "cw-told cw-delta-told" });
  asked.el.classList.add("cw-delta-gate");
  asked.mask(...shown.results, told);

  function draw() {
    const now = scene(model);
    asked.draw();
    shown.draw(now, asked.asking());
    const sentence = toldOf(now, t);
    write(told, sentence);
    time.draw(asked.asking() ? t("hint") : sentence);
    controls.draw(now);
    note.say(asked.asking() ? t("hint") : noteOf(now, t));
    speak(asked.told(sentence));
  }
  return { parts: [asked.el, shown.el, told, time.el, controls.el, note.el], draw, keys: time.keys };
}

const start = (model) =>
  clock(
    model,
    () => stills(model),
    () => isOpen(model),
  );
const link = [...WHAT, "pick", "step"];
const derived = [[...WHAT, "step"], values];
export default widget({ kind: "delta-tracer", traits: TRAITS, link, problem, derived, start, view });
