// The sliding window: input ⋆ kernel = output, one step at a time.
import { corr2d, outSize, pad2d, turn, windowAt } from "./shared/conv.js";
import { button, choice, numberField, panel, sizeField, toggle } from "./shared/controls.js";
import { formula } from "./shared/formula.js";
import { grid } from "./shared/grid.js";
import { nameMistake } from "./shared/guesses.js";
import { h } from "./shared/dom.js";
import { biggest, matrixProblem, resized, sizeOf, withEntry } from "./shared/matrices.js";
import { emWidth, factor, isShownInFull, sameShown, show } from "./shared/numbers.js";
import { predictor } from "./shared/predict.js";
import { KERNELS, presetOf } from "./shared/presets.js";
import { sign, stage } from "./shared/stage.js";
import { change, snapshot, watch } from "./shared/state.js";
import { clock, timeline } from "./shared/timeline.js";
import { widget } from "./shared/widget.js";

const WHAT = ["X", "K", "padding", "stride", "flip"];
const TRAITS = [...WHAT, "predict", "answered", "step", "playing", "interval_ms"];
const PRESETS = ["ramp", "identity", "box", "sharpen", "edge", "sobel_x", "sobel_y", "laplace"];

function problem({ X, K, padding, stride }) {
  const bad = matrixProblem("X", X) ?? matrixProblem("K", K);
  if (bad) return bad;
  if (!Number.isInteger(padding) || padding < 0 || padding > 5) return { key: "bad_padding", got: String(padding) };
  if (!Number.isInteger(stride) || stride < 1 || stride > 8) return { key: "bad_stride", got: String(stride) };
  const fits = K.length <= X.length + 2 * padding && K[0].length <= X[0].length + 2 * padding;
  return fits ? null : { key: "bad_fit", kernel: sizeOf(K), input: sizeOf(X), padding };
}

/** Everything that follows from the traits: one plain object a step. */
function scene(model) {
  const { X, K, padding: p, stride: s, flip, ...rest } = snapshot(model, TRAITS);
  const sliding = flip ? turn(K) : K;
  const Y = corr2d(X, sliding, p, s);
  const last = Y.length * Y[0].length - 1;
  const step = Math.min(last, Math.max(0, Math.round(rest.step)));
  const [i, j] = [Math.floor(step / Y[0].length), step % Y[0].length];
  const padded = pad2d(X, p);
  const seen = windowAt(padded, i * s, j * s, K.length, K[0].length);
  return { ...rest, X, K, p, s, flip, sliding, Y, last, step, i, j, padded, seen, top: i * s, left: j * s };
}

const isKnown = ({ predict, answered }, step) => !predict || answered.includes(step);
const stepsOf = (model) => (problem(snapshot(model, TRAITS)) ? 1 : scene(model).last + 1);

function start(model) {
  const publish = () => {
    const state = snapshot(model, TRAITS);
    if (problem(state)) return;
    const { Y, last } = scene(model);
    const late = state.step > last ? { step: last } : {};
    if (JSON.stringify(model.get("Y")) !== JSON.stringify(Y)) change(model, { Y, ...late });
    else if (state.step > last) change(model, late);
  };
  const forget = () => model.get("answered").length && change(model, { answered: [] });
  const stops = [watch(model, WHAT, publish), watch(model, [...WHAT, "predict"], forget),
    clock(model, () => stepsOf(model), () => isKnown(snapshot(model, TRAITS), model.get("step")))];
  publish();
  return () => stops.forEach((stop) => stop());
}

