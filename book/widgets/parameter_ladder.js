// The parameter ladder: 10¹² weights, then one detector for all places, then only nearby.
import { logBars, grouped } from "./shared/bars.js";
import { numberField, panel, toggle } from "./shared/controls.js";
import { localWeights, ownWeights, readCount, sharedWeights } from "./shared/counts.js";
import { h, write } from "./shared/dom.js";
import { show } from "./shared/numbers.js";
import { predictor } from "./shared/predict.js";
import { slider } from "./shared/slider.js";
import { change, snapshot, watch } from "./shared/state.js";
import { clock, timeline } from "./shared/timeline.js";
import { widget } from "./shared/widget.js";

const WHAT = ["side", "delta", "c_in", "c_out", "bias"];
const TRAITS = [...WHAT, "predict", "answered", "step", "playing", "interval_ms"];
const RUNGS = [0, 1, 2];
const DECADES = 18;
const LIMITS = { side: [1, 4000], delta: [0, 50], c_in: [1, 512], c_out: [1, 512], step: [0, 2] };

function problem(state) {
  const wrong = Object.entries(LIMITS).find(([name, [min, max]]) => !(Number.isInteger(state[name]) && state[name] >= min && state[name] <= max));
  return wrong ? { key: "bad_count", name: wrong[0], got: String(state[wrong[0]]), min: wrong[1][0], max: wrong[1][1] } : null;
}

function countsOf({ side, delta, c_in: cIn, c_out: cOut, bias }) {
  return [ownWeights(side, cIn, cOut, bias), sharedWeights(side, cIn, cOut, bias), localWeights(delta, cIn, cOut, bias)];
}

const isKnown = ({ predict, answered }, rung) => !predict || answered.includes(rung);

function start(model) {
  const publish = () => {
    const state = snapshot(model, TRAITS);
    if (!problem(state)) change(model, { counts: countsOf(state) });
  };
  const forget = () => model.get("answered").length && change(model, { answered: [] });
  const stops = [watch(model, WHAT, publish), watch(model, [...WHAT, "predict"], forget),
    clock(model, () => RUNGS.length, () => isKnown(snapshot(model, TRAITS), model.get("step")))];
  publish();
  return () => stops.forEach((stop) => stop());
}

/** What a wrong count gives away, the telling mistakes first. */
function nameMiscount(guess, { side: n, delta, c_in: cIn, c_out: cOut, bias, step }) {
  const counts = countsOf({ side: n, delta, c_in: cIn, c_out: cOut, bias });
  const other = countsOf({ side: n, delta, c_in: cIn, c_out: cOut, bias: !bias });
  const common = [[bias ? "miss_no_bias" : "miss_with_bias", other[step]]];
  const own = {
    0: [["miss_one_output", n * n * cIn], ["miss_side", n * n], ["miss_side", n]],
    1: [["miss_pixels", n * n * cIn * cOut], ["miss_twice", 4 * n * n * cIn * cOut], ["miss_one_way", (2 * n - 1) * cIn * cOut]],
    2: [["miss_four_delta", 4 * delta * delta * cIn * cOut], ["miss_one_sided", (delta + 1) ** 2 * cIn * cOut], ["miss_line", (2 * delta + 1) * cIn * cOut]],
  }[step];
  const channels = [["miss_channels", (counts[step] - (bias ? cOut : 0)) / (cIn * cOut)], ["miss_c_in", (counts[step] - (bias ? cOut : 0)) / cIn]];
  return [...common, ...own, ...channels].find(([, value]) => value === guess)?.[0] ?? null;
}

/** 4 bytes a weight, in the unit that reads best: [number, key of the unit]. */
function memory(count) {
  const power = Math.min(6, Math.floor(Math.log10(4 * count) / 3));
  return [show((4 * count) / 1000 ** power, 1), `bytes_${power}`];
}

