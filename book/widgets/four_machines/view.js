// One answer, four machines: loop, Toeplitz row, im2col column and FFT give one number; they differ in what they store.
import { attribute, h, write } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { isPrinting } from "../kit/frame/theme.js";
import { widget } from "../kit/frame/widget.js";
import { recentred, resized, withEntry } from "../kit/maths/matrices.js";
import { show } from "../kit/maths/numbers.js";
import { logBars, memory } from "../kit/parts/bars.js";
import { choice, numberField, panel, sizeField, toggle } from "../kit/parts/controls.js";
import { gate, gatedClock } from "../kit/parts/gate.js";
import { grid } from "../kit/parts/grid.js";
import { sign, stage } from "../kit/parts/stage.js";
import { tabs } from "../kit/parts/tabs.js";
import { isExact, termsOf } from "../kit/parts/terms.js";
import { timeline } from "../kit/parts/timeline.js";
import { loop, table } from "./machine.js";
import { MACHINES, problem, scene, TABS, TRAITS, values, WHAT } from "./model.js";

const DECADES = 16;
const countOf = (model) => (problem(stateOf(model)) ? 1 : scene(model).count);
const stateOf = (model) => Object.fromEntries(["X", "K", "n", "k"].map((name) => [name, model.get(name)]));

/** Take these values if they can be drawn; else the sentence that says why not. */
function tryOut(model, t, values) {
  const why = problem({ ...stateOf(model), ...values });
  if (!why) change(model, { playing: false, ...values });
  return why && t(why.key, why);
}

/** Input, kernel and output, side by side: { el, draw(now, isAsking), stop }. */
function sliding({ model, t, note }) {
  const bad = note.complain;
  const edit = (name) => (row, col, value) =>
    change(model, { [name]: withEntry(model.get(name), row, col, value) });
  const mark = (row, col) => change(model, { pick: [row, col] });
  const input = grid({ name: "input", caption: t("X"), t, bad, edit: edit("X"), pick: mark, hover: focused });
  const kernel = grid({ name: "kernel", caption: t("K"), t, bad, edit: edit("K") });
  const output = grid({
    name: "output",
    caption: t("Y"),
    t,
    pick: (row, col) => change(model, { step: row * scene(model).Y[0].length + col, playing: false }),
  });
  /** By keyboard the pixel that has the focus is the one that is marked. */
  function focused(row, col) {
    if (row !== undefined && document.activeElement?.matches(":focus-visible")) mark(row, col);
  }
  const columns = () => [model.get("X"), model.get("K"), scene(model).Y].map((X) => X[0].length);
  const board = stage([input.el, sign("⋆", "cw-star"), kernel.el, sign("="), output.el], columns);

  function draw(now, isAsking) {
    const { X, K, Y, i, j, pick } = now;
    input.draw(X, (row, col) => ({
      inside: K[row - i]?.[col - j] !== undefined,
      corner: K[row - i]?.[col - j],
      copy: !isAsking && row === pick[0] && col === pick[1],
    }));
    input.frame({ row: i, col: j, rows: K.length, "cols-in": K[0].length });
    kernel.draw(K);
    output.draw(Y);
    output.mark(i, j);
    board.fit();
  }
  return { el: board.el, draw, stop: board.stop };
}

