// A picture, the layers of a small network, and the way from any number in it down to the window behind it.
import { attribute, button, h, write } from "../kit/frame/dom.js";
import { resetButton } from "../kit/frame/reset.js";
import { change } from "../kit/frame/state.js";
import { themeColours, watchTheme } from "../kit/frame/theme.js";
import { widget } from "../kit/frame/widget.js";
import { factor, show } from "../kit/maths/numbers.js";
import { choice, panel, toggle } from "../kit/parts/controls.js";
import { gate } from "../kit/parts/gate.js";
import { paintGrey, paintSigned } from "../kit/parts/paint.js";
import { picture } from "../kit/parts/picture.js";
import { tabs } from "../kit/parts/tabs.js";
import { isExact } from "../kit/parts/terms.js";
import { BLANK, FULL, problem, SIDE, scene, TRAITS, values, WHAT } from "./model.js";
import { parts } from "./parts.js";
import { scores } from "./scores.js";
import { sheet } from "./sheet.js";
import { strip } from "./strip.js";
import { written } from "./written.js";

const ZOOM_MS = 350;
const NETS = ["CNN", "MLP"];
const SHOWN = { CNN: 4, MLP: 1 }; // layers before the scores
const SHAPES =
  "1001011001101001 1111100110011111 0110111111110110 1111011001100110 1000100010001111 1111111100000000 0001001101111111 0100111101000100 1110101011110001 1010010110100101".split(
    " ",
  );
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

/** Names of what a number is, where it stands, and what it is made of. */
function namesOf(t, { net, task, layers, layer, at }) {
  const className = (n) => t(task === "digits" ? `digits_${n}` : `shapes_${n}`);
  const name = (number) => t(net === "CNN" ? `name_cnn_${number}` : `name_mlp_${number}`);
  const place = ([number, unit, row, col]) => {
    if (number === layers.length - 1) return t("place_score", { name: className(unit) });
    if (net === "MLP") return t("place_hidden", { n: row * layer.cols + col + 1 });
    return t("place", { layer: name(number), unit: unit + 1, row: row + 1, col: col + 1 });
  };
  const isRow = layer.kind === "dense" && layer.from.rows * layer.from.cols > 9;
  const isInput = layer.from.kind === "input";
  const part = (kind) => (one, i) => {
    if (isRow) return t(kind === "part" ? "part_row" : "from_row", { n: i + 1, sum: show(one.sum) });
    if (isInput) return t(kind === "part" ? "part_seen" : "from_seen", { sum: show(one.sum) });
    return t(kind === "part" ? "part_map" : "from_map", { n: one.unit + 1, sum: show(one.sum) });
  };
  return { className, place, here: place(at), label: part("part"), title: part("from") };
}

/** The one number in a sentence. */
function toldOf(t, { unit, layer }, { here }) {
  const value = show(unit.value);
  if (layer.kind === "pool")
    return t("told_pool", {
      place: here,
      list: unit.parts[0].seen
        .flat()
        .map((x) => show(x))
        .join(", "),
      value,
    });
  const few = unit.parts.length <= 6 ? unit.parts.map((part) => part.sum) : [unit.before - unit.bias];
  const isShort = isExact([...few, unit.bias, unit.before]);
  const sums = {
    place: here,
    sum: few.map((sum, i) => (i ? factor(sum) : show(sum))).join(" + "),
    bias: factor(unit.bias),
    is: isShort ? "=" : "≈",
    before: show(unit.before),
  };
  return t(layer.relu ? "told_one" : "told_score", { ...sums, value });
}

