// The padded window: it slides over an input of ones, and each output counts the real pixels that it saw.
import { attribute, h, write } from "../kit/frame/dom.js";
import { resetButton } from "../kit/frame/reset.js";
import { change, snapshot } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { biggest } from "../kit/maths/matrices.js";
import { emWidth, show } from "../kit/maths/numbers.js";
import { numberField, panel } from "../kit/parts/controls.js";
import { gate, gatedClock, isOpen } from "../kit/parts/gate.js";
import { grid } from "../kit/parts/grid.js";
import { speed } from "../kit/parts/speed.js";
import { sign } from "../kit/parts/stage.js";
import { tabs } from "../kit/parts/tabs.js";
import { timeline } from "../kit/parts/timeline.js";
import {
  answersOf,
  formulaOf,
  layerAnswers,
  looksAt,
  outer,
  problem,
  scene,
  TRAITS,
  VIEWS,
  values,
  WHAT,
} from "./model.js";
import { rulers } from "./rulers.js";
import { stack } from "./stack.js";

const ROOM = 4; // the output's block before the answer: as large whatever the answer is
const stepsOf = (model) => (problem(snapshot(model, WHAT)) ? 1 : scene(model).last + 1);
const start = gatedClock(stepsOf);

/** The key of the sentence that says how evenly pixels take part; a corner that equals the centre tells nothing. */
function evenness({ isEven, corner, centre }, key) {
  if (isEven) return "all_even";
  return corner === centre ? "uneven_range" : key;
}

/** Is this control in sight? Before its chapter explains padding, nothing speaks of zeros. */
const isShown = (model, name) => model.get("show")?.includes(name) ?? true;
const hasPadding = (model) => model.get("p") > 0 || isShown(model, "p");

/** What the reader is asked, and the one true sentence for each known answer. */
function question({ model, t }) {
  const isCounts = () => model.get("view") === "counts";
  function ask() {
    if (isCounts()) return t("ask_counts");
    const now = scene(model);
    if (now.view === "layers") return t("ask_layers", { all: (now.layers[2]?.row.length ?? 0) ** 2 });
    return t(now.d > 1 ? "ask_dilated" : hasPadding(model) ? "ask" : "ask_bare", now);
  }
  function replies() {
    const now = scene(model);
    if (now.view === "layers") {
      const [, first, second] = now.layers.map(({ untouched }) => untouched);
      return layerAnswers(now).map(([key, is]) => ({
        is,
        says: t(key, { first, second }),
        right: key === "right_layers",
      }));
    }
    if (!isCounts())
      return answersOf(now).map(([key, is]) => ({ is, says: say(key, now), right: key === "right" }));
    const zeros = now.k ** 2 - now.Y[0][0];
    const says = t(evenness(now, zeros ? "uneven_zeros" : "uneven"), { ...now, zeros });
    return ["yes", "no"].map((is) => ({ is, text: t(is), says, right: (is === "yes") === now.isEven }));
  }
  function say(key, now) {
    const isFirst = WHAT.map((name) => now[name]).join() === "8,3,0,2,1";
    if (isFirst && (key === "right" || (key === "beyond" && isShown(model, "view"))))
      return t(`first_${key}`);
    if (key === "right") return t(now.dropped ? "right_dropped" : "right_all", now);
    return t(key, { ...now, column: now.m * now.s + now.reach - now.p, end: now.n + now.p });
  }
  return { ask, replies };
}

