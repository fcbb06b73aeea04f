// Delta tracer: five inputs, three weights, and what each hears on the way back; then the same as a sliding window.
import { h, write } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { withEntry } from "../kit/maths/matrices.js";
import { show } from "../kit/maths/numbers.js";
import { panel, toggle } from "../kit/parts/controls.js";
import { gate, gatedClock, isOpen } from "../kit/parts/gate.js";
import { grid } from "../kit/parts/grid.js";
import { speed } from "../kit/parts/speed.js";
import { tabs } from "../kit/parts/tabs.js";
import { timeline } from "../kit/parts/timeline.js";
import { board } from "./board.js";
import { answers, countOf, fits, LARGEST, problem, scene, TRAITS, values, WHAT } from "./model.js";
import { noteOf, termsOf, toldOf } from "./told.js";

const OF = ["x", "w"];
const ROWS = ["x", "w", "delta"];

const stills = (model) => countOf({ of: model.get("of") });
/** What was answered was about other numbers. */
const settled = (model) => (isOpen(model) ? "shown" : "");

/** x, w or δ, to be typed. */
function numbersField({ model, t, note }, name) {
  const { el, draw } = grid({
    name: "delta-numbers",
    caption: t("numbers", { name: t(name) }),
    t,
    bad: note.complain,
    edit(at, col, value) {
      if (!fits(value)) note.complain(t("bad_sample", { name: t(name), got: show(value), most: LARGEST }));
      else
        change(model, {
          [name]: withEntry(model.get(name), at, col, value),
          playing: false,
          answer: settled(model),
        });
    },
  });
  return { el, draw: () => draw(model.get(name)) };
}

function settings(context) {
  const { model, t, copyLink } = context;
  const set = (values) =>
    change(model, { ...values, step: 0, pick: "", playing: false, answer: settled(model) });
  const which = tabs(
    t("of"),
    OF.map((name) => t(`of_${name}`)),
    (index) => set({ of: OF[index], swapped: OF[index] === "w" && model.get("swapped") }),
  );
  const stride = toggle(t("stride"), (on) => set({ stride: on ? 2 : 1 }));
  const swap = toggle(t("swapped"), (on) => set({ swapped: on, of: on ? "w" : model.get("of") }));
  const rows = ROWS.map((name) => numbersField(context, name));
  const pace = speed({ model, t });
  const el = panel(t, {
    show: model.get("show"),
    switches: { of: which.el, stride: stride.el, swapped: swap.el },
    actions: [copyLink],
    settings: { ...Object.fromEntries(ROWS.map((name, i) => [name, rows[i].el])), speed: pace.el },
  });
  function draw(now) {
    which.draw(OF.indexOf(now.of));
    stride.draw(now.stride === 2);
    swap.draw(now.swapped);
    for (const one of rows) one.draw();
    pace.draw();
  }
  return { el, draw };
}

function view(context) {
  const { model, t, note, speak } = context;
  const replies = () => {
    const now = scene(model);
    const { of, lines } = now;
    const paths = lines.filter((one) => (of === "x" ? one.j === 2 : one.a === 0));
    const all = answers(now);
    const said = { terms: termsOf(paths, of === "x" ? "wa" : "xj"), value: show(all[0]?.is ?? 0) };
    return all.map(({ key, ...reply }) => ({ ...reply, says: t(`says_${key}_${of}`, said) }));
  };
  const ask = () => t(`ask_${model.get("of")}`);
  const asked = gate(context, { ask, replies, next: () => time.focus() });
  const shown = board(context);
  const time = timeline({ model, t, count: () => stills(model), gate: asked });
  const controls = settings(context);
  const told = h("p", { class: "cw-told cw-delta-told" });
  asked.el.classList.add("cw-delta-gate");
  asked.mask(...shown.results, told);

  function draw() {
    const now = scene(model);
    asked.draw();
    shown.draw(now, asked.asking());
    const sentence = toldOf(now, t);
    write(told, sentence);
    time.draw(asked.asking() ? t("hint") : sentence);
    controls.draw(now);
    note.say(asked.asking() ? t("hint") : noteOf(now, t));
    speak(asked.told(sentence));
  }
  return { parts: [asked.el, shown.el, told, time.el, controls.el, note.el], draw, keys: time.keys };
}

const start = gatedClock(stills);
const link = [...WHAT, "pick", "step"];
const derived = [[...WHAT, "step"], values];
export default widget({ kind: "delta-tracer", traits: TRAITS, link, problem, derived, start, view });
