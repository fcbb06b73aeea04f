// New widget: say in one line what moves.
import { h, write } from "../kit/frame/dom.js";
import { resetButton } from "../kit/frame/reset.js";
import { change } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { biggest, withEntry } from "../kit/maths/matrices.js";
import { factor, show } from "../kit/maths/numbers.js";
import { numberField, panel } from "../kit/parts/controls.js";
import { grid } from "../kit/parts/grid.js";
import { sign, stage } from "../kit/parts/stage.js";
import { problem, scene, TRAITS } from "./model.js";

/** Builds its parts once; draw() reads the model and writes them. Whatever a reader can change is a trait. */
function view({ model, t, note, speak, copyLink, limits }) {
  const set = (values) => change(model, values);
  const bad = note.complain;
  const input = grid({
    name: "input",
    caption: t("input"),
    t,
    bad,
    edit: (row, col, value) => set({ X: withEntry(model.get("X"), row, col, value) }),
  });
  const product = grid({ name: "product", caption: t("product"), t });
  const board = stage([input.el, sign("→"), product.el], () => Array(2).fill(model.get("X")[0].length));
  const times = numberField({
    text: t("times"),
    ...limits.times,
    t,
    bad,
    accept: (value) => set({ times: value }),
  });
  const told = h("p", { class: "cw-told" });
  const controls = panel(t, {
    switches: [times.el],
    actions: [resetButton(model, t), copyLink],
    settings: [],
    inline: true,
  });

  function draw() {
    const now = scene(model);
    const most = biggest(now.Y) || 1;
    input.draw(now.X);
    product.draw(now.Y, (row, col) => ({ tint: Math.abs(now.Y[row][col]) / most }));
    board.fit();
    times.draw(now.times);
    const sum = `${show(now.X[0][0])}·${factor(now.times)} = ${show(now.Y[0][0])}`;
    write(told, t("told", { sum }));
    note.say(t("fact"));
    speak(t("told", { sum }));
  }
  return { parts: [board.el, told, controls, note.el], draw, stop: board.stop };
}

const derived = [TRAITS, (model) => ({ Y: scene(model).Y })];
export default widget({ kind: "new-widget", traits: TRAITS, link: TRAITS, problem, derived, view });