/** The padded input, or how often each of its pixels is seen, and the outputs: { el, field, draw(now, asking) }. */
function board({ model, t }, probed) {
  const input = grid({ name: "padded-in", caption: t("input"), t, hover: probe });
  const output = grid({
    name: "padded-out",
    caption: t("output"),
    t,
    pick: (row, col) => change(model, { step: row * scene(model).m + col, playing: false }),
  });
  const arrow = sign("→");
  const el = h("div", { class: "cw-padded" }, input.el, arrow, output.el);
  const map = input.el.querySelector(".cw-field-of-cells");
  let [pixel, asking] = [null, false];

  function probe(row, col) {
    pixel = row === undefined || asking ? null : [row, col];
    if (model.get("view") !== "layers") drawOutput(scene(model));
    probed(pixel?.map((at) => at - model.get("p")));
  }
  function drawInput(now) {
    const { X, counts, p } = now;
    const most = biggest(counts) || 1;
    const isCounts = now.view === "counts" && !asking;
    input.rename(t(isCounts ? "counts" : p ? "input_padded" : "input"));
    const figures = isCounts ? X.map((line, i) => line.map((x, j) => (x ? counts[i - p][j - p] : 0))) : X;
    input.draw(figures, (row, col) => {
      const pad = X[row][col] === 0;
      const count = pad ? 0 : counts[row - p][col - p];
      const inside = looksAt(now, [now.i, now.j], [row, col]) && !isCounts;
      const dropped = !asking && !pad && count === 0;
      const text = isCounts && pad ? { text: "" } : {};
      return {
        ...text,
        pad,
        inside,
        dropped,
        tint: isCounts && count ? count / most : 0,
        place: [row - p, col - p],
      };
    });
    input.frame({ row: now.top, col: now.left, rows: now.reach, "cols-in": now.reach });
  }
  function drawOutput(now) {
    const most = biggest(now.Y) || 1;
    const isLit = (i, j) => (pixel ? looksAt(now, [i, j], pixel) : i === now.i && j === now.j);
    output.draw(asking ? [[0]] : now.Y, (i, j) => ({
      now: isLit(i, j),
      tint: asking ? 0 : now.Y[i][j] / most,
    }));
    output.frame(asking ? null : { row: now.i, col: now.j, rows: 1, "cols-in": 1 });
  }
  /** What the layers so far have made of the image, with the zeros around that the next one will meet. */
  function drawLayer({ layer: { row }, layers, step, p }) {
    const padded = [...Array(p).fill(0), ...row, ...Array(p).fill(0)];
    const isPad = (at) => at < p || at >= p + row.length;
    input.rename(
      step ? t(step === 1 ? "layer_one" : "layer_many", { step }) : t(p ? "input_padded" : "input"),
    );
    input.draw(outer(padded), (i, j) => {
      const pad = isPad(i) || isPad(j);
      return { pad, tint: pad ? 0 : 1 - padded[i] * padded[j], place: [i - p, j - p] };
    });
    input.frame(null);
    el.style.setProperty("--total", Math.max(...layers.map((one) => one.row.length)) + 2 * p);
    el.style.setProperty("--longest", Math.max(...row.map((y) => emWidth(show(row[0] * y)))));
  }
  function draw(now, isAsking) {
    asking = isAsking;
    const isPile = now.view === "layers";
    el.classList.toggle("is-pile", isPile);
    map.classList.toggle("cw-masked", isPile && asking && now.step > 0);
    for (const part of [arrow, output.el]) attribute(part, "hidden", isPile);
    if (isPile) return drawLayer(now);
    const room = asking ? ROOM : Math.max(ROOM, now.m);
    el.style.setProperty("--room", room);
    el.style.setProperty("--total", now.X.length + room);
    drawInput(now);
    drawOutput(now);
    return null;
  }
  return { el, field: output.el.querySelector(".cw-field-of-cells"), draw };
}

/** "Row 1, window 2 of 3 covers columns 3 to 5: 9 real pixels, 0 zeros." */
function told(now, t, withZeros) {
  if (now.view === "frameworks") return t("told_frameworks");
  if (now.view === "counts") return t(evenness(now, "told_counts"), now);
  if (now.view === "layers") return toldOfLayer(now, t);
  const { i, j, m, p, d, k, left, reach } = now;
  const real = now.Y[i][j];
  const columns = Array.from({ length: k }, (_, a) => show(left + a * d - p + 1));
  const where = { a: columns[0], b: show(left - p + reach), columns: columns.join(", ") };
  const none = k * k - real;
  const pixels = t(real === 1 ? "pixel" : "pixels", { count: real });
  const zeros = t(none === 1 ? "zero" : "zeros", { count: none });
  const seen = withZeros ? `${pixels}, ${zeros}` : pixels;
  const key = k === 1 ? "told_one" : d > 1 ? "told_dilated" : "told";
  return t(key, { row: i + 1, i: j + 1, m, ...where, seen });
}

/** "After 2 layers: 16 of 64 outputs have felt no zero, and the corner is 0.31." */
function toldOfLayer({ step, p, layer: { row, untouched } }, t) {
  const said = {
    step,
    all: row.length ** 2,
    untouched: untouched ** 2,
    corner: show(row[0] ** 2),
    side: row.length,
  };
  if (step === 0) return t(p ? "told_image" : "told_image_bare", said);
  return t(`told_${p ? "layer" : "layer_bare"}${step === 1 ? "_one" : ""}`, said);
}

