// A picture, the layers of a small network, and the way from any number in it down to the window behind it.
import { button, h, write } from "../kit/frame/dom.js";
import { resetButton } from "../kit/frame/reset.js";
import { change } from "../kit/frame/state.js";
import { themeColours, watchTheme } from "../kit/frame/theme.js";
import { widget } from "../kit/frame/widget.js";
import { show } from "../kit/maths/numbers.js";
import { choice, panel, toggle } from "../kit/parts/controls.js";
import { gate } from "../kit/parts/gate.js";
import { paintSigned } from "../kit/parts/paint.js";
import { picture } from "../kit/parts/picture.js";
import { tabs } from "../kit/parts/tabs.js";
import { BLANK, FULL, problem, SIDE, scene, TRAITS, values, WHAT } from "./model.js";
import { NETS, network } from "./network.js";
import { parts } from "./parts.js";
import { namesOf, toldOf } from "./told.js";
import { written } from "./written.js";

const ZOOM_MS = 350;
const ARROWS = [
  ["left", "←", [0, -1]],
  ["up", "↑", [-1, 0]],
  ["down", "↓", [1, 0]],
  ["right", "→", [0, 1]],
];

/** 64 digits to the base of 17 as 8 rows of 8 pixels. */
function pictureOf(text) {
  const pixels = [...text].map((digit) => Number.parseInt(digit, FULL + 1));
  return Array.from({ length: SIDE }, (_, i) => pixels.slice(SIDE * i, SIDE * (i + 1)));
}

/** One map large, and what its chosen number is made of. */
function oneMap({ model, t }, nearer) {
  const probe = (row, col) => change(model, { at: [...scene(model).at.slice(0, 2), row, col] });
  const shown = picture({ caption: "", label: "", probe, stroke: () => {} });
  const made = parts({
    name: t("parts"),
    choose(part, stays) {
      change(model, { part });
      if (!stays) nearer();
    },
  });
  shown.canvas.addEventListener("click", nearer);
  shown.canvas.addEventListener("keydown", ({ key }) => key === "Enter" && nearer());
  const el = h("div", { class: "cw-net-one" }, shown.el, made.el);
  const title = shown.title.appendChild(h("span"));

  function draw(now, names) {
    const { layer, at, unit } = now;
    const { rows, cols } = layer;
    const colours = themeColours();
    const map = layer.values.slice(at[1] * rows * cols, (at[1] + 1) * rows * cols);
    const most = Math.max(...layer.values.map(Math.abs), 1e-9);
    shown.paint(map, [rows, cols], (x, rgba) => paintSigned(x, rgba, { ...colours, most }));
    shown.mark({ top: at[2], left: at[3], rows: 1, cols: 1, pixel: [at[2], at[3]] });
    shown.name(t("map_alt", { place: names.here, value: show(unit.value) }));
    write(title, names.here);
    el.classList.toggle("is-low", rows < 4);
    made.draw(now, { ...names, colours });
  }
  return { el, draw };
}

/** What is drawn, moved and chosen without the pen. */
function tools({ model, t }) {
  /** The picture behind the one that lies there; else the first. */
  function example() {
    const all = model.get("trained").samples[model.get("task")].map(([, pixels]) => pictureOf(pixels));
    const at = all.findIndex((X) => String(X) === String(model.get("X")));
    change(model, { X: all[(at + 1) % all.length], moved: [0, 0] });
  }
  const clear = () => change(model, { X: BLANK, moved: [0, 0] });
  const nudge = (by) => () =>
    change(model, { moved: model.get("moved").map((old, axis) => (old + by[axis]) % SIDE) });
  const arrows = ARROWS.map(([way, sign, by]) => button(sign, nudge(by), { label: t(`move_${way}`) }));
  return h(
    "div",
    { class: "cw-net-tools" },
    button(t("example"), example),
    button(t("clear"), clear),
    ...arrows,
  );
}