/** Sheet, what is seen, layers, scores: { el, draw(now, names), focus }. */
function network({ model, t }, near) {
  const paper = sheet({ paint: (X) => change(model, { X, moved: [0, 0] }) });
  const canvas = h("canvas", { class: "cw-net-seen", role: "img", width: SIDE, height: SIDE });
  const frame = h("div", { class: "cw-net-frame" });
  const seen = h("div", { class: "cw-net-paper" }, canvas, frame);
  const captioned = (key, ...els) =>
    h("div", { class: `cw-net-${key}` }, h("div", { class: "cw-net-head" }, t(key)), ...els);
  const reads = h("div", { class: "cw-net-head" });
  const bars = scores({ choose: (n) => pick([last(), n, 0, 0]), enter: near });
  const list = Object.fromEntries(
    NETS.map((net) => [
      net,
      Array.from({ length: SHOWN[net] }, (_, number) =>
        strip({
          choose: (unit, row, col) => pick([number, unit, row, col]),
          enter: near,
          step: (by) => stepped(number, by),
        }),
      ),
    ]),
  );
  const looks = [0, 1].map((row) =>
    strip({ choose: (unit) => pick([0, 0, row, unit]), enter: near, step: (by) => stepped(0, by) }),
  );
  const columns = NETS.map((net) => h("div", { class: "cw-net-layers" }, ...list[net].map((one) => one.el)));
  columns[1].prepend(...looks.map((one) => one.el));
  const el = h(
    "div",
    { class: "cw-net-whole" },
    captioned("sheet", paper.el),
    captioned("seen", seen),
    h("div", { class: "cw-net-said" }, reads, bars.el),
    h("div", { class: "cw-net-stack" }, ...columns),
  );
  const last = () => scene(model).layers.length - 1;
  const pick = (at) => change(model, { at, part: 0 });
  /** The next map; of the hidden numbers, the next one. */
  function stepped(number, by) {
    const { layers, at } = scene(model);
    const [, unit, row, col] = at[0] === number ? at : [number, 0, 0, 0];
    const { units, rows, cols } = layers[number];
    if (units > 1) return pick([number, (unit + by + units) % units, row, col]);
    const to = (row * cols + col + by + rows * cols) % (rows * cols);
    return pick([number, 0, Math.floor(to / cols), to % cols]);
  }
  /** What the chosen number looks at, and the number itself, as outlines on this layer. */
  function framesOn(number, { at, unit }) {
    if (number === at[0]) return [{ unit: at[1], top: at[2], left: at[3], rows: 1, cols: 1, isChosen: true }];
    return number === at[0] - 1 ? unit.parts : [];
  }
  function draw(now, names) {
    const colours = themeColours();
    paper.draw({ X: now.X, freehand: now.task === "digits" }, ([row, col], value) =>
      t("sheet_alt", { row: row + 1, col: col + 1, value }),
    );
    const image = canvas.getContext("2d").createImageData(SIDE, SIDE);
    paintGrey(
      now.seen.map((x) => 255 * x),
      image.data,
    );
    canvas.getContext("2d").putImageData(image, 0, 0);
    const pixels = now.seen.map((x) => Math.round(FULL * x));
    const lines = Array.from({ length: SIDE }, (_, i) => pixels.slice(SIDE * i, SIDE * (i + 1)).join(" "));
    attribute(canvas, "aria-label", t("seen_alt", { rows: lines.join("; ") }));
    frameOn(now);
    NETS.forEach((net, i) => {
      columns[i].classList.toggle("is-out", net !== now.net);
      if (net !== now.net) return;
      list[net].forEach((one, number) => {
        const layer = now.layers[number];
        const caption = t(net === "CNN" ? `cnn_${number}` : `mlp_${number}`);
        const isHere = number === now.at[0];
        const label = isHere
          ? t("strip_alt", { caption, place: names.here, value: show(now.unit.value) })
          : t("strip_other", { caption });
        one.draw(layer, {
          caption,
          most: Math.max(...layer.values),
          label,
          colours,
          frames: framesOn(number, now),
        });
      });
    });
    if (now.net === "MLP") looksFor(now, colours);
    const classes = now.scores.map((_, n) => names.className(n));
    const spoken = now.scores.map((score, n) => `${classes[n]}: ${show(score, 1)}`).join(", ");
    const chosen = now.at[0] === now.layers.length - 1 ? now.at[1] : null;
    const icons = now.task === "shapes" ? SHAPES : null;
    bars.draw(
      { scores: now.scores, best: now.best, chosen, names: classes, icons },
      t("scores_alt", { list: spoken, name: classes[now.best] }),
    );
    write(reads, t("reads", { name: classes[now.best] }));
  }
  /** The weights of the hidden numbers, each as a picture. */
  function looksFor({ layers: [{ K }], at }, colours) {
    const most = Math.max(...K.map(Math.abs));
    looks.forEach((one, row) => {
      const values = Float64Array.from(K.slice(512 * row, 512 * (row + 1)));
      const isHere = at[0] === 0 && at[2] === row;
      const frames = isHere ? [{ unit: at[3], top: 0, left: 0, rows: SIDE, cols: SIDE, isChosen: true }] : [];
      const caption = row ? "" : t("looks_for");
      const label = t("strip_other", { caption: t("looks_for") });
      one.draw(
        { units: 8, rows: SIDE, cols: SIDE, values },
        { caption, most, signed: true, label, colours, frames },
      );
    });
  }
  function frameOn({ at, unit }) {
    attribute(frame, "hidden", at[0] !== 0);
    const { top, left } = unit.parts[0];
    const bottom = top + unit.parts.reduce((high, part) => Math.max(high, part.top - top + part.rows), 0);
    const right = left + unit.parts[0].cols;
    const place = { top: Math.max(0, top), left: Math.max(0, left) };
    frame.style.top = `${(100 * place.top) / SIDE}%`;
    frame.style.left = `${(100 * place.left) / SIDE}%`;
    frame.style.height = `${(100 * (Math.min(SIDE, bottom) - place.top)) / SIDE}%`;
    frame.style.width = `${(100 * (Math.min(SIDE, right) - place.left)) / SIDE}%`;
  }
  const focusOn = (number) => (list[model.get("net")][number] ?? bars).focus();
  return { el, draw, focus: paper.focus, focusOn };
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
  link: [...WHAT, "zoom", "at", "part"],
  problem,
  derived: [WHAT, values],
  view,
});
