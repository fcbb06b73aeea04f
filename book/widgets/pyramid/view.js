// The pyramid: snap layers together, choose an output, and its inputs light up; wide is not the same as seen evenly.
import { attribute, button, h, write } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { show } from "../kit/maths/numbers.js";
import { numberField, panel } from "../kit/parts/controls.js";
import { gate, gatedClock, isOpen } from "../kit/parts/gate.js";
import { tabs } from "../kit/parts/tabs.js";
import { timeline } from "../kit/parts/timeline.js";
import { chips } from "./chips.js";
import { reaches, strengths } from "./field.js";
import { foot } from "./foot.js";
import { BOUNDS, FIRST, LAST, MOST, PARTS, problem, scene, TRAITS, VIEWS, values, WHAT } from "./model.js";
import { stack } from "./stack.js";

const DRAWS = 200;
const NEW = [3, 1, 1];
const countOf = (model) => (problem({ layers: model.get("layers") }) ? 1 : scene(model).chosen + 1);

/** The layers with something done to them, and one of them chosen: all of its light is on. */
function rebuild(model, layers, chosen) {
  change(model, { layers, pick: [chosen, 0], step: chosen, playing: false });
}

/** The chips, and the three numbers of the one that is chosen: { el, draw(now) }. */
function workshop({ model, t, note }) {
  const layers = () => model.get("layers");
  const choose = (layer) => change(model, { pick: [layer, 0], step: layer, playing: false });
  const add = () => layers().length < MOST && rebuild(model, [...layers(), NEW], layers().length + 1);
  function remove(layer) {
    if (layers().length === 1) return;
    const left = layers().filter((_, i) => i + 1 !== layer);
    rebuild(model, left, Math.min(layer, left.length));
  }
  function move(layer, by) {
    const to = layer + by;
    if (to < 1 || to > layers().length) return layer;
    const moved = [...layers()];
    [moved[layer - 1], moved[to - 1]] = [moved[to - 1], moved[layer - 1]];
    rebuild(model, moved, to);
    return to;
  }
  const chosen = () => scene(model).chosen;
  const row = chips({ t, most: MOST, choose, add, remove, move });
  const fields = PARTS.map((name, i) =>
    numberField({
      text: t(name),
      min: BOUNDS[name][0],
      max: BOUNDS[name][1],
      t,
      bad: note.complain,
      accept(value) {
        const layer = chosen();
        const changed = (old, at) =>
          at + 1 === layer ? old.map((part, j) => (j === i ? value : part)) : old;
        rebuild(model, layers().map(changed), layer);
      },
    }),
  );
  const up = button("↑", () => move(chosen(), 1), { label: t("up") });
  const down = button("↓", () => move(chosen(), -1), { label: t("down") });
  const tools = h("div", { class: "cw-pyramid-tools" }, ...fields.map((one) => one.el));
  const el = h("div", { class: "cw-pyramid-shop" }, row.el, tools);

  function draw(now) {
    row.draw(now.layers, now.chosen);
    fields.forEach((field, i) => field.draw(now.layers[now.chosen - 1][i]));
    attribute(up, "aria-disabled", now.chosen === now.layers.length ? "true" : null);
    attribute(down, "aria-disabled", now.chosen === 1 ? "true" : null);
  }
  return { el, order: h("div", { class: "cw-pyramid-order" }, down, up), draw };
}

/** Height and words of the bars under the input. */
function footOf(now, t) {
  const { ways, view, n, start, seed, layers, chosen, field } = now;
  const most = Math.max(...ways, 1);
  const isRandom = view === "random";
  const list = ways.join(", ");
  return {
    n,
    start,
    heights: ways.map((way) => (isRandom ? Math.sqrt(way / most) : way / most)),
    measured: isRandom && ways.length ? strengths(layers.slice(0, chosen), seed, DRAWS) : [],
    told: t("field_name", { field }),
    caption: now.isWide ? "" : t(isRandom ? "caption_random" : "caption_paths", { draws: DRAWS, most }),
    label: `${t("paths_alt")}: ${list}`,
  };
}