function view(context) {
  const { model, t, note, speak, copyLink, limits } = context;
  const choose = (index) => change(model, { view: VIEWS[index], step: 0, playing: false });
  const which = tabs(
    t("view"),
    VIEWS.map((name) => t(`view_${name}`)),
    choose,
  );
  const asked = gate(context, { ...question(context), next: () => time.focus() });
  which.el.classList.add("cw-padded-views");
  asked.el.classList.add("cw-padded-gate");
  const shown = board(context, sayNote);
  const strips = rulers(t);
  const pile = stack();
  const time = timeline({ model, t, count: () => stepsOf(model), gate: asked });
  const sentence = h("span");
  const line = h("p", { class: "cw-told cw-padded-told" }, sentence);
  asked.mask(shown.field, strips.el, pile.el, sentence, ...time.el.querySelectorAll(".cw-scrub, .cw-count"));

  function accept(name, value) {
    const why = problem({ ...snapshot(model, WHAT), [name]: value });
    const answer = isOpen(model) ? "shown" : ""; // what was answered was about other numbers
    if (!why) change(model, { [name]: value, step: 0, playing: false, answer });
    return why && t(why.key, why);
  }
  const fields = WHAT.map((name) => {
    const hear = (value) => accept(name, value);
    return numberField({ text: t(name), ...limits[name], t, bad: note.complain, accept: hear });
  });
  const isFolded = !isShown(model, "view");
  const settings = Object.fromEntries(WHAT.map((name, at) => [name, fields[at].el]));
  if (isFolded) settings.view = which.el;
  const pace = speed({ model, t });
  settings.speed = pace.el;
  const again = resetButton(model, t); // the timeline's own is out of sight beside the strips
  const controls = panel(t, { show: model.get("show"), switches: [], actions: [again, copyLink], settings });

  function saidOfLayer({ layer, k }, pixel) {
    if (!pixel) return t("mean", { k });
    const [row, col] = pixel;
    const value = layer.row[row] * layer.row[col];
    return Number.isNaN(value)
      ? t("probe_zero")
      : t("probe_layer", { row: row + 1, col: col + 1, value: show(value) });
  }
  /** The formula, or in its place what is known of the pixel (row, col) that the reader points at. */
  function sayNote(pixel = null) {
    const now = scene(model);
    const [row, col] = pixel ?? [];
    if (asked.asking()) note.say(t(now.view === "layers" ? "mean" : "hint", now));
    else if (now.view === "frameworks") note.say(t("ignored"));
    else if (now.view === "layers") note.say(saidOfLayer(now, pixel));
    else if (pixel && now.counts[row]?.[col] !== undefined)
      note.say(t("probe", { row: row + 1, col: col + 1, count: now.counts[row][col], windows: now.m ** 2 }));
    else if (pixel) note.say(t("probe_zero"));
    else
      note.say(
        `${t("size", { how: formulaOf(now, hasPadding(model)) })} ${t(now.dropped ? "unseen" : "all_seen", now)}`,
      );
  }
  function draw() {
    const now = scene(model);
    const isRow = now.view === "frameworks";
    asked.draw();
    const isTold = isOpen(model) && (isRow || now.view === "layers"); // the pictures tell it, and more
    if (isTold) attribute(asked.el, "hidden", true);
    which.draw(VIEWS.indexOf(now.view));
    for (const part of [shown.el, time.el]) attribute(part, "hidden", isRow);
    for (const part of [strips.el, again]) attribute(part, "hidden", !isRow);
    attribute(pile.el, "hidden", now.view !== "layers");
    pile.draw(now.layers, now.step);
    if (isRow) strips.draw(now);
    else shown.draw(now, asked.asking());
    const says = told(now, t, hasPadding(model));
    write(sentence, says);
    time.draw(asked.told(says));
    fields.forEach((field, at) => field.draw(now[WHAT[at]]));
    pace.draw();
    sayNote();
    speak(asked.told(says));
  }
  const keys = (event) => model.get("view") !== "frameworks" && time.keys(event);
  const parts = [
    isFolded ? null : which.el,
    asked.el,
    shown.el,
    pile.el,
    strips.el,
    line,
    time.el,
    controls,
    note.el,
  ];
  return { parts, draw, keys };
}

const link = ["view", ...WHAT, "step"];
const derived = [WHAT, values];
export default widget({ kind: "padded-window", traits: TRAITS, link, problem, derived, start, view });
