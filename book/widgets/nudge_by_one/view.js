// Nudge by one: a row slides over windows that stand still; what each pool makes of it, and how far its total goes.
import { attribute, h, write } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { withEntry } from "../kit/maths/matrices.js";
import { show } from "../kit/maths/numbers.js";
import { presetOf } from "../kit/maths/presets.js";
import { choice, panel, toggle } from "../kit/parts/controls.js";
import { gate, gatedClock } from "../kit/parts/gate.js";
import { grid } from "../kit/parts/grid.js";
import { speed } from "../kit/parts/speed.js";
import { timeline } from "../kit/parts/timeline.js";
import {
  isCell,
  LARGEST,
  N,
  nextAnswers,
  PICKS,
  problem,
  scene,
  TRAITS,
  totalAnswers,
  values,
  WHAT,
} from "./model.js";
import { lines, pool } from "./pool.js";
import { strip } from "./strip.js";

const written = (row) => row.map((value) => show(value)).join(" ");
const titles = ({ maxFirst }) => ["pooled", "sliding", maxFirst ? "blurred_max" : "blurred"];

/** The page around it has asked already. */
const isTold = (model) => model.get("answer") === "told";

/** What the reader is asked: the numbers after one step; once the blur is in sight, its totals. */
function question({ model, t }) {
  const isTotal = () => model.get("blur");
  function ask() {
    if (isTotal()) return t(model.get("max_first") ? "ask_total_max" : "ask_total");
    return t("ask_next");
  }
  function replies() {
    if (isTold(model)) return [];
    const now = scene(model);
    const each = (sum) => t("each_time", { sum: show(sum) });
    const inTurn = (low, high) => t("in_turn", { low: show(low), high: show(high) });
    const all = isTotal() ? totalAnswers(now, each, inTurn) : nextAnswers(now, written);
    return all.map(({ key, ...reply }) => ({ ...reply, says: t(key) }));
  }
  return { ask, replies };
}

/** The row and its pools, one below the other: { el, draw(now, isAsking) }. */
function board({ model, t }) {
  const go = (step) => step !== model.get("step") && change(model, { step, playing: false });
  const moved = strip({ n: N, at: () => model.get("step"), go, name: t("strip") });
  const traced = lines(N);
  const all = [pool(N, N / 2), pool(N, N), pool(N, N / 2)];
  const caption = h("b");
  const el = h(
    "div",
    { class: "cw-nudged" },
    h("div", { class: "cw-nudged-pool" }, moved.el, h("div", { class: "cw-nudged-side" }, caption)),
    traced.el,
    ...all.map((one) => one.el),
  );

  function draw(now, isAsking) {
    const { row, step, rows, sums, from, flicker, blur, most } = now;
    const darkest = Math.max(...row) || 1;
    const says = t("moved", { step });
    write(caption, says);
    moved.draw({ row, step, most: darkest, says: `${says}: ${written(row)}` });
    traced.draw(from.map((source, i) => [source, 2 * i, row[source] === 0]));
    all.forEach((one, i) => {
      const name = t(titles(now)[i]);
      const [low, high] = flicker[i];
      const span = { sum: show(sums[i]), low: show(low), high: show(high) };
      const isHidden = hides(i, now, isAsking);
      one.draw({
        row: rows[i],
        most: darkest,
        titled: name,
        label: `${name}: ${isHidden.row ? "?" : written(rows[i])}`,
        told: t(low === high ? "steady" : "flickers", span),
        sum: sums[i],
        flicker: flicker[i],
        longest: most,
      });
      one.field.classList.toggle("cw-masked", isHidden.row);
      one.told.classList.toggle("cw-masked", isHidden.sum);
    });
    traced.el.classList.toggle("is-hidden", hides(0, now, isAsking).row);
    attribute(all[2].el, "hidden", !blur);
  }
  return { el, draw };
}