function view(context) {
  const { model, t, note, speak, copyLink } = context;
  const replies = [
    { is: (value) => value >= 40 && value <= 75, says: t("right"), right: true },
    { is: (value) => value > 75, says: t("wrong_more") },
    { is: (value) => value < 40, says: t("wrong_less") },
  ];
  const asked = gate(context, {
    ask: () => t("ask"),
    replies: () => (model.get("answer") === "told" ? [] : replies),
    next: () => whole.focus(),
  });
  const near = tabs(
    t("zoom"),
    [0, 1, 2].map((n) => t(`near_${n}`)),
    (zoom) => grow(zoom),
  );
  const which = tabs(t("net"), NETS, (i) => change(model, { net: NETS[i] }));
  const [whole, map, one] = [
    network(context, () => look(1)),
    oneMap(context, () => look(2)),
    written(context),
  ];
  const levels = [h("div", { class: "cw-net-level" }, whole.el, tools(context)), map.el, one.el];
  const stack = h("div", { class: "cw-net-zoom" }, ...levels);
  const told = h("p", { class: "cw-told cw-net-told" });
  const permuted = toggle(t("permuted"), (on) => change(model, { permuted: on }));
  const task = choice(
    t("task"),
    ["digits", "shapes"].map((key) => [key, t(`task_${key}`)]),
    learnt,
  );
  const controls = panel(t, {
    inline: true,
    switches: [permuted.el],
    actions: [resetButton(model, t), copyLink],
    settings: [task.el],
  });
  let looked = "";
  asked.mask(note.el.firstChild);
  note.el.classList.add("cw-net-note");

  /** Another task, with its own first picture. */
  function learnt(key) {
    const [[, pixels]] = model.get("trained").samples[key];
    change(model, { task: key, X: pictureOf(pixels), moved: [0, 0] });
  }
  /** Nearer or farther: the level that comes grows into its place. */
  function grow(zoom) {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches || zoom === model.get("zoom");
    change(model, { zoom });
    if (isCalm) return;
    levels[zoom].animate([{ transform: "scale(.85)", opacity: 0.2 }, {}], {
      duration: ZOOM_MS,
      easing: "ease-out",
    });
  }
  /** The same, and the focus goes along. */
  function look(zoom) {
    grow(zoom);
    requestAnimationFrame(() => {
      if (zoom === 0) whole.focusOn(scene(model).at[0]);
      else levels[zoom].querySelector('[tabindex="0"]').focus({ preventScroll: true });
    });
  }
  function keys(event) {
    if (event.key !== "Escape" || event.defaultPrevented || model.get("zoom") === 0) return;
    look(model.get("zoom") - 1);
    event.preventDefault();
    event.stopPropagation();
  }
  function draw() {
    const now = scene(model);
    const names = namesOf(t, now);
    asked.draw();
    near.draw(now.zoom);
    which.draw(NETS.indexOf(now.net));
    levels.forEach((level, zoom) => level.classList.toggle("is-out", zoom !== now.zoom));
    whole.draw(now, names);
    map.draw(now, names);
    one.draw(now, names);
    permuted.draw(now.permuted);
    task.draw(now.task);
    const number = toldOf(t, now, names);
    const [name, second] = [now.best, now.second].map(names.className);
    const [score, other] = [now.best, now.second].map((n) => show(now.scores[n], 1));
    const reading = t("told_reads", { net: now.net, name, score, second, other });
    write(told, now.zoom === 0 ? reading : number);
    const {
      right: [a, b, c],
      spread: [d, e, f],
    } = now.facts;
    const { seed, tested } = model.get("trained");
    note.say(t("facts", { seed, tested, a, b, c, d, e, f }));
    const key = String([now.at, now.part, now.zoom]);
    speak(asked.told(looked && looked !== key ? number : reading));
    looked = key;
  }
  const stop = [watchTheme(() => draw()), one.stop];
  const head = h("div", { class: "cw-net-bar" }, near.el, which.el);
  return {
    parts: [asked.el, head, stack, told, controls, note.el],
    draw,
    keys,
    stop: () => stop.forEach((end) => end()),
  };
}

export default widget({
  kind: "whole-network",
  traits: TRAITS,
  late: ["trained"],
  link: [...WHAT, "zoom", "at", "part"],
  problem,
  derived: [[...WHAT, "trained"], values],
  view,
});
