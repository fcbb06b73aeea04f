// Fold the weight matrix: a layer from a 4 × 4 image to a 4 × 4 image, its weights free, shared, or near only.
import { attribute, h, write } from "../kit/frame/dom.js";
import { change, snapshot, watch } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { biggest, matrixProblem } from "../kit/maths/matrices.js";
import { factor, show } from "../kit/maths/numbers.js";
import { choice, toggle } from "../kit/parts/controls.js";
import { grid } from "../kit/parts/grid.js";
import { slider } from "../kit/parts/slider.js";
import { countWeights, followed, isWhole, layerMatrix, offset, placed, respond } from "./folding.js";

const N = 4;
const HOME = [1, 1];
const WHAT = ["share", "delta", "seed", "pattern", "place"];
const TRAITS = [...WHAT, "unit"];
const NAMES = { dot: "pattern_dot", pair: "pattern_pair", corner: "pattern_corner", own: "pattern_own" };
const PATTERNS = { dot: [[1]], pair: [[1, 2]], corner: [[1, 0], [2, 1]] };

function problem({ delta, seed, pattern, place, unit }) {
  const bad = matrixProblem("pattern", pattern);
  if (bad) return bad;
  if (Math.max(pattern.length, pattern[0].length) > 2) return { key: "bad_pattern", got: `${pattern.length} × ${pattern[0].length}` };
  if (!Number.isInteger(delta) || delta < 0 || delta >= N) return { key: "bad_delta", got: String(delta) };
  if (!Number.isInteger(seed) || seed < 0) return { key: "bad_seed", got: String(seed) };
  const inRange = (value, low) => Number.isInteger(value) && value >= low && value < N;
  if (place?.length !== 2 || !place.every((value) => inRange(value, -1))) return { key: "bad_place", got: String(place) };
  return unit?.length === 2 && unit.every((value) => inRange(value, 0)) ? null : { key: "bad_unit", got: String(unit) };
}

/** Everything that follows from the traits. */
function scene(model) {
  const state = snapshot(model, TRAITS);
  const { pattern, place, unit } = state;
  const W = layerMatrix(N, state);
  const X = placed(pattern, N, place);
  const shift = [place[0] - HOME[0], place[1] - HOME[1]];
  const Y = respond(W, X);
  return { ...state, W, X, Y, shift, row: unit[0] * N + unit[1], whole: isWhole(pattern, N, place),
    ...followed(respond(W, placed(pattern, N, HOME)), Y, shift), weights: countWeights(N, state) };
}

function start(model) {
  const publish = () => {
    if (problem(snapshot(model, TRAITS))) return;
    const { W, Y, weights } = scene(model);
    change(model, { W, Y, weights });
  };
  publish();
  return watch(model, WHAT, publish);
}

/** Free weights look like noise; a shared one tells its offset: hue for down, lightness for right. */
function colourOf(row, col, share) {
  if (!share) {
    const name = row * N * N + col + 1;
    return `hsl(${((name * 137.508) % 360).toFixed(0)} 45% ${35 + ((name * 53) % 40)}%)`;
  }
  const [down, right] = offset(N, row, col);
  return `hsl(${40 * (down + N)} 55% ${24 + 7 * (right + N)}%)`;
}

function view({ model, t, note, speak, copyLink }) {
  const set = (values) => change(model, values);
  const input = grid({ name: "image", caption: t("image"), t });
  const output = grid({ name: "response", caption: t("response"), t, pick: (row, col) => set({ unit: [row, col] }) });
  const movable = h("div", { class: "cw-movable" }, input.el, h("p", { class: "cw-hint" }, t("drag_hint")));
  moves(movable, model);
  const matrix = matrixView({ t, pick: (row) => set({ unit: [Math.floor(row / N), row % N] }), unit: () => model.get("unit") });
  const board = h("div", { class: "cw-folding" }, movable, matrix.el, h("div", {}, output.el, h("p", { class: "cw-hint" }, t("pick_hint"))));

  const sum = h("p", { class: "cw-arithmetic" });
  const told = h("p", { class: "cw-told" });
  const share = toggle(t("share"), (on) => set({ share: on }));
  const delta = slider({ text: t("delta"), min: 0, max: N - 1, t, bad: note.complain, set: (value) => set({ delta: value }) });
  const which = choice(t("pattern"), Object.entries(NAMES).map(([key, name]) => [key, t(name)]),
    (key) => (PATTERNS[key] ? set({ pattern: PATTERNS[key] }) : which.draw(keyOf(model.get("pattern")))));
  which.el.classList.add("is-inline");
  const settings = h("div", { class: "cw-panel" }, h("div", { class: "cw-fold-controls" }, share.el, delta.el), h("div", { class: "cw-actions" }, which.el, copyLink));

  let last = null;
  function draw() {
    const now = scene(model);
    const largest = biggest(now.Y) || 1;
    input.draw(now.X, (i, j) => {
      const weight = now.W[now.row][i * N + j];
      return { inside: weight !== 0, corner: weight || undefined, now: now.X[i][j] !== 0, todo: now.X[i][j] === 0 };
    });
    output.draw(now.Y, (i, j) => ({ tint: Math.abs(now.Y[i][j]) / largest, now: i === now.unit[0] && j === now.unit[1] }));
    output.frame({ row: now.unit[0], col: now.unit[1], rows: 1, "cols-in": 1 });
    matrix.draw(now, t("count", { count: now.weights }));
    write(sum, arithmetic(now, t));
    write(told, followSentence(now, t));
    share.draw(now.share);
    delta.draw(now.delta);
    which.draw(keyOf(now.pattern));
    note.say(countSentence(now, t));
    const sentence = `${countSentence(now, t)} ${arithmetic(now, t)}. ${followSentence(now, t)}`;
    matrix.name(arithmetic(now, t));
    if (last !== null && last !== sentence) speak(sentence);
    last = sentence;
  }
  return { parts: [board, sum, told, settings, note.el], draw };
}