/** Asked about the blur, only its row is out of sight; asked about the next step, all but what the first pool gives now. */
function hides(i, { blur, step }, isAsking) {
  if (!isAsking) return { row: false, sum: false };
  if (blur) return { row: i === 2, sum: i === 2 };
  return { row: i !== 0 || step !== 0, sum: true };
}

/** "Moved by 1: max with stride 2 gives 1 1 1 1, total 4." */
function toldOf({ step, rows, sums, blur, maxFirst }, t) {
  const first = t("told", { step, row: written(rows[0]), sum: show(sums[0]) });
  if (!blur) return first;
  const key = maxFirst ? "told_blurred_max" : "told_blurred";
  return `${first} ${t(key, { row: written(rows[2]), sum: show(sums[2]) })}`;
}

/** The row as it was before it moved, to be picked and typed: { el, draw() }. */
function rowField({ model, t, note }) {
  const set = (x) => change(model, { x, playing: false });
  const options = ["own", ...Object.keys(PICKS)].map((key) => [key, t(`pick_${key}`)]);
  const pick = choice(t("row"), options, (key) => PICKS[key] && set(PICKS[key]));
  const numbers = grid({
    name: "nudged-x",
    caption: t("x"),
    t,
    bad: note.complain,
    edit(at, col, value) {
      if (isCell(value)) set(withEntry(model.get("x"), at, col, value));
      else note.complain(t("bad_sample", { got: show(value), most: LARGEST }));
    },
  });
  const el = h("div", { class: "cw-nudged-own" }, pick.el, numbers.el);
  function draw() {
    const x = model.get("x");
    pick.draw(presetOf(x, PICKS));
    numbers.draw(x);
  }
  return { el, draw };
}

function settings(context, asked) {
  const { model, t, copyLink } = context;
  /** The first question comes first: a blur in sight would hide its own row alone, and show the answer. */
  const isEarly = () => asked.asking() && !model.get("blur");
  /** The blur brings a question of its own; without it there is nothing left to hide that was not seen. */
  function showBlur(blur, max_first) {
    if (isEarly()) return asked.refuse();
    const isNew = blur && !model.get("blur");
    const answer = isNew || asked.asking() ? "" : "shown";
    return change(model, { blur, max_first, answer: isTold(model) ? "told" : answer, playing: false });
  }
  const blur = toggle(t("blur"), (on) => showBlur(on, on && model.get("max_first")));
  const first = toggle(t("max_first"), (on) => showBlur(on || model.get("blur"), on));
  const own = rowField(context);
  const pace = speed({ model, t });
  const el = panel(t, {
    show: model.get("show"),
    switches: { blur: blur.el, max_first: first.el },
    actions: [copyLink],
    settings: { x: own.el, speed: pace.el },
  });
  function draw(now) {
    blur.draw(now.blur);
    first.draw(now.maxFirst);
    for (const { el } of [blur, first]) attribute(el, "aria-disabled", isEarly() ? "true" : null);
    own.draw();
    pace.draw();
  }
  return { el, draw };
}

function view(context) {
  const { model, t, note, speak } = context;
  const asked = gate(context, { ...question(context), next: () => time.focus() });
  const shown = board(context);
  const time = timeline({ model, t, count: () => N, gate: asked });
  const controls = settings(context, asked);
  const told = h("p", { class: "cw-told cw-nudged-line" });
  asked.el.classList.add("cw-nudged-gate");
  asked.mask(told);

  function draw() {
    const now = scene(model);
    asked.draw();
    shown.draw(now, asked.asking());
    const sentence = toldOf(now, t);
    write(told, sentence);
    time.draw(asked.asking() ? t("moved", now) : sentence);
    controls.draw(now);
    note.say(t(asked.asking() ? "hint" : "fact"));
    speak(asked.told(sentence));
  }
  return { parts: [asked.el, shown.el, told, time.el, controls.el, note.el], draw, keys: time.keys };
}

const start = gatedClock(() => N);
const derived = [[...WHAT, "step"], values];
export default widget({
  kind: "nudge-by-one",
  traits: TRAITS,
  link: [...WHAT, "step"],
  problem,
  derived,
  start,
  view,
});
