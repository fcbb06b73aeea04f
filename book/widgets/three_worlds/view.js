// One window over a signal, an image and a volume; channels that are no third direction; a window without a future.
import { attribute, h, write } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { themeColours, watchTheme } from "../kit/frame/theme.js";
import { widget } from "../kit/frame/widget.js";
import { factor, show } from "../kit/maths/numbers.js";
import { choice, numberField, panel } from "../kit/parts/controls.js";
import { gate } from "../kit/parts/gate.js";
import { speed } from "../kit/parts/speed.js";
import { sign } from "../kit/parts/stage.js";
import { tabs } from "../kit/parts/tabs.js";
import { isExact } from "../kit/parts/terms.js";
import { timeline } from "../kit/parts/timeline.js";
import { sizeOf } from "./arrays.js";
import { KERNELS, problem, scene, start, stepAt, stepBy, TABS, TRAITS, values, WHAT } from "./model.js";
import { inTime, meaned } from "./signals.js";
import { slices } from "./slices.js";

const ANSWERS = { flat: "right", deep: "wrong_deep", same: "wrong_same" };
const size = (shape) => shape.join(" × ");
const goTo = (model, step) => change(model, { step, playing: false });

/** The slices that lie `d` apart under a window of this world, and its place in each of them. */
function windowOf({ X, place, kernel, d }) {
  const three = X.shape.length === 3;
  const deep = three ? kernel[0] : 1;
  const first = place.length === 3 ? place[0] : 0;
  const [row, col] = place.slice(-2);
  const span = 2 * d + 1;
  const apart = place.length === 3 ? d : 1;
  const covered = Array.from({ length: deep }, (_, a) => first + a * apart);
  return { slices: covered, row, col, rows: span, cols: span, taps: 3, d };
}

/** An array as slices, what its window covers, and the output beside it: { el, output, draw(world, state) }. */
function plane({ model, t }, name) {
  const world = () => scene(model).worlds.find((one) => one.name === name);
  const reach = (a, { d }) => a - d; // the window's corner, if its middle is to lie on a pixel
  const input = slices({
    press(slice, row, col) {
      const now = world();
      const first = now.Y.shape.length === 3 ? [slice - Math.floor((now.kernel[0] - 1) / 2) * now.d] : [];
      goTo(model, stepAt(scene(model), now, [...first, reach(row, now), reach(col, now)]));
    },
    move,
  });
  const output = slices({
    press: (slice, row, col) =>
      goTo(model, stepAt(scene(model), world(), [slice, row, col].slice(3 - rank()))),
    move,
  });
  const rank = () => world().Y.shape.length;
  function move(axis, by) {
    const [now, at] = [world(), axis + rank()];
    if (at >= 0) goTo(model, stepBy(scene(model), now, at, by));
  }
  const head = h("div", { class: "cw-world-head" });
  const out = h("div", { class: "cw-world-out" }, output.el);
  const el = h(
    "div",
    { class: `cw-world cw-world-${name}` },
    head,
    h("div", { class: "cw-world-row" }, input.el, sign("→"), out),
  );

  function draw(now, { data, titles, heading, asking }) {
    const { X, Y, place, value } = now;
    const isReal = data === "real";
    const colours = isReal ? null : { ...themeColours(), most: Math.max(...X.values) };
    const covered = windowOf(now);
    const window = asking ? { ...covered, slices: [0] } : covered;
    const said = {
      what: t(name),
      size: size(X.shape),
      place: t("where", { row: covered.row + 1, col: covered.col + 1 }),
      along: covered.slices.map((at) => titles.input[at] ?? t("slice", { n: at + 1 })).join(", "),
    };
    write(head, heading);
    const key = asking ? "alt_in_masked" : place.length === 3 ? "alt_in_deep" : "alt_in";
    input.draw({ X, colours, titles: titles.input, label: t(key, said), window });
    const [row, col] = place.slice(-2);
    const first = place.length === 3 ? place[0] : 0;
    output.draw({
      X: Y,
      colours,
      titles: asking ? titles.output.map(() => "") : titles.output,
      label: t("alt_out", { size: size(Y.shape), value: show(value) }),
      window: { slices: [first], row, col, rows: 1, cols: 1, taps: 1, d: 1 },
    });
  }
  return { el, out, draw };
}

/** Channels or depth: the same size of array under a 2-D and a 3-D window. */
function channels(context) {
  const { t } = context;
  const planes = Object.keys(KERNELS.channels).map((name) => plane(context, name));
  const el = h("div", { class: "cw-worlds is-channels" }, ...planes.map((one) => one.el));
  const numbered = (key, many) => Array.from({ length: many }, (_, i) => t(key, { n: i + 1 }));
  function draw({ worlds, data }, asking) {
    worlds.forEach((world, at) => {
      const colours = [1, 2, 3].map((n) => t(`channel_${n}`));
      const input = world.name === "flat" ? colours : numbered("frame", 3);
      const titles = { input, output: numbered("map", world.Y.shape[0]) };
      planes[at].draw(world, { data, titles, heading: t(`head_${world.name}`), asking });
    });
  }
  return { el, masks: planes.map((one) => one.out), draw, stop: () => {} };
}

