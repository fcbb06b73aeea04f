// The sliding window: input ⋆ kernel = output, one step at a time.
import { button, h, write } from "../kit/frame/dom.js";
import { change, snapshot } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { biggest, recentred, resized, withEntry } from "../kit/maths/matrices.js";
import { emWidth, sameShown, show } from "../kit/maths/numbers.js";
import { presetOf } from "../kit/maths/presets.js";
import { choice, numberField, panel, sizeField, toggle } from "../kit/parts/controls.js";
import { formula } from "../kit/parts/formula.js";
import { grid } from "../kit/parts/grid.js";
import { forgetAnswers, isKnown, predictor, predictSwitch } from "../kit/parts/predict.js";
import { paceOf, speed } from "../kit/parts/speed.js";
import { sign, stage } from "../kit/parts/stage.js";
import { isExact, spokenSum, termsOf, widestProduct } from "../kit/parts/terms.js";
import { clock, timeline } from "../kit/parts/timeline.js";
import { nameMistake } from "./guesses.js";
import {
  allPairs,
  isPadding,
  neighboursOf,
  PRESETS,
  sceneOf,
  sizeFacts,
  slidingProblem,
  TRAITS,
  termAt,
  WHAT,
} from "./model.js";

const traitsOf = (model) => snapshot(model, TRAITS);
const scene = (model) => sceneOf(traitsOf(model));
const stepsOf = (model) => (slidingProblem(traitsOf(model)) ? 1 : scene(model).last + 1);

/** For Python: the output, and the step if the one asked for lies beyond the last. */
function values(model) {
  const { Y, step } = scene(model);
  return { Y, step };
}

/** Once a model: the clock, answers forgotten when the question changes. */
function start(model) {
  const may = () => isKnown(traitsOf(model), model.get("step"));
  const stops = [forgetAnswers(model, WHAT), clock(model, () => stepsOf(model), may)];
  return () => stops.forEach((stop) => stop());
}

/** The three grids. point(index) hears which product the reader points at. */
function slidingBoard({ model, t, note }, point) {
  const edit = (name) => (row, col, value) =>
    change(model, { [name]: withEntry(model.get(name), row, col, value) });
  const width = () => model.get("K")[0].length;
  const bad = note.complain;
  const input = grid({
    name: "input",
    caption: t("input"),
    t,
    bad,
    edit: edit("X"),
    hover: (row, col) => point(row === undefined ? undefined : termAt(scene(model), row, col)),
  });
  const kernel = grid({
    name: "kernel",
    caption: t("kernel"),
    t,
    bad,
    edit: edit("K"),
    hover: (row, col) => point(row === undefined ? undefined : row * width() + col),
  });
  const output = grid({
    name: "output",
    caption: t("output"),
    t,
    pick: (row, col) => change(model, { step: row * scene(model).Y[0].length + col, playing: false }),
  });
  const star = sign("⋆", "cw-star");
  const board = stage([input.el, star, kernel.el, sign("="), output.el], () => {
    const { padded, K, Y } = scene(model);
    return [padded[0].length, K[0].length, Y[0].length];
  });

  function drawInput(now) {
    input.rename(t(now.p ? "input_padded" : "input"));
    input.draw(now.padded, (row, col) => {
      const term = termAt(now, row, col);
      const corner = term === undefined ? undefined : now.sliding.flat()[term];
      const pad = isPadding(now, row, col);
      return { pad, corner, inside: term !== undefined, place: [row - now.p, col - now.p] };
    });
    input.frame({ row: now.top, col: now.left, rows: now.K.length, "cols-in": now.K[0].length });
  }
  function drawKernel({ K, sliding, flip }) {
    const most = biggest(K) || 1;
    kernel.rename(t(flip ? "kernel_turned" : "kernel"));
    kernel.draw(sliding, (row, col) => ({
      tint: Math.abs(sliding[row][col]) / most,
      place: flip ? [K.length - 1 - row, K[0].length - 1 - col] : [row, col],
    }));
    write(star, flip ? "∗" : "⋆");
  }
  function drawOutput(now) {
    const most = biggest(now.Y) || 1;
    output.draw(now.Y, (row, col) => {
      const index = row * now.Y[0].length + col;
      const shown = now.predict ? isKnown(now, index) : index <= now.step;
      if (!shown) return { now: index === now.step, todo: true, text: index === now.step ? "?" : "·" };
      return { now: index === now.step, tint: Math.abs(now.Y[row][col]) / most };
    });
    output.frame({ row: now.i, col: now.j, rows: 1, "cols-in": 1 });
  }
  function draw(now) {
    drawInput(now);
    drawKernel(now);
    drawOutput(now);
    board.fit();
  }
  function mark(index) {
    const { top, left } = scene(model);
    const [a, b] = index === undefined ? [NaN, NaN] : [Math.floor(index / width()), index % width()];
    input.mark(top + a, left + b);
    kernel.mark(a, b);
  }
  return { el: board.el, draw, mark, stop: board.stop };
}

