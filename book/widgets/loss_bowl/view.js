// The loss bowl: a ball rolls down the loss of a kernel. The steepest way sets the longest step, the flattest the pace.
import { attribute, h, write } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { show } from "../kit/maths/numbers.js";
import { choice, numberField, panel } from "../kit/parts/controls.js";
import { gate, gatedClock } from "../kit/parts/gate.js";
import { slider } from "../kit/parts/slider.js";
import { tabs } from "../kit/parts/tabs.js";
import { timeline } from "../kit/parts/timeline.js";
import { curve } from "./curve.js";
import { STEPS } from "./descent.js";
import { bars } from "./factors.js";
import { dropped, MARKS, marksOf, STARTS, scene, snapped, TRAITS, values, WHAT } from "./model.js";
import { plane } from "./plane.js";

const KERNELS = ["1x2", "3x3"];
const OWN_RATE = { "1x2": 0.03, "3x3": 0.02 }; // nine weights leave the bowl at 0.03
const count = () => STEPS + 1;
const pointOf = (weights) => `(${weights.map((value) => show(value)).join(", ")})`;

/** Three figures of what is below 1, two decimals of the rest. */
function lossText(loss, t) {
  if (loss > 0 && loss < 1e-6) return t("tiny");
  if (loss >= 1000) return Math.round(loss).toLocaleString("en-US");
  return loss >= 1 ? show(loss) : String(Number(loss.toPrecision(3)));
}