function view({ model, t, note, speak, copyLink, root }) {
  const set = (values) => change(model, values);
  const bad = note.complain;
  const tryOut = (values) => {
    const why = problem({ ...snapshot(model, TRAITS), ...values });
    if (why) return t(why.key, why);
    set({ playing: false, ...values });
    return null;
  };

  // ---- the stage
  const point = (index) => linkTo(index === undefined ? null : index);
  const input = grid({ name: "input", caption: t("input"), t, bad,
    edit: (row, col, value) => set({ X: withEntry(model.get("X"), row, col, value) }),
    hover: (row, col) => point(termAt(row, col)) });
  const kernel = grid({ name: "kernel", caption: t("kernel"), t, bad,
    edit: (row, col, value) => set({ K: withEntry(model.get("K"), row, col, value) }),
    hover: (row, col) => point(row === undefined ? undefined : row * width() + col) });
  const output = grid({ name: "output", caption: t("output"), t,
    pick: (row, col) => set({ step: row * scene(model).Y[0].length + col, playing: false }) });
  const star = sign("⋆", "cw-star");
  const board = stage([input.el, star, kernel.el, sign("="), output.el], () => {
    const { padded, K, Y } = scene(model);
    return [padded[0].length, K[0].length, Y[0].length];
  });
  const width = () => model.get("K")[0].length;

  function termAt(row, col) {
    if (row === undefined) return undefined;
    const { top, left, K } = scene(model);
    const [a, b] = [row - top, col - left];
    return a >= 0 && a < K.length && b >= 0 && b < K[0].length ? a * K[0].length + b : undefined;
  }
  function linkTo(index) {
    const { top, left } = scene(model);
    const [a, b] = index === null ? [-1, -1] : [Math.floor(index / width()), index % width()];
    input.mark(index === null ? -1 : top + a, left + b);
    kernel.mark(a, b);
    said.mark(index ?? -1);
  }

  // ---- the sentence, and the question that replaces its end
  const said = formula({ t, hover: point });
  const asking = predictor({ t,
    judge(value) {
      const now = scene(model);
      const right = now.Y[now.i][now.j];
      const values = { got: show(value), value: show(right) };
      if (sameShown(value, right)) {
        set({ answered: [...now.answered, now.step] });
        requestAnimationFrame(now.step === now.last ? time.focus : asking.focusNext);
        return { right: true, sentence: t(now.step === now.last ? "right_last" : "right", values) };
      }
      const named = nameMistake(value, { window: now.seen, K: now.sliding, turned: now.flip, neighbours: neighbours(now) });
      return { right: false, sentence: named ? t(named, values) : t("wrong", values) };
    },
    reveal() {
      const { answered, step, last } = scene(model);
      set({ answered: [...answered, step] });
      requestAnimationFrame(step === last ? time.focus : asking.focusNext);
    },
    onward() {
      set({ step: scene(model).step + 1 });
      requestAnimationFrame(asking.focus);
    } });
  const plainAnswer = h("span", { class: "cw-plain-answer" });
  said.result.append(plainAnswer, asking.field);

  // ---- the controls
  const time = timeline({ model, t, count: () => stepsOf(model) });
  const sizes = { min: 1, t, bad };
  const inputSize = sizeField({ ...sizes, text: t("input_size"), max: 8,
    accept: ([rows, cols]) => tryOut({ X: resized(model.get("X"), rows, cols, (i, j) => (3 * i + 5 * j + 1) % 7) }) });
  const kernelSize = sizeField({ ...sizes, text: t("kernel_size"), max: 5,
    accept: ([rows, cols]) => tryOut({ K: resized(model.get("K"), rows, cols, () => 0) }) });
  const padding = numberField({ text: t("padding"), min: 0, max: 3, t, bad, accept: (padding) => tryOut({ padding }) });
  const stride = numberField({ text: t("stride"), min: 1, max: 4, t, bad, accept: (stride) => tryOut({ stride }) });
  const preset = choice(t("preset"), [["own", t("kernel_own")], ...PRESETS.map((key) => [key, t(`kernel_${key}`)])], (key) => {
    bad(KERNELS[key] ? tryOut({ K: KERNELS[key] }) : null);
    preset.draw(presetOf(model.get("K"), PRESETS));
  });
  const flip = toggle(t("flip"), (on) => set({ flip: on }));
  const predict = toggle(t("predict"), (on) => {
    set({ predict: on, playing: false });
    if (on) requestAnimationFrame(asking.focus);
  });
  const fresh = button(t("new_numbers"), () => set({ X: model.get("X").map((row) => row.map(() => Math.floor(Math.random() * 13) - 3)), step: 0, playing: false }));
  const settings = panel(t, { switches: [flip.el, predict.el], actions: [fresh, copyLink],
    settings: [inputSize.el, kernelSize.el, padding.el, stride.el, preset.el] });

  // ---- drawing
  function drawGrids(now) {
    const { padded, X, K, p, sliding, Y, step, i, j, top, left } = now;
    input.rename(t(p ? "input_padded" : "input"));
    input.draw(padded, (row, col) => {
      const [a, b] = [row - top, col - left];
      const inside = a >= 0 && a < K.length && b >= 0 && b < K[0].length;
      const pad = row < p || col < p || row >= X.length + p || col >= X[0].length + p;
      return { pad, inside, corner: inside ? sliding[a][b] : undefined, place: [row - p, col - p] };
    });
    input.frame({ row: top, col: left, rows: K.length, "cols-in": K[0].length });
    const most = biggest(K) || 1;
    kernel.rename(t(now.flip ? "kernel_turned" : "kernel"));
    kernel.draw(sliding, (row, col) => ({
      tint: Math.abs(sliding[row][col]) / most,
      place: now.flip ? [K.length - 1 - row, K[0].length - 1 - col] : [row, col],
    }));
    const largest = biggest(Y) || 1;
    output.draw(Y, (row, col) => {
      const index = row * Y[0].length + col;
      const known = now.predict ? isKnown(now, index) : index <= step;
      return { now: index === step, todo: !known, tint: known ? Math.abs(Y[row][col]) / largest : 0,
        text: known ? undefined : index === step ? "?" : "·" };
    });
    output.frame({ row: i, col: j, rows: 1, "cols-in": 1 });
    star.textContent = now.flip ? "∗" : "⋆";
  }

  function drawSentence(now, known) {
    const { seen, sliding, Y, i, j } = now;
    const terms = seen.flatMap((row, a) => row.map((x, b) => {
      const w = sliding[a][b];
      return { text: `${factor(x)}·${factor(w)}`, zero: x * w === 0, label: t("term", { x: show(x), w: show(w), row: a + 1, col: b + 1 }) };
    }));
    const exact = [...seen.flat(), ...sliding.flat(), Y[i][j]].every(isShownInFull);
    const place = t("where", { row: i + 1, col: j + 1 });
    const answer = known ? show(Y[i][j]) : "?";
    plainAnswer.textContent = answer;
    plainAnswer.hidden = !known;
    asking.field.hidden = known;
    said.draw({ place, terms, perRow: sliding[0].length, exact,
      widest: widestProduct(now), widestAnswer: Math.max(...Y.flat().map((y) => emWidth(show(y)))) });
    return `${place}: ${terms.map(({ text }) => text).join(" + ")} ${exact ? "=" : "≈"} ${answer}`;
  }

  let lastStep = -1;
  function draw() {
    const now = scene(model);
    const known = isKnown(now, now.step);
    root.classList.toggle("is-playing", now.playing);
    root.classList.toggle("is-predicting", now.predict);
    drawGrids(now);
    const sentence = drawSentence(now, known);
    asking.draw({ on: now.predict, asking: !known, key: `${now.step}/${JSON.stringify([now.X, now.K, now.p, now.s, now.flip])}`, end: now.step === now.last });
    time.draw(sentence);
    inputSize.draw([now.X.length, now.X[0].length]);
    kernelSize.draw([now.K.length, now.K[0].length]);
    padding.draw(now.p);
    stride.draw(now.s);
    preset.draw(presetOf(now.K, PRESETS));
    flip.draw(now.flip);
    predict.draw(now.predict);
    note.say(sizeSentence(now, t));
    board.fit();
    if (now.playing && now.step !== lastStep) said.land(now.interval_ms / 2);
    if (!now.playing) said.settle();
    if (!now.playing) speak(sentence);
    lastStep = now.step;
  }
  return { parts: [board.el, said.el, asking.verdict, time.el, settings, note.el], draw, keys: time.keys, stop: board.stop };
}