/** The four boxes or what they store; on a phone one of the five is in sight: { el, masked, draw }. */
function workshop({ model, t }) {
  const W = () => model.get("X")[0].length;
  const set = (values) => change(model, { ...values, playing: false });
  const pixel = (p) => [Math.floor(p / W()), p % W()];
  const sums = loop({ t });
  const matrix = table({ name: "toeplitz", t, pick: (row, col) => set({ step: row, pick: pixel(col) }) });
  const windows = table({
    name: "im2col",
    t,
    pick: (row, col) => set({ step: col, pick: pixel(scene(model).from[row][col]) }),
  });
  const ring = table({ name: "fft", t });
  const bars = logBars({ caption: "", decades: DECADES, ticks: 4 });
  const where = h("p", { class: "cw-four-where" });
  const meter = h("div", { class: "cw-four-meter" }, bars.el, where);
  const views = tabs(
    t("tab"),
    TABS.map((name) => t(name)),
    (index) => change(model, { tab: TABS[index] }),
  );
  const halves = tabs(t("show"), [t("machines"), t("memory")], (index) =>
    change(model, { tab: index ? "memory" : "im2col" }),
  );
  halves.el.classList.add("cw-four-halves");
  const boxes = h("div", { class: "cw-four-boxes" }, sums.el, matrix.el, windows.el, ring.el, meter);
  const el = h("div", { class: "cw-four" }, views.el, halves.el, boxes);

  const draws = {
    loop({ K, i, j, pick }, terms, isAsking, result) {
      const place = [pick[0] - i, pick[1] - j];
      const isIn = K[place[0]]?.[place[1]] !== undefined && !isAsking;
      sums.draw(terms, K[0].length, isIn ? place[0] * K[0].length + place[1] : -1, result);
    },
    toeplitz({ T, step, pixel: marked }, terms, isAsking, result) {
      const order = T[step].map((weight, p) =>
        weight === null ? -1 : T[step].slice(0, p).filter((w) => w !== null).length,
      );
      const rowOf = (row, col) => {
        const isHere = row === step;
        if (T[row][col] === null) return { text: "", says: t("empty"), dropped: true };
        return {
          inside: isHere,
          landing: isHere,
          turn: order[col] / terms.length,
          copy: !isAsking && col === marked,
        };
      };
      matrix.draw(
        T.map((row) => row.map((weight) => weight ?? 0)),
        rowOf,
        { row: step, col: 0, rows: 1, "cols-in": T[0].length },
        result,
      );
    },
    im2col({ cols, from, step, pixel: marked }, terms, isAsking, result) {
      windows.draw(
        cols,
        (row, col) => ({
          inside: col === step,
          landing: col === step,
          turn: row / terms.length,
          copy: !isAsking && from[row][col] === marked,
        }),
        { row: 0, col: step, rows: terms.length, "cols-in": 1 },
        result,
      );
    },
    fft({ fft, at, isKept, conj, found, Y, i, j }, terms, isAsking, result) {
      const isRight = conj || Math.abs(found - Y[i][j]) < 1e-5;
      ring.draw(
        fft,
        (row, col) => {
          const isHere = row === at[0] && col === at[1];
          if (!isKept(row, col))
            return {
              text: show(fft[row][col]),
              says: t("wrapped", { value: show(fft[row][col]) }),
              dropped: true,
              todo: true,
            };
          return { now: isHere, inside: isHere, landing: isHere, turn: 1 };
        },
        { row: at[0], col: at[1], rows: 1, "cols-in": 1 },
        isRight ? result : `= ${show(found)} ≠ ${show(Y[i][j])}`,
      );
    },
  };
  const boxOf = { loop: sums, toeplitz: matrix, im2col: windows, fft: ring };
  const drawn = {}; // machine → the numbers that it holds
  let [last, isOneInSight] = [null, false];

  /** Where a style sheet shows one machine, a step leaves the others as they are until their tab is chosen. */
  function drawMachines(now, terms, isAsking) {
    last = [now, terms, isAsking];
    for (const name of MACHINES) {
      const isOut = isOneInSight && name !== now.tab && !isPrinting();
      if (isOut && drawn[name] === now.Y) continue;
      drawn[name] = now.Y;
      attribute(boxOf[name].el, "data-turn", now.step % 2);
      draws[name](now, terms, isAsking, `= ${show(now.Y[now.i][now.j])}`);
    }
  }
  /** The tabs are there where they are needed: what the style sheet decides, without a look at the page in a step. */
  const watcher = new ResizeObserver(([{ contentRect }]) => {
    isOneInSight = contentRect.width > 0;
    if (last && !isOneInSight) drawMachines(...last);
  });
  watcher.observe(views.el);

  function drawMeter({ n, k, channels, stored, layer, measured }) {
    bars.name(t("axis", { n, k, channels }));
    bars.draw(
      MACHINES.map((name, i) => {
        const size = memory(stored[i], t);
        const ms = layer?.ms[i];
        const text = ms ? t("ms", { memory: size, ms: show(ms) }) : size;
        return { name: t(name), value: 4 * stored[i], text };
      }),
    );
    write(where, layer ? t("where", { where: measured.where }) : t(measured.where ? "unmeasured" : "none"));
  }

  function draw(now, terms, isAsking) {
    views.draw(TABS.indexOf(now.tab));
    halves.draw(Number(now.tab === "memory"));
    attribute(el, "data-tab", now.tab);
    drawMachines(now, terms, isAsking);
    drawMeter(now);
  }
  return { el, masked: [windows.field], draw, stop: () => watcher.disconnect() };
}