function view({ model, t, note, speak, copyLink, root }) {
  const set = (values) => change(model, values);
  const bad = note.complain;
  const bars = logBars({ caption: t("axis"), decades: DECADES });
  const rung = h("div", { class: "cw-where" });
  const sum = h("span", { class: "cw-count-sum" });
  const answer = h("strong", { class: "cw-count-answer" });
  const bytes = h("p", { class: "cw-count-bytes" });
  const asking = predictor({ t, parse: readCount,
    judge(value) {
      const now = snapshot(model, TRAITS);
      const right = countsOf(now)[now.step];
      const values = { got: grouped(value), value: grouped(right) };
      if (value !== right) return { right: false, sentence: t(nameMiscount(value, now) ?? "wrong_count", values) };
      set({ answered: [...now.answered, now.step] });
      requestAnimationFrame(now.step === 2 ? time.focus : asking.focusNext);
      return { right: true, sentence: t(now.step === 2 ? "right_end" : "right", values) };
    },
    reveal() {
      set({ answered: [...model.get("answered"), model.get("step")] });
      requestAnimationFrame(model.get("step") === 2 ? time.focus : asking.focusNext);
    },
    onward() {
      set({ step: model.get("step") + 1 });
      requestAnimationFrame(asking.focus);
    } });
  const say = h("div", { class: "cw-counting" }, rung, h("div", { class: "cw-counting-line" }, sum, answer, asking.field), bytes);

  const time = timeline({ model, t, count: () => RUNGS.length });
  const dial = (name, text) => slider({ text, min: LIMITS[name][0], max: LIMITS[name][1], t, bad, set: (value) => set({ [name]: value }) });
  const [side, delta] = [dial("side", t("side")), dial("delta", t("delta"))];
  const channel = (name) => numberField({ text: t(name), min: 1, max: 512, t, bad, accept: (value) => (set({ [name]: value }), null) });
  const [cIn, cOut] = [channel("c_in"), channel("c_out")];
  const bias = toggle(t("bias"), (on) => set({ bias: on }));
  const predict = toggle(t("predict"), (on) => {
    set({ predict: on, playing: false });
    if (on) requestAnimationFrame(asking.focus);
  });
  const dials = h("div", { class: "cw-dials" }, side.el, delta.el);
  const controls = panel(t, { switches: [bias.el, predict.el], actions: [copyLink], settings: [cIn.el, cOut.el] });

  function inWords({ side: n, delta: d, c_in, c_out, bias: withBias }, step) {
    const values = { n, c_in, c_out, d, offsets: 2 * n - 1, window: 2 * d + 1, biases: grouped(step === 0 ? n * n * c_out : c_out) };
    const many = c_in * c_out > 1 ? "_channels" : "";
    return t(`sum_${step}${many}`, values) + (withBias ? t("plus_biases", values) : "");
  }

  function draw() {
    const now = snapshot(model, TRAITS);
    const counts = countsOf(now);
    const known = isKnown(now, now.step);
    root.classList.toggle("is-predicting", now.predict);
    bars.draw(RUNGS.map((i) => {
      const shown = now.predict ? isKnown(now, i) : i <= now.step;
      return { name: t(`rung_${i}`), value: shown ? counts[i] : null, now: i === now.step, untold: now.predict ? "?" : "" };
    }));
    write(rung, t(`why_${now.step}`, { delta: now.delta }));
    write(sum, `${inWords(now, now.step)} =`);
    write(answer, known ? grouped(counts[now.step]) : "");
    answer.hidden = !known;
    asking.field.hidden = known;
    const [size, unit] = memory(counts[now.step]);
    write(bytes, known ? t("memory", { size, unit: t(unit) }) : "\u00a0");
    asking.draw({ on: now.predict, asking: !known, key: JSON.stringify([now.step, WHAT.map((name) => now[name])]), end: now.step === 2 });
    const sentence = `${t(`rung_${now.step}`)}: ${inWords(now, now.step)} = ${known ? grouped(counts[now.step]) : "?"}`;
    time.draw(sentence);
    side.draw(now.side);
    delta.draw(now.delta);
    cIn.draw(now.c_in);
    cOut.draw(now.c_out);
    bias.draw(now.bias);
    predict.draw(now.predict);
    note.say(t("layer", { n: now.side, c_in: now.c_in, c_out: now.c_out }));
    if (!now.playing) speak(sentence);
  }
  return { parts: [bars.el, say, asking.verdict, time.el, dials, controls, note.el], draw, keys: time.keys };
}

export default widget({ kind: "parameter-ladder", traits: TRAITS, link: [...WHAT, "predict", "step"], problem, start, view });