/** The step written out; in predict mode its end is a question. draw(now) returns the sentence. */
function sentence({ model, t, speak }, point, finish) {
  const said = formula({ t, hover: point });
  const answer = h("span", { class: "cw-plain-answer" });
  const asking = predictor({
    model,
    t,
    speak,
    finish,
    now: () => scene(model),
    judge: (value) => judge(value, scene(model), t),
  });
  said.result.append(answer, asking.field);

  function draw(now) {
    const { seen, sliding, Y, right } = now;
    const known = isKnown(now, now.step);
    const terms = termsOf(seen, sliding, t);
    const exact = isExact(seen, sliding, [[right]]);
    const place = t("where", { row: now.i + 1, col: now.j + 1 });
    write(answer, known ? show(right) : "");
    answer.hidden = !known;
    said.draw({
      place,
      terms,
      perRow: sliding[0].length,
      exact,
      widest: widestProduct(allPairs(now)),
      widestAnswer: Math.max(...Y.flat().map((y) => emWidth(show(y)))),
    });
    asking.draw(JSON.stringify([now.step, WHAT.map((name) => model.get(name))]));
    return spokenSum(place, terms, exact, known ? show(right) : "?");
  }
  return { ...said, draw, asking };
}

function judge(value, now, t) {
  const values = { got: show(value), value: show(now.right) };
  if (sameShown(value, now.right)) {
    return { right: true, sentence: t(now.step === now.last ? "right_last" : "right", values) };
  }
  const situation = { window: now.seen, K: now.sliding, turned: now.flip, neighbours: neighboursOf(now) };
  return { right: false, sentence: t(nameMistake(value, situation) ?? "wrong", values) };
}

/** Sizes, padding, stride, presets, switches: { el, draw(now) }. */
function settings({ model, t, note, copyLink, limits }, focusQuestion) {
  const bad = note.complain;
  function tryOut(values) {
    const why = slidingProblem({ ...traitsOf(model), ...values });
    if (!why) change(model, { playing: false, ...values });
    return why && t(why.key, why);
  }
  const more = (i, j) => (3 * i + 5 * j + 1) % 7;
  const inputSize = sizeField({
    text: t("X_size"),
    min: 1,
    max: limits.X.largest,
    t,
    bad,
    accept: ([rows, cols]) => tryOut({ X: resized(model.get("X"), rows, cols, more) }),
  });
  const kernelSize = sizeField({
    text: t("K_size"),
    min: 1,
    max: limits.K.largest,
    t,
    bad,
    accept: ([rows, cols]) => tryOut({ K: recentred(model.get("K"), rows, cols) }),
  });
  const padding = numberField({
    text: t("padding"),
    ...limits.padding,
    t,
    bad,
    accept: (padding) => tryOut({ padding }),
  });
  const stride = numberField({
    text: t("stride"),
    ...limits.stride,
    t,
    bad,
    accept: (stride) => tryOut({ stride }),
  });
  const options = [["own", t("kernel_own")], ...Object.keys(PRESETS).map((key) => [key, t(`kernel_${key}`)])];
  const preset = choice(t("preset"), options, (key) => {
    bad(PRESETS[key] ? tryOut({ K: PRESETS[key] }) : null);
  });
  const flip = toggle(t("flip"), (on) => change(model, { flip: on }));
  const predict = predictSwitch({ model, t, focus: focusQuestion });
  const fresh = button(t("new_numbers"), () =>
    change(model, { X: randomLike(model.get("X")), step: 0, playing: false }),
  );
  const pace = speed({ model, t });
  const el = panel(t, {
    show: model.get("show"),
    switches: { flip: flip.el, predict: predict.el },
    actions: [fresh, copyLink],
    settings: {
      input_size: inputSize.el,
      kernel_size: kernelSize.el,
      padding: padding.el,
      stride: stride.el,
      preset: preset.el,
      speed: pace.el,
    },
  });

  function draw(now) {
    inputSize.draw([now.X.length, now.X[0].length]);
    kernelSize.draw([now.K.length, now.K[0].length]);
    padding.draw(now.p);
    stride.draw(now.s);
    preset.draw(presetOf(now.K, PRESETS));
    flip.draw(now.flip);
    predict.draw(now.predict);
    pace.draw();
    note.say(t(now.p || now.s > 1 ? "size" : "size_plain", sizeFacts(now)));
  }
  return { el, draw };
}

const randomLike = (X) => X.map((row) => row.map(() => Math.floor(Math.random() * 13) - 3));

function view(context) {
  const { model, t, note, speak, root } = context;
  const board = slidingBoard(context, point);
  const said = sentence(context, point, () => time.focus());
  const time = timeline({ model, t, count: () => stepsOf(model), gate: said.asking });
  const controls = settings(context, said.asking.focus);
  let lastStep = null;

  function point(index) {
    board.mark(index);
    said.mark(index);
  }
  function draw() {
    const now = scene(model);
    root.classList.toggle("is-predicting", now.predict);
    board.draw(now);
    const text = said.draw(now);
    time.draw(text);
    controls.draw(now);
    if (!now.playing) said.settle();
    else if (now.step !== lastStep) said.land(paceOf(model) / 2);
    speak(said.asking.told(text));
    lastStep = now.step;
  }
  const parts = [board.el, said.el, said.asking.verdict, time.el, controls.el, note.el];
  return { parts, draw, keys: time.keys, stop: board.stop };
}

const link = [...WHAT, "predict", "step"];
const derived = [WHAT, values];
export default widget({
  kind: "sliding-window",
  traits: TRAITS,
  link,
  problem: slidingProblem,
  derived,
  start,
  view,
});