/** Five letters at most; a weight of a ball that is far away has no room. */
function weightText(value) {
  const size = Math.abs(value);
  return size >= 1000 ? "…" : show(value, size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** The kernel of nine weights at this step, its column sums below a line: { el, draw(at) }. */
function kernelTable(t) {
  const rows = Array.from({ length: 4 }, () => Array.from({ length: 3 }, () => h("td")));
  const body = h("tbody", {}, ...rows.map((cells) => h("tr", {}, ...cells)));
  const el = h(
    "table",
    { class: "cw-bowl-kernel" },
    h("caption", { class: "cw-caption" }, t("kernel_now")),
    body,
  );
  attribute(rows[3][0].parentNode, "aria-label", t("sums"));
  function draw({ columns, sums }) {
    rows.forEach((cells, i) =>
      cells.forEach((cell, j) => write(cell, weightText(i < 3 ? columns[j][i] : sums[j]))),
    );
  }
  return { el, draw };
}

/** The pictures, the factors and the curve of the loss: { el, masked, draw(now, isAsking) }. */
function board({ model, t }) {
  const drop = (weights) => change(model, { w: dropped(weights), step: 0, playing: false });
  const large = plane({ name: "large", drop });
  const small = plane({ name: "small" });
  const table = kernelTable(t);
  const factors = bars([t("along"), t("across")], t("factors"));
  const losses = curve(t("loss"));
  const nine = h("div", { class: "cw-bowl-nine" }, small.el, table.el);
  const side = h("div", { class: "cw-bowl-side" }, factors.el, nine, losses.el);
  const el = h("div", { class: "cw-bowl" }, large.el, side);

  function told({ factor, turns }) {
    if (turns) return t("turning");
    const size = Math.abs(factor);
    if (Math.abs(size - 1) < 1e-9) return t("keeps");
    return t(size > 1 ? "grows" : "shrinks");
  }
  function draw(now, isAsking) {
    const { planes, all, kernel, beta } = now;
    const isColumn = kernel === "3x3";
    const step = isAsking ? 0 : now.step;
    const left = t("rim", { loss: lossText(all[step].loss, t) });
    const axes = (isColumn ? ["top_weight", "middle_weight"] : ["first_weight", "second_weight"]).map((key) =>
      t(key),
    );
    [large, small].slice(0, planes.length).forEach((one, i) => {
      const way = all.map(({ columns }) => planes[i].of(columns));
      const place = pointOf(way[step]);
      const column = t(`column_${i + 1}`);
      one.draw({
        plane: planes[i],
        way,
        step,
        axes,
        left: i === 0 ? left : "",
        caption: isColumn ? column : t("bowl"),
        label: t(isColumn ? "valley_alt" : "bowl_alt", { column, place }),
        grip: t("grip", { place }),
        isHidden: isAsking,
      });
    });
    attribute(el, "data-kernel", kernel);
    attribute(nine, "hidden", !isColumn);
    attribute(factors.el, "hidden", isColumn);
    if (isColumn) table.draw(all[step]);
    else
      factors.draw(
        now.factors.map((one, i) => ({
          ...one,
          formula: t(beta ? "long_run" : "formula", { curvature: planes[0].curved[i] }),
          says: told(one),
        })),
      );
    const [first, last] = [all[0], all[STEPS]].map(({ loss }) => lossText(loss, t));
    losses.draw({ losses: all.map(({ loss }) => loss), step, label: t("loss_alt", { first, last }) });
  }
  return { el, masked: [factors.el, losses.field], draw };
}

/** The learning rate: a slider, and under it the three rates to know. */
function rate({ model, t, note, limits }) {
  const kernel = () => model.get("kernel");
  const one = slider({
    text: t("eta"),
    ...limits.eta,
    step: 0.0005,
    digits: 4,
    snap: (value) => snapped(value, kernel()),
    t,
    bad: note.complain,
    set: (eta) => change(model, { eta, playing: false }),
  });
  const marks = MARKS.map((name) => h("span", { class: `cw-rate-mark is-${name}` }, h("span")));
  const track = h("div", { class: "cw-rate-track" });
  one.el.classList.add("cw-rate");
  one.range.replaceWith(track);
  track.append(one.range, h("div", { class: "cw-rate-marks", "aria-hidden": "true" }, ...marks));
  function draw({ eta }) {
    one.draw(eta);
    const places = marksOf(kernel());
    MARKS.forEach((name, i) => {
      write(marks[i].firstChild, t(`mark_${name}_${name === "copied" ? "any" : kernel()}`));
      marks[i].style.setProperty("--at", places[name] / limits.eta.max);
    });
  }
  return { el: one.el, draw };
}

function settings({ model, t, note, copyLink, limits }) {
  const set = (values) => change(model, { ...values, step: 0, playing: false });
  const sizes = tabs(
    t("kernel"),
    KERNELS.map((name) => t(`kernel_${name}`)),
    (index) => set({ kernel: KERNELS[index], eta: OWN_RATE[KERNELS[index]] }),
  );
  const starts = ["own", ...Object.keys(STARTS)].map((key) => [key, t(`start_${key}`)]);
  const start = choice(t("start"), starts, (key) => STARTS[key] && set({ w: STARTS[key] }));
  const bad = note.complain;
  const beta = slider({
    text: t("beta"),
    ...limits.beta,
    step: 0.05,
    t,
    bad,
    set: (value) => change(model, { beta: value, playing: false }),
  });
  const seed = numberField({
    text: t("seed"),
    ...limits.seed,
    t,
    bad,
    accept: (value) => set({ seed: value }),
  });
  const kernel = h(
    "div",
    { class: "cw-bowl-sizes" },
    h("span", { "aria-hidden": "true" }, t("kernel")),
    sizes.el,
  );
  const el = panel(t, {
    show: model.get("show"),
    switches: { kernel },
    actions: [copyLink],
    settings: { start: start.el, beta: beta.el, seed: seed.el },
  });
  function draw(now) {
    const known = Object.keys(STARTS).find((key) => String(STARTS[key]) === String(now.w));
    sizes.draw(KERNELS.indexOf(now.kernel));
    start.draw(known ?? "own");
    beta.draw(now.beta);
    seed.draw(now.seed);
    attribute(seed.el, "hidden", now.kernel !== "3x3");
  }
  return { el, draw };
}

/** "Step 1: w = (−0.52, −1.88), loss 87.63; factors 0.64 and −0.8." */
function toldOf({ kernel, at, step, hasLeft, beta, planes, factors }, t) {
  const loss = lossText(at.loss, t);
  if (hasLeft) return t("told_left", { step });
  if (kernel === "3x3") {
    const [a, b, c] = at.sums.map((sum) => show(sum));
    return t("told_columns", { step, loss, a, b, c });
  }
  const [flat, steep] = factors.map(({ factor }) => show(factor));
  return t(beta ? "told_momentum" : "told", {
    step,
    w: pointOf(planes[0].of(at.columns)),
    loss,
    flat,
    steep,
  });
}

function factOf({ kernel, beta }, t) {
  if (kernel === "3x3") return t("fact_columns");
  return beta ? t("fact_momentum", { part: show(beta) }) : t("hint");
}

function view(context) {
  const { model, t, note, speak } = context;
  const replies = () =>
    model.get("answer") === "told"
      ? []
      : ["lower", "higher", "never"].map((is) => ({
          is,
          text: t(is),
          right: is === "never",
          says: t(is === "never" ? "right" : `wrong_${is}`),
        }));
  const asked = gate(context, { ask: () => t("ask"), replies, next: () => time.focus() });
  const shown = board(context);
  const eta = rate(context);
  const time = timeline({ model, t, count, gate: asked });
  const controls = settings(context);
  const told = h("p", { class: "cw-told cw-bowl-told" });
  asked.el.classList.add("cw-bowl-gate");
  asked.mask(told, ...shown.masked);

  function draw() {
    const now = scene(model);
    asked.draw();
    shown.draw(now, asked.asking());
    eta.draw(now);
    const sentence = toldOf(now, t);
    write(told, sentence);
    time.draw(asked.asking() ? t("at", now) : sentence);
    controls.draw(now);
    note.say(factOf(now, t));
    speak(asked.told(sentence));
  }
  return {
    parts: [asked.el, shown.el, told, eta.el, time.el, controls.el, note.el],
    draw,
    keys: time.keys,
  };
}

export default widget({
  kind: "loss-bowl",
  traits: TRAITS,
  link: [...WHAT, "step"],
  derived: [WHAT, values],
  start: gatedClock(count, (model) => !(model.get("step") > 0 && scene(model).hasLeft)),
  view,
});