/** The three worlds, one below the other. */
function three(context) {
  const { model, t } = context;
  const signal = meaned(context, (sample) => {
    const now = scene(model);
    goTo(model, stepAt(now, now.worlds[0], [sample - now.dilation]));
  });
  const [image, volume] = ["image", "volume"].map((name) => plane(context, name));
  const head = h("div", { class: "cw-world-head" });
  const line = h("div", { class: "cw-world cw-world-signal" }, head, signal.el);
  const el = h("div", { class: "cw-worlds is-three" }, line, image.el, volume.el);
  function draw({ worlds, data }) {
    const heading = ({ name, X, Y, kernel }) =>
      t(`head_${name}${data === "counting" && name !== "signal" ? "_counting" : ""}`, {
        size: size(X.shape),
        k: size(kernel),
        outputs: sizeOf(Y.shape),
      });
    const [one, ...others] = worlds;
    el.classList.toggle("is-counting", data === "counting");
    write(head, heading(one));
    signal.draw(one);
    [image, volume].forEach((shown, at) => {
      const titles = { input: [], output: [] };
      shown.draw(others[at], { data, titles, heading: heading(others[at]), asking: false });
    });
  }
  return { el, masks: [], draw, stop: signal.stop };
}

/** The window in time. */
function past(context) {
  const board = inTime(context, (sample) => {
    const { count } = scene(context.model);
    if (sample >= 0 && sample < count) goTo(context.model, sample);
  });
  const el = h("div", { class: "cw-worlds is-causal" }, board.el);
  return { el, masks: [], draw: board.draw, stop: board.stop };
}

/** One sentence a step; it counts from 1. */
function told(now, t) {
  const s = now.step + 1;
  if (now.tab === "causal") {
    const { products, y, step } = now;
    const terms = products.map(([w, x]) => `${factor(w)}·${factor(x)}`).join(" + ");
    const eq = isExact([[y[step]], ...products]) ? "=" : "≈";
    return t("told_causal", { n: s, terms, eq, y: show(y[step]) });
  }
  const [v1, v2, v3] = now.values.map((value) => show(value));
  const [p1, p2, p3] = now.worlds.map(({ kernel }) => sizeOf(kernel));
  if (now.tab === "worlds") return t("told_worlds", { s, v1, v2, v3, p1, p2, p3 });
  const [flat, deep] = now.worlds;
  const from = deep.place[0] + 1;
  const said = { s, n1: p1, v1, n2: p2, v2, from, to: from + 1 };
  return t(flat.isDone ? "told_done" : "told_channels", said);
}

function settings({ model, t, note, copyLink, limits }) {
  const data = choice(
    t("data"),
    limits.data.known.map((key) => [key, t(`data_${key}`)]),
    (key) => change(model, { data: key, step: 0, playing: false }),
  );
  const dilation = numberField({
    text: t("dilation"),
    ...limits.dilation,
    t,
    bad: note.complain,
    accept: (value) => change(model, { dilation: value, step: 0, playing: false }),
  });
  const pace = speed({ model, t });
  const el = panel(t, {
    show: model.get("show"),
    switches: [],
    actions: [copyLink],
    settings: { data: data.el, dilation: dilation.el, speed: pace.el },
  });
  function draw(now) {
    data.draw(now.data);
    dilation.draw(now.dilation);
    attribute(dilation.el, "hidden", now.tab === "channels");
    pace.draw();
  }
  return { el, draw };
}

function view(context) {
  const { model, t, note, speak } = context;
  const which = tabs(
    t("view"),
    TABS.map((name) => t(`view_${name}`)),
    (index) => change(model, { tab: TABS[index], step: 0, playing: false }),
  );
  which.el.classList.add("cw-worlds-tabs");
  const replies = Object.entries(ANSWERS).map(([is, key]) => ({
    is,
    text: t(`answer_${is}`),
    says: t(key),
    right: key === "right",
  }));
  const asked = gate(context, {
    ask: () => t("ask"),
    replies: () => (model.get("tab") === "channels" ? replies : []),
    next: () => time.focus(),
  });
  asked.el.classList.add("cw-worlds-gate");
  const panes = { channels: channels(context), worlds: three(context), causal: past(context) };
  const all = Object.values(panes);
  const sentence = h("span");
  const line = h("p", { class: "cw-told cw-worlds-told" }, sentence);
  const time = timeline({ model, t, count: () => scene(model).count, gate: asked });
  const controls = settings(context);
  const credit = h("p", { class: "cw-credit cw-worlds-credit" });
  asked.mask(sentence, ...all.flatMap(({ masks }) => masks));

  function factOf({ tab, data, dilation: d }) {
    if (tab === "worlds") return t(`fact_worlds${data === "real" ? "_real" : ""}`);
    if (tab === "causal" && d > 1) return t("fact_causal_dilated", { d, far: 2 * d });
    return t(asked.asking() ? "hint" : `fact_${tab}`);
  }
  function draw() {
    const now = scene(model);
    asked.draw();
    which.draw(TABS.indexOf(now.tab));
    for (const [name, pane] of Object.entries(panes)) attribute(pane.el, "hidden", name !== now.tab);
    panes[now.tab].draw(now, asked.asking());
    const says = told(now, t);
    write(sentence, says);
    time.draw(asked.told(says));
    controls.draw(now);
    note.say(factOf(now));
    write(credit, now.data === "real" ? t(`credit_${now.tab}`) : "");
    speak(asked.told(says));
  }
  const unwatch = watchTheme(draw);
  const stop = () => [unwatch, ...all.map((pane) => pane.stop)].forEach((end) => end());
  const parts = [which.el, asked.el, ...all.map(({ el }) => el), line, time.el, controls.el, note.el, credit];
  return { parts, draw, keys: time.keys, stop };
}

export default widget({
  kind: "three-worlds",
  traits: TRAITS,
  link: [...WHAT, "step"],
  problem,
  derived: [[...WHAT, "arrays", "step"], values],
  start,
  view,
});