/** The room that the longest product of the whole run needs, so that no step moves the sentence. */
function widestProduct({ padded, sliding, Y, K, s }) {
  let widest = 0;
  for (let i = 0; i < Y.length; i += 1) {
    for (let j = 0; j < Y[0].length; j += 1) {
      windowAt(padded, i * s, j * s, K.length, K[0].length).forEach((row, a) => row.forEach((x, b) => {
        widest = Math.max(widest, emWidth(`${factor(x)}·${factor(sliding[a][b])}`));
      }));
    }
  }
  return widest;
}

/** The outputs that a reader lands on by looking at the wrong window. */
function neighbours({ Y, i, j, s, X, sliding, p }) {
  const found = { right: Y[i][j + 1], left: Y[i][j - 1], below: Y[i + 1]?.[j], above: Y[i - 1]?.[j] };
  if (s > 1) found.no_stride = corr2d(X, sliding, p, 1)[i]?.[j];
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

function sizeSentence({ X, K, p, s, Y }, t) {
  const along = (n, k) => {
    const sum = `${n} + 2·${p} − ${k}`;
    const quotient = (n + 2 * p - k) % s ? `⌊(${sum}) / ${s}⌋` : `(${sum}) / ${s}`;
    return `${quotient} + 1 = ${outSize(n, k, p, s)}`;
  };
  const square = X.length === X[0].length && K.length === K[0].length;
  const how = square ? along(X.length, K.length) : `${along(X.length, K.length)}, ${along(X[0].length, K[0].length)}`;
  return t("size", { input: sizeOf(X), kernel: sizeOf(K), padding: p, stride: s, how, output: sizeOf(Y) });
}

export default widget({ kind: "sliding-window", traits: TRAITS, link: [...WHAT, "predict", "step"], problem, start, view });