function settings({ model, t, note, copyLink, limits }) {
  const bad = note.complain;
  const number = (name) =>
    numberField({
      text: t(name),
      ...limits[name],
      t,
      bad,
      accept: (value) => tryOut(model, t, { [name]: value }),
    });
  const size = (name, fill) =>
    sizeField({
      text: t(`${name}_size`),
      min: 1,
      max: limits[name].largest,
      t,
      bad,
      accept: ([rows, cols]) => tryOut(model, t, { [name]: fill(model.get(name), rows, cols) }),
    });
  const conj = toggle(t("conj"), (on) => change(model, { conj: on }));
  const known = model.get("measured").layers ?? [];
  const options = known.map((layer, i) => [String(i), t("layers_one", layer)]);
  const layers = choice(t("layers"), [["own", t("layers_own")], ...options], (key) => {
    const { n, k, channels } = known[key] ?? {};
    if (n) change(model, { n, k, channels });
  });
  const numbers = ["n", "k", "channels"].map(number);
  const sizes = {
    X: size("X", (X, rows, cols) => resized(X, rows, cols, (i, j) => i * cols + j)),
    K: size("K", recentred),
  };
  const el = panel(t, {
    switches: [conj.el],
    actions: [copyLink],
    settings: [layers.el, ...numbers.map((one) => one.el), ...Object.values(sizes).map((one) => one.el)],
  });
  function draw(now) {
    conj.draw(now.conj);
    layers.draw(String(now.layer ? known.indexOf(now.layer) : "own"));
    ["n", "k", "channels"].forEach((name, i) => numbers[i].draw(now[name]));
    for (const name of ["X", "K"]) sizes[name].draw([now[name].length, now[name][0].length]);
  }
  return { el, draw };
}

function view(context) {
  const { model, t, note, speak } = context;
  /** The question is about a 3 × 3 input and a 2 × 2 kernel. */
  function replies() {
    const [X, K] = [model.get("X"), model.get("K")];
    const isTheOne = [X, X[0]].every((one) => one.length === 3) && [K, K[0]].every((one) => one.length === 2);
    if (model.get("answer") === "told" || !isTheOne) return [];
    const wrong = [1, 2, 9].map((is) => ({ is, says: t(`wrong_${is}`) }));
    return [{ is: 4, says: t("right"), right: true }, ...wrong];
  }
  const asked = gate(context, { ask: () => t("ask"), replies, next: () => time.focus() });
  const board = sliding(context);
  const shop = workshop(context);
  const time = timeline({ model, t, count: () => countOf(model), gate: asked });
  const controls = settings(context);
  const told = h("p", { class: "cw-told cw-four-told" });
  asked.mask(...shop.masked);

  function draw() {
    const now = scene(model);
    asked.draw();
    const isAsking = asked.asking();
    const terms = termsOf(now.seen, now.K, t);
    board.draw(now, isAsking);
    shop.draw(now, terms, isAsking);
    const y = now.Y[now.i][now.j];
    const equals = isExact(now.seen, now.K, [[y]]) ? "=" : "≈";
    const sum = `${terms.map(({ text }) => text).join(" + ")} ${equals} ${show(y)}`;
    const sentence = t("told", { output: now.step + 1, sum, empty: now.empty });
    write(told, sentence);
    time.draw(t("at", { output: now.step + 1, count: now.count }));
    controls.draw(now);
    const [row, col] = now.pick.map((at) => at + 1);
    const isTurned = !now.conj && Math.abs(now.found - y) > 1e-5;
    if (isAsking) note.say(t("hint"));
    else if (isTurned) note.say(t("told_turned", { found: show(now.found), y: show(y) }));
    else note.say(t("fact", { row, col, copies: now.copies, count: now.count }));
    speak(asked.told(sentence));
  }
  return {
    parts: [asked.el, board.el, shop.el, told, time.el, controls.el, note.el],
    draw,
    keys: time.keys,
    stop: () => [board, shop].forEach((one) => one.stop()),
  };
}

export default widget({
  kind: "four-machines",
  traits: TRAITS,
  link: [...WHAT, "step"],
  problem,
  derived: [[...WHAT, "step"], values],
  start: gatedClock(countOf),
  view,
});
