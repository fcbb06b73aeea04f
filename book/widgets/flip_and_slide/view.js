// Flip and slide: two signals, their products under the window, and what is traced, over one axis of positions.
import { attribute, button, h, write } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { withEntry } from "../kit/maths/matrices.js";
import { factor, show } from "../kit/maths/numbers.js";
import { presetOf } from "../kit/maths/presets.js";
import { choice, panel, toggle } from "../kit/parts/controls.js";
import { gate, gatedClock } from "../kit/parts/gate.js";
import { grid } from "../kit/parts/grid.js";
import { lane } from "../kit/parts/lane.js";
import { lanes } from "../kit/parts/lanes.js";
import { speed } from "../kit/parts/speed.js";
import { tabs } from "../kit/parts/tabs.js";
import { isExact } from "../kit/parts/terms.js";
import { timeline } from "../kit/parts/timeline.js";
import { drawn } from "./drawn.js";
import {
  isSketched,
  isSymmetric,
  kindOf,
  LARGEST,
  PICKS,
  problem,
  scene,
  showsTurn,
  TRAITS,
  values,
  WHAT,
} from "./model.js";
import { sketched } from "./sketched.js";
import { player } from "./sound.js";

const OPS = ["conv", "corr"];
const STAR = { conv: "∗", corr: "⋆" };
const READABLE = 6;
const row = (X) => X.map((x) => show(x)).join(" ");
const countOf = (model) => (problem({ f: model.get("f"), g: model.get("g") }) ? 1 : scene(model).count);
const biggest = (X) => Math.max(...X.map(Math.abs)) || 1;
const isSigned = (X) => X.some((x) => x < 0);
const outputName = ({ names, op }) => names.join(` ${STAR[op]} `);

/** The four lanes over their axis: { el, output, products, draw(now, asking, isSketching), stop }. */
function fourLanes({ model, t }) {
  const lying = lane({ name: "lying" });
  const sliding = lane({ name: "sliding", carried: true });
  const products = lane({ name: "products" });
  const output = lane({ name: "output" });
  const { el, draw: drawAxis, stop } = lanes([lying, sliding, products, output], { pressed: [output], pick });

  attribute(output.plot, "tabindex", "0");
  for (const { plot } of [lying, sliding]) plot.classList.add("is-drawn");
  const guess = sketched(output.plot, model);
  const set = (at) => (values) => change(model, { [scene(model).names[at]]: [values], playing: false });
  drawn(lying.plot, {
    now() {
      const { lying: values, positions, low } = scene(model);
      return { values, places: positions, most: biggest(values), indexOf: (cell) => cell + low };
    },
    set: set(0),
  });
  drawn(sliding.plot, {
    now() {
      const { given: values, positions, low, left, isTurned } = scene(model);
      const under = (cell) => cell + low - left;
      const indexOf = (cell) => (isTurned ? values.length - 1 - under(cell) : under(cell));
      return { values, places: positions, most: biggest(values), indexOf };
    },
    set: set(1),
  });
  function pick(n) {
    const { first, count } = scene(model);
    if (guess.isOn()) return;
    if (n >= first && n < first + count) change(model, { step: n - first, playing: false });
  }

  function draw(now, asking, isSketching) {
    const { names, low, positions, step, n, left, given, isTurned } = now;
    const at = (n) => n - low;
    const end = left + given.length - 1;
    const inWindow = (n) => n >= left && n <= end;
    lying.draw({
      titles: [t(names[0])],
      label: t("alt_lying", { name: t(names[0]), numbers: row(now.lying) }),
      samples: now.lying.map((value, n) => ({ at: at(n), value, text: show(value), now: inWindow(n) })),
      most: biggest(now.lying),
      signed: isSigned(now.lying),
    });
    sliding.draw({
      titles: isTurned ? [t(names[1]), t("turned")] : [t(names[1])],
      label: t(isTurned ? "alt_sliding_turned" : "alt_sliding", {
        name: t(names[1]),
        from: show(left),
        to: show(end),
        numbers: row(now.sliding),
      }),
      samples: given.map((value, j) => ({
        at: isTurned ? given.length - 1 - j : j,
        value,
        text: show(value),
        now: true,
      })),
      most: biggest(given),
      signed: isSigned(given),
      window: { left: at(left), wide: given.length },
    });
    const reach = biggest(now.lying) * biggest(given);
    products.draw({
      titles: [names.map((name) => t(name)).join("·")],
      label: t("alt_products", { numbers: row(now.products.filter((value) => value !== null)) }),
      samples: now.products.map((value, n) => ({
        at: at(n),
        value: value ?? 0,
        text: value === null ? "" : show(value),
        off: value === null,
      })),
      most: reach,
      signed: isSigned(now.lying) || isSigned(given),
    });
    const titles = [t(names[0]), STAR[now.op], t(names[1])];
    const name = outputName(now);
    const traced = () => ({
      titles,
      label: t("alt_output", {
        name,
        first: show(now.first),
        numbers: asking ? "?" : row(now.Y.slice(0, step + 1)),
      }),
      samples: now.Y.map((value, i) => ({
        at: at(now.first + i),
        value,
        text: i <= step ? show(value) : "·",
        off: i > step,
        now: i === step,
      })).concat(guess.ghosts(now, at)),
      most: guess.scale(now) ?? biggest(now.Y),
      signed: isSigned(now.Y),
    });
    output.el.classList.toggle("is-tall", guess.scale(now) !== null);
    guess.turn(isSketching);
    if (isSketching) guess.draw(output, { now, at, titles, name, t });
    else output.draw(traced());
    const band = { left: at(left), wide: given.length };
    drawAxis({ low, places: positions, n, band, numbers: [...now.lying, ...given, ...now.Y] });
  }
  return { el, output, products, draw, stop, sketchTold: guess.told };
}