function toldOf(now, t) {
  const { view, at, chosen, field, jump, layers, holes, whole, target, budget, weights, isWide } = now;
  const mark = (isRight) => t(isRight ? "yes" : "no");
  if (view === "puzzle")
    return t("told_puzzle", {
      field: whole.field,
      target,
      weights,
      budget,
      holes: whole.holes ?? "–",
      reached: mark(whole.field === target),
      paid: mark(weights <= budget),
      seen: mark(whole.holes === 0),
    });
  if (view === "random" && !isWide)
    return t("told_random", { layer: chosen, middle: now.middle, field, share: show(100 * now.share, 1) });
  const [k, , d] = layers[chosen - 1];
  const before = at[chosen - 1];
  const sum = `${before.field} + ${k - 1}·${d}·${before.jump} = ${field}`;
  const seen = isWide ? "" : t(holes ? "told_holes" : "told_whole", { holes, seen: field - holes, field });
  return `${t("told", { layer: chosen, sum, jump })} ${seen}`;
}

function settings({ model, t, note, copyLink, limits }, views, order) {
  const bad = note.complain;
  const set = (name) => (value) => change(model, { [name]: value });
  const number = (name) =>
    numberField({ text: t(name), min: limits[name].min, max: limits[name].max, t, bad, accept: set(name) });
  const [target, budget] = ["target", "budget"].map(number);
  const again = button(t("again"), () =>
    change(model, { view: "random", seed: (model.get("seed") + 1) % 100 }),
  );
  const el = panel(t, {
    switches: [views],
    actions: [copyLink],
    settings: [order, again, target.el, budget.el],
  });
  function draw(now) {
    target.draw(now.target);
    budget.draw(now.budget);
  }
  return { el, draw };
}

function view(context) {
  const { model, t, note, speak } = context;
  const right = reaches([...FIRST, LAST])[FIRST.length + 1].field;
  const replies = () =>
    model.get("answer") === "told"
      ? []
      : [
          { is: right, says: t("right"), right: true },
          ...[9, 11, 15, 21].map((is) => ({ is, says: t(`wrong_${is}`) })),
        ];
  /** What was asked about is snapped on, if it is not there yet. */
  function next() {
    if (String(model.get("layers")) === String(FIRST)) rebuild(model, [...FIRST, LAST], FIRST.length + 1);
    time.focus();
  }
  const asked = gate(context, { ask: () => t("ask"), replies, next });
  const shop = workshop(context);
  const picture = stack({ go: (pick) => change(model, { pick, step: 0, playing: isOpen(model) }) });
  const under = foot();
  const views = tabs(
    t("view"),
    VIEWS.map((name) => t(`view_${name}`)),
    (index) => change(model, { view: VIEWS[index] }),
  );
  const time = timeline({ model, t, count: () => countOf(model), gate: asked });
  const controls = settings(context, views.el, shop.order);
  const told = h("p", { class: "cw-told cw-pyramid-told" });
  asked.mask(told, under.field);
  asked.el.classList.add("cw-pyramid-gate");
  let [drawnFoot, footKey] = [null, ""];

  function draw() {
    const now = scene(model);
    asked.draw();
    shop.draw(now);
    views.draw(VIEWS.indexOf(now.view));
    picture.draw(now, {
      label: t("alt", { layer: now.chosen, index: now.index + 1, field: now.field, jump: now.jump }),
      tooWide: t("too_wide", { field: now.field }),
    });
    const key = JSON.stringify([now.layers, now.chosen, now.index, now.view, now.seed]);
    if (key !== footKey) [drawnFoot, footKey] = [footOf(now, t), key];
    under.draw(drawnFoot);
    const sentence = toldOf(now, t);
    write(told, sentence);
    time.draw(asked.asking() ? t("at", { step: now.step }) : sentence);
    controls.draw(now);
    note.say(t(`fact_${now.view}`));
    speak(asked.told(sentence));
  }
  return {
    parts: [asked.el, shop.el, picture.el, under.el, told, time.el, controls.el, note.el],
    draw,
    keys: time.keys,
  };
}

export default widget({
  kind: "pyramid",
  traits: TRAITS,
  link: [...WHAT, "step"],
  problem,
  derived: [[...WHAT, "step"], values],
  start: gatedClock(countOf),
  view,
});