const keyOf = (pattern) => Object.keys(PATTERNS).find((key) => JSON.stringify(PATTERNS[key]) === JSON.stringify(pattern)) ?? "own";

/** Arrow keys and the pointer carry the pattern, over the edge too. */
function moves(el, model) {
  const cells = el.querySelector(".cw-cells");
  const go = ([row, col]) => {
    const { length: rows, 0: { length: cols } } = model.get("pattern");
    const place = [Math.min(N - 1, Math.max(1 - rows, row)), Math.min(N - 1, Math.max(1 - cols, col))];
    if (String(place) !== String(model.get("place"))) change(model, { place });
  };
  el.addEventListener("keydown", (event) => {
    const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!move) return;
    go(model.get("place").map((at, axis) => at + move[axis]));
    event.preventDefault();
    event.stopPropagation();
  }, true); // before the grid moves its focus
  const cellUnder = (event) => {
    const box = cells.getBoundingClientRect();
    return [Math.floor(((event.clientY - box.top) / box.height) * N), Math.floor(((event.clientX - box.left) / box.width) * N)];
  };
  cells.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    const from = cellUnder(down);
    const place = model.get("place");
    const [a, b] = [from[0] - place[0], from[1] - place[1]];
    const grip = model.get("pattern")[a]?.[b] === undefined ? [0, 0] : [a, b];
    const follow = (event) => go(cellUnder(event).map((at, axis) => at - grip[axis]));
    cells.setPointerCapture(down.pointerId);
    follow(down);
    cells.addEventListener("pointermove", follow);
    const stop = () => {
      cells.removeEventListener("pointermove", follow);
      for (const name of ["pointerup", "pointercancel"]) cells.removeEventListener(name, stop);
    };
    for (const name of ["pointerup", "pointercancel"]) cells.addEventListener(name, stop);
  });
}

/** The 16 × 16 matrix; press a row, or walk through the rows with the arrow keys. */
function matrixView({ t, pick, unit }) {
  const entries = Array.from({ length: N ** 4 }, () => h("span", { class: "cw-weight" }));
  const outline = h("span", { class: "cw-fold-row" });
  const field = h("div", { class: "cw-fold", role: "slider", tabindex: "0", "aria-label": t("rows"), "aria-orientation": "vertical",
    "aria-valuemin": 1, "aria-valuemax": N * N }, ...entries, outline);
  const count = h("p", { class: "cw-fold-count" });
  const el = h("div", { class: "cw-fold-box" }, h("div", { class: "cw-caption" }, t("matrix")), field, count);
  const rowUnder = (event) => {
    const box = field.getBoundingClientRect();
    return Math.min(N * N - 1, Math.max(0, Math.floor(((event.clientY - box.top) / box.height) * N * N)));
  };
  field.addEventListener("pointerdown", (event) => pick(rowUnder(event)));
  field.addEventListener("pointermove", (event) => event.buttons && pick(rowUnder(event)));
  field.addEventListener("keydown", (event) => {
    const at = unit()[0] * N + unit()[1];
    const to = { ArrowUp: at - 1, ArrowLeft: at - 1, ArrowDown: at + 1, ArrowRight: at + 1, Home: 0, End: N * N - 1 }[event.key];
    if (to === undefined) return;
    if (to >= 0 && to < N * N) pick(to);
    event.preventDefault();
    event.stopPropagation();
  });
  let painted = "";
  function draw({ W, row, share, delta }, counted) {
    if (painted !== `${share}/${delta}`) {
      entries.forEach((entry, i) => {
        const [unitRow, pixel] = [Math.floor(i / (N * N)), i % (N * N)];
        const present = W[unitRow][pixel] !== 0;
        entry.style.background = present ? colourOf(unitRow, pixel, share) : "";
        entry.classList.toggle("is-none", !present);
      });
      painted = `${share}/${delta}`;
    }
    outline.style.setProperty("--row", row);
    attribute(field, "aria-valuenow", row + 1);
    write(count, counted);
  }
  return { el, draw, name: (text) => attribute(field, "aria-valuetext", text) };
}

function arithmetic({ X, W, Y, row, unit }, t) {
  const terms = X.flat().flatMap((x, i) => (x && W[row][i] ? [`${factor(x)}·${factor(W[row][i])}`] : []));
  const sum = terms.length ? `${terms.join(" + ")} = ${show(Y[unit[0]][unit[1]])}` : t("nothing_near");
  return `${t("where", { row: unit[0] + 1, col: unit[1] + 1 })}: ${sum}`;
}

function followSentence({ shift, whole, share, compared, same }, t) {
  const [down, right] = shift;
  if (!down && !right) return t("at_home");
  const way = [down ? t(down > 0 ? "down" : "up", { n: Math.abs(down) }) : "", right ? t(right > 0 ? "right_by" : "left_by", { n: Math.abs(right) }) : ""];
  const values = { way: way.filter(Boolean).join(t("and")), compared, same };
  if (share && whole) return t("follows", values);
  if (!share) return t(same === compared ? "follows_by_chance" : "not_shared", values);
  return t(same === compared ? "still_follows" : "falls_off", values);
}

function countSentence({ share, delta, weights }, t) {
  if (share) return t("count_shared", { delta, side: 2 * delta + 1, weights });
  return delta === N - 1 ? t("count_free", { weights }) : t("count_near", { delta, pairs: Math.sqrt(weights), weights });
}

export default widget({ kind: "fold-the-matrix", traits: TRAITS, link: ["share", "delta", "pattern", "place", "unit", "seed"], problem, start, view });