/** "n = 3: 1·2 = 2; the other products are 0." */
function toldOf({ n, left, lying, sliding, products, Y, step }, t) {
  const met = products.flatMap((value, at) =>
    value === null ? [] : [[lying[at], sliding[at - left], value]],
  );
  const said = met.length === 1 ? met : met.filter(([, , value]) => value !== 0);
  const rest = met.length - said.length;
  const key = said.length === 0 ? "told_zero" : (["told", "told_one"][rest] ?? "told_rest");
  const terms = said.map(([x, w]) => `${factor(x)}·${factor(w)}`).join(" + ");
  const eq = isExact([said.map(([x]) => x), said.map(([, w]) => w), [Y[step]]]) ? "=" : "≈";
  return t(key, { n: show(n), terms, eq, y: show(Y[step]) });
}

/** Of a spike three answers, of two boxes what can be drawn, of other signals the first number. */
function repliesOf(now, t) {
  if (isSketched(now)) return sketchReplies(now, t);
  return showsTurn(now) ? spikeReplies(now, t) : firstReplies(now, t);
}
const sketchReplies = ({ Y }, t) =>
  ["triangle", "flat", "other"].map((is) => ({
    is,
    right: is === "triangle",
    says: t(`sketch_${is}`, { numbers: row(Y) }),
  }));

function spikeReplies({ given, isTurned, op, names }, t) {
  const sliding = t(names[1]);
  const [head, last] = [given[0], given[given.length - 1]].map((x) => show(x));
  const right = t(`right_${op}`, { end: isTurned ? head : last, sliding });
  return [
    { is: "same", text: row(given), right: isTurned, says: isTurned ? right : t("same_corr", { sliding }) },
    {
      is: "mirrored",
      text: row([...given].reverse()),
      right: !isTurned,
      says: isTurned ? t("mirrored_conv", { sliding, last }) : right,
    },
    { is: "sum", text: show(given.reduce((sum, x) => sum + x, 0)), says: t("sum", { sliding }) },
  ];
}

function firstReplies({ lying, sliding, op, Y, names }, t) {
  const [x, far] = [lying[0], sliding[0]];
  const product = `${factor(x)}·${factor(sliding[sliding.length - 1])}`;
  return [
    { is: Y[0], right: true, says: t("right_first", { product }) },
    { is: x * far, says: t(`wrong_first_${op}`, { sliding: t(names[1]) }) },
  ];
}

/** One signal to be picked, lengthened and typed: { el, draw(now) }. */
function signalField({ model, t, note, limits }, name) {
  const set = (X) => change(model, { [name]: X, playing: false });
  const table = PICKS[name];
  const options = ["own", ...Object.keys(table)].map((key) => [key, t(`pick_${key}`)]);
  const pick = choice(t(name), options, (key) => table[key] && set(table[key]));
  const numbers = grid({
    name: "signal",
    caption: t("samples", { name: t(name) }),
    t,
    touchDrag: true,
    bad: note.complain,
    edit(at, col, value) {
      const far = Math.abs(value) > LARGEST;
      if (far) note.complain(t("bad_sample", { name: t(name), got: show(value), most: LARGEST }));
      else set(withEntry(model.get(name), at, col, value));
    },
  });
  const resize = (by) => () => {
    const [X] = model.get(name);
    const next = by > 0 ? [...X, 0] : X.slice(0, -1);
    if (next.length > 0 && next.length <= limits[name].largest) set([next]);
  };
  const shorter = button("−", resize(-1), { label: t("shorter", { name: t(name) }) });
  const longer = button("+", resize(1), { label: t("longer", { name: t(name) }) });
  const el = h("div", { class: "cw-flip-signal" }, pick.el, shorter, longer, numbers.el);

  function draw() {
    const X = model.get(name);
    pick.draw(presetOf(X, table));
    numbers.draw(X);
    attribute(shorter, "aria-disabled", X[0].length === 1 ? "true" : null);
    attribute(longer, "aria-disabled", X[0].length === limits[name].largest ? "true" : null);
  }
  return { el, draw };
}

