// Break it: one pattern, two ways round; where the outputs differ stands in a grid of its own.
import { h, write } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { biggest, withEntry } from "../kit/maths/matrices.js";
import { clamp, show } from "../kit/maths/numbers.js";
import { choice, numberField, panel, toggle } from "../kit/parts/controls.js";
import { gate, gatedClock } from "../kit/parts/gate.js";
import { grid } from "../kit/parts/grid.js";
import { sign } from "../kit/parts/stage.js";
import { timeline } from "../kit/parts/timeline.js";
import { grip } from "./grip.js";
import { FARTHEST, furthest, N, problem, STEPS, scene, TRAITS, values, WHAT } from "./model.js";
import { BORDER_NAMES } from "./square.js";

/** The five grids and the kernel; the pattern is carried on the first, the nudge on the second. */
function board({ model, t, note }) {
  const say = (caption, numbers) => (row, col) =>
    note.say(
      row === undefined || !numbers()[row]
        ? t("hint")
        : t("cell", { name: t(caption), row: row + 1, col: col + 1, value: show(numbers()[row][col]) }),
    );
  const shown = (name, numbers, hover = say(name, numbers)) =>
    grid({ name: `break-${name}`, caption: t(name), t, hover });
  const image = shown("image", () => scene(model).X);
  const moved = shown("moved", () => scene(model).moved);
  const first = shown("first", () => scene(model).first);
  const second = shown("second", () => scene(model).second);
  const difference = grid({ name: "break-difference", caption: t("difference"), t });
  const kernel = grid({
    name: "kernel",
    caption: t("kernel"),
    t,
    bad: note.complain,
    edit: (row, col, value) => change(model, { K: withEntry(model.get("K"), row, col, value) }),
  });
  const within = (place, low, high) => place.map((at, axis) => clamp(at, low, high[axis]));
  const carry = (name, low, high) => (to) => {
    const next = within(to, low, high());
    if (String(next) !== String(model.get(name))) change(model, { [name]: next });
  };
  const placer = grip({
    grid: image,
    n: N,
    at: () => model.get("place"),
    go: carry("place", 0, () => furthest(model.get("pattern"))),
  });
  const nudger = grip({
    grid: moved,
    n: N,
    at: () => model.get("nudge"),
    go: carry("nudge", -FARTHEST, () => [FARTHEST, FARTHEST]),
  });
  const el = h(
    "div",
    { class: "cw-break" },
    image.el,
    sign("→", "cw-break-move"),
    moved.el,
    kernel.el,
    first.el,
    sign("≟", "cw-break-equal"),
    second.el,
    difference.el,
  );

  const empty = () => ({ text: "", todo: true });

  function draw(now, isAsking) {
    const { pattern, place, nudge, K, stride, step } = now;
    const [rows, cols] = [pattern.length, pattern[0].length];
    const tinted = (X, most) => (row, col) => ({
      tint: Math.abs(X[row][col]) / most,
      todo: X[row][col] === 0,
    });
    const most = Math.max(biggest(now.first), biggest(now.second)) || 1;
    el.style.setProperty("--stride", stride);
    el.dataset.step = step;
    const from = (first, look) => (step < first ? empty : look);
    const dark = biggest(now.X) || 1;
    image.draw(now.X, tinted(now.X, dark));
    moved.draw(now.moved, from(1, tinted(now.moved, dark)));
    first.draw(now.first, from(2, tinted(now.first, most)));
    const unknown = (row, col) => ({ ...tinted(now.second, most)(row, col), masked: isAsking });
    second.draw(now.second, from(2, unknown));
    const differs = (row, col) => ({
      ...tinted(now.D, now.largest || 1)(row, col),
      now: now.D[row][col] !== 0,
      masked: isAsking,
    });
    difference.draw(now.D, from(3, differs));
    const strongest = biggest(K) || 1;
    kernel.draw(K, (row, col) => ({ tint: Math.abs(K[row][col]) / strongest }));
    const [row, col] = place;
    placer.draw({ row, col, rows, cols }, t("place_grip", { row: row + 1, col: col + 1 }));
    const [down, right] = step === 0 ? place : [row + nudge[0], col + nudge[1]];
    nudger.draw({ row: down, col: right, rows, cols }, t("nudge_grip", { way: wayOf(nudge, t) }));
  }
  return { el, draw };
}

