// Fold the weight matrix: a layer from a 4 × 4 image to a 4 × 4 image, its weights free, shared, or near only.
import { h, write } from "../kit/frame/dom.js";
import { resetButton } from "../kit/frame/reset.js";
import { change } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { biggest } from "../kit/maths/matrices.js";
import { clamp, factor, show } from "../kit/maths/numbers.js";
import { presetOf } from "../kit/maths/presets.js";
import { choice, panel, toggle } from "../kit/parts/controls.js";
import { onDrag } from "../kit/parts/drag.js";
import { grid } from "../kit/parts/grid.js";
import { slider } from "../kit/parts/slider.js";
import { matrixView } from "./matrix.js";
import { N, PATTERNS, problem, scene, TRAITS, values, WHAT } from "./model.js";

function view({ model, t, note, speak, copyLink, limits }) {
  const set = (values) => change(model, values);
  const input = grid({ name: "image", caption: t("image"), t });
  const output = grid({
    name: "response",
    caption: t("response"),
    t,
    pick: (row, col) => set({ unit: [row, col] }),
  });
  const movable = h("div", { class: "cw-movable" }, input.el, h("p", { class: "cw-hint" }, t("drag_hint")));
  moves(movable, model);
  const matrix = matrixView({
    t,
    pick: (row) => set({ unit: [Math.floor(row / N), row % N] }),
    unit: () => model.get("unit"),
  });
  const board = h(
    "div",
    { class: "cw-folding" },
    movable,
    matrix.el,
    h("div", {}, output.el, h("p", { class: "cw-hint" }, t("pick_hint"))),
  );

  const sum = h("p", { class: "cw-arithmetic" });
  const told = h("p", { class: "cw-told" });
  const share = toggle(t("share"), (on) => set({ share: on }));
  const delta = slider({
    text: t("delta"),
    ...limits.delta,
    t,
    bad: note.complain,
    set: (value) => set({ delta: value }),
  });
  const which = choice(
    t("pattern"),
    [...Object.keys(PATTERNS), "own"].map((key) => [key, t(`pattern_${key}`)]),
    (key) => PATTERNS[key] && set({ pattern: PATTERNS[key] }),
  );
  which.el.classList.add("is-inline");
  const settings = panel(t, {
    show: model.get("show"),
    switches: { share: share.el, delta: delta.el },
    actions: [which.el, resetButton(model, t), copyLink],
    settings: [],
  });

  function draw() {
    const now = scene(model);
    const largest = biggest(now.Y) || 1;
    input.draw(now.X, (i, j) => {
      const weight = now.W[now.row][i * N + j];
      return {
        inside: weight !== 0,
        corner: weight || undefined,
        now: now.X[i][j] !== 0,
        todo: now.X[i][j] === 0,
      };
    });
    output.draw(now.Y, (i, j) => ({
      tint: Math.abs(now.Y[i][j]) / largest,
      now: i === now.unit[0] && j === now.unit[1],
    }));
    output.frame({ row: now.unit[0], col: now.unit[1], rows: 1, "cols-in": 1 });
    matrix.draw(now, t("count", { count: now.weights }));
    write(sum, arithmetic(now, t));
    write(told, followSentence(now, t));
    share.draw(now.share);
    delta.draw(now.delta);
    which.draw(presetOf(now.pattern, PATTERNS));
    note.say(countSentence(now, t));
    const sentence = `${countSentence(now, t)} ${arithmetic(now, t)}. ${followSentence(now, t)}`;
    matrix.name(arithmetic(now, t));
    speak(sentence);
  }
  return { parts: [board, sum, told, settings, note.el], draw };
}

/** Arrow keys and the pointer carry the pattern, over the edge too. */
function moves(el, model) {
  const cells = el.querySelector(".cw-cells");
  const go = ([row, col]) => {
    const {
      length: rows,
      0: { length: cols },
    } = model.get("pattern");
    const place = [clamp(row, 1 - rows, N - 1), clamp(col, 1 - cols, N - 1)];
    if (String(place) !== String(model.get("place"))) change(model, { place });
  };
  el.addEventListener(
    "keydown",
    (event) => {
      const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (!move) return;
      go(model.get("place").map((at, axis) => at + move[axis]));
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  ); // before the grid moves its focus
  const cellUnder = (event) => {
    const box = cells.getBoundingClientRect();
    return [
      Math.floor(((event.clientY - box.top) / box.height) * N),
      Math.floor(((event.clientX - box.left) / box.width) * N),
    ];
  };
  onDrag(cells, (down) => {
    const from = cellUnder(down);
    const grip = from.map((at, axis) => at - model.get("place")[axis]);
    const held = model.get("pattern")[grip[0]]?.[grip[1]] === undefined ? [0, 0] : grip;
    const move = (event) => go(cellUnder(event).map((at, axis) => at - held[axis]));
    cells.setPointerCapture(down.pointerId);
    move(down);
    return { move };
  });
}

function arithmetic({ X, W, Y, row, unit }, t) {
  const terms = X.flat().flatMap((x, i) => (x && W[row][i] ? [`${factor(x)}·${factor(W[row][i])}`] : []));
  const sum = terms.length ? `${terms.join(" + ")} = ${show(Y[unit[0]][unit[1]])}` : t("nothing_near");
  return `${t("where", { row: unit[0] + 1, col: unit[1] + 1 })}: ${sum}`;
}

function followSentence({ shift, whole, share, compared, same }, t) {
  const [down, right] = shift;
  if (!down && !right) return t("at_home");
  const way = [
    down ? t(down > 0 ? "down" : "up", { n: Math.abs(down) }) : "",
    right ? t(right > 0 ? "right_by" : "left_by", { n: Math.abs(right) }) : "",
  ];
  const values = { way: way.filter(Boolean).join(t("and")), compared, same };
  if (share && whole) return t("follows", values);
  if (!share) return t(same === compared ? "follows_by_chance" : "not_shared", values);
  return t(same === compared ? "still_follows" : "falls_off", values);
}

function countSentence({ share, delta, weights }, t) {
  if (share) return t("count_shared", { low: show(-delta), delta, side: 2 * delta + 1, weights });
  return delta === N - 1
    ? t("count_free", { weights })
    : t("count_near", { delta, pairs: Math.sqrt(weights), weights });
}

const link = ["share", "delta", "pattern", "place", "unit", "seed"];
export default widget({
  kind: "fold-the-matrix",
  traits: TRAITS,
  link,
  problem,
  derived: [WHAT, values],
  view,
});