function settings(context, asked) {
  const { model, t, copyLink } = context;
  const ops = tabs(
    t("op"),
    OPS.map((op) => t(op)),
    (index) => change(model, { op: OPS[index] }),
  );
  const swap = toggle(t("swap"), (on) => change(model, { swapped: on, playing: false }));
  const hear = button(t("hear"), listen);
  const sound = player(() => write(hear, t(sound.isOn() ? "hush" : "hear")));
  const signals = ["f", "g"].map((name) => signalField(context, name));
  const pace = speed({ model, t });
  const el = panel(t, {
    switches: [ops.el, swap.el],
    actions: [hear, copyLink],
    settings: [...signals.map((one) => one.el), pace.el],
  });
  el.classList.add("cw-flip-panel");

  function listen() {
    if (asked.asking()) asked.refuse();
    else if (sound.isOn()) sound.stop();
    else sound.play(scene(model).Y);
  }
  function draw({ op, swapped }) {
    ops.draw(OPS.indexOf(op));
    swap.draw(swapped);
    for (const one of signals) one.draw();
    pace.draw();
  }
  return { el, draw, stop: sound.stop };
}

/** The turn as numbered stills, where it is short enough to be read. */
function noteOf({ given, sliding, isTurned, names }, t) {
  const said = { given: row(given), turned: row(sliding), sliding: t(names[1]) };
  if (isSymmetric(given)) return t("note_symmetric", said);
  return t(`note_${isTurned ? "conv" : "corr"}${given.length > READABLE ? "_long" : ""}`, said);
}

function view(context) {
  const { model, t, note, speak, root } = context;
  const ask = () => {
    const now = scene(model);
    const { op, given, sliding, names } = now;
    if (isSketched(now)) return t("ask_sketch");
    return t(`ask_${showsTurn(now) ? "" : "first_"}${op}`, {
      given: row(given),
      turned: row(sliding),
      sliding: t(names[1]),
    });
  };
  const sketch = {
    isAsked: () => isSketched(scene(model)),
    kind() {
      const kind = kindOf(scene(model));
      if (kind) change(model, { step: countOf(model) - 1 }); // the whole of it over the sketch
      return kind;
    },
  };
  const replies = () => repliesOf(scene(model), t);
  const asked = gate(context, { ask, replies, sketch, next: () => time.focus() });
  const shown = fourLanes(context);
  const time = timeline({ model, t, count: () => countOf(model), gate: asked });
  const controls = settings(context, asked);
  const told = h("p", { class: "cw-told cw-flip-told" });
  asked.el.classList.add("cw-flip-gate");
  asked.mask(shown.products.plot, told);

  root.addEventListener("keydown", ({ key }) => key === "Escape" && controls.stop());

  function draw() {
    const now = scene(model);
    asked.draw();
    const isSketching = asked.asking() && isSketched(now);
    shown.output.plot.classList.toggle("cw-masked", asked.asking() && !isSketching);
    shown.draw(now, asked.asking(), isSketching);
    const sentence = toldOf(now, t);
    write(told, sentence);
    time.draw(asked.asking() ? t("at", { n: show(now.n) }) : sentence);
    controls.draw(now);
    note.say(noteOf(now, t));
    speak((isSketching && shown.sketchTold(now, t)) || asked.told(sentence));
  }
  const stop = () => [shown.stop, controls.stop].forEach((end) => end());
  return { parts: [asked.el, shown.el, told, time.el, controls.el, note.el], draw, keys: time.keys, stop };
}

export default widget({
  kind: "flip-and-slide",
  traits: TRAITS,
  link: [...WHAT, "step"],
  problem,
  derived: [[...WHAT, "step"], values],
  start: gatedClock(countOf),
  view,
});