/** "1 to the right", "2 up and 1 to the left", "nowhere". */
function wayOf([down, right], t) {
  const parts = [
    down ? t(down > 0 ? "down" : "up", { n: Math.abs(down) }) : "",
    right ? t(right > 0 ? "right_by" : "left_by", { n: Math.abs(right) }) : "",
  ].filter(Boolean);
  return parts.join(t("and")) || t("nowhere");
}

function toldOf({ nudge, differing, all, largest }, t) {
  const values = { way: wayOf(nudge, t), differing, all, largest: show(largest) };
  return t(differing === 0 ? "told_none" : differing === 1 ? "told_one" : "told", values);
}

function settings({ model, t, note, copyLink }) {
  const set = (values) => change(model, values);
  const bad = note.complain;
  const number = (text, min, max, accept) => numberField({ text: t(text), min, max, t, bad, accept });
  const nudge = (axis) => (by) => set({ nudge: model.get("nudge").map((old, i) => (i === axis ? by : old)) });
  const border = choice(
    t("border"),
    BORDER_NAMES.map((name) => [name, t(name)]),
    (name) => set({ border: name }),
  );
  border.el.classList.add("is-inline");
  const gain = toggle(t("gain"), (on) => set({ gain: on }));
  const stride = number("stride", 1, 2, (value) => set({ stride: value }));
  const down = number("nudge_down", -FARTHEST, FARTHEST, nudge(0));
  const right = number("nudge_right", -FARTHEST, FARTHEST, nudge(1));
  const el = panel(t, {
    switches: [border.el, gain.el],
    actions: [copyLink],
    settings: [stride.el, right.el, down.el],
  });
  function draw(now) {
    border.draw(now.border);
    gain.draw(now.gain);
    stride.draw(now.stride);
    down.draw(now.nudge[0]);
    right.draw(now.nudge[1]);
  }
  return { el, draw };
}

function view(context) {
  const { model, t, note, speak } = context;
  const replies = () => {
    const now = scene(model);
    if (!now.isFirst) return [{ is: now.differing, says: t("right_any", now), right: true }];
    return [
      { is: 1, says: t("right_1"), right: true },
      { is: 0, says: t("wrong_0") },
      { is: 8, says: t("wrong_8") },
    ];
  };
  const ask = () => t("ask", { way: wayOf(model.get("nudge"), t), all: scene(model).all });
  const asked = gate(context, { ask, replies });
  asked.el.classList.add("cw-break-gate");
  const grids = board(context);
  const controls = settings(context);
  const told = h("span");
  const why = h("span");
  const line = h("p", { class: "cw-told cw-break-told" }, told, " ", why);
  asked.mask(line);
  const time = timeline({ model, t, count: () => STEPS, gate: asked });
  note.say(t("hint"));

  function draw() {
    asked.draw();
    const now = scene(model);
    grids.draw(now, asked.asking());
    const isWhole = now.step === STEPS - 1;
    const sentence = isWhole ? toldOf(now, t) : t(`step_${now.step}`, { way: wayOf(now.nudge, t) });
    write(told, sentence);
    write(why, isWhole ? t(now.why, { steps: now.steps.map(show).join(", ") }) : "");
    time.draw(sentence);
    controls.draw(now);
    speak(asked.told(`${sentence} ${why.textContent}`));
  }
  return { parts: [asked.el, grids.el, line, time.el, controls.el, note.el], draw, keys: time.keys };
}

const derived = [WHAT, values];
export default widget({
  kind: "break-it",
  traits: TRAITS,
  link: [...WHAT, "step"],
  problem,
  derived,
  start: gatedClock(() => STEPS),
  view,
});
