// The parameter ladder: 10¹² weights, then one detector for all places, then only nearby.
import { h, write } from "../kit/frame/dom.js";
import { change, snapshot } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { grouped, logBars, memory } from "../kit/parts/bars.js";
import { numberField, panel, toggle } from "../kit/parts/controls.js";
import { forgetAnswers, isKnown, predictor, predictSwitch } from "../kit/parts/predict.js";
import { slider } from "../kit/parts/slider.js";
import { speed } from "../kit/parts/speed.js";
import { clock, timeline } from "../kit/parts/timeline.js";
import { readCount } from "./counts.js";
import { countsOf, nameMiscount, RUNGS, TRAITS, WHAT } from "./model.js";

const DECADES = 18;

function start(model) {
  const may = () => isKnown(snapshot(model, TRAITS), model.get("step"));
  const stops = [forgetAnswers(model, WHAT), clock(model, () => RUNGS.length, may)];
  return () => stops.forEach((stop) => stop());
}

function judgeCount(value, now, t) {
  const right = countsOf(now)[now.step];
  const values = { got: grouped(value), value: grouped(right) };
  if (value === right) return { right: true, sentence: t(now.step === 2 ? "right_end" : "right", values) };
  return { right: false, sentence: t(nameMiscount(value, now) ?? "wrong_count", values) };
}

function view({ model, t, note, speak, copyLink, limits, root }) {
  const set = (values) => change(model, values);
  const bad = note.complain;
  const bars = logBars({ caption: t("axis"), decades: DECADES });
  const rung = h("div", { class: "cw-where" });
  const sum = h("span", { class: "cw-count-sum" });
  const answer = h("strong", { class: "cw-count-answer" });
  const bytes = h("p", { class: "cw-count-bytes" });
  const now = () => ({ step: model.get("step"), last: 2 });
  const asking = predictor({
    model,
    t,
    speak,
    now,
    parse: readCount,
    finish: () => time.focus(),
    judge: (value) => judgeCount(value, snapshot(model, TRAITS), t),
  });
  const time = timeline({ model, t, count: () => RUNGS.length, gate: asking });
  const line = h("div", { class: "cw-counting-line" }, sum, answer, asking.field);
  const say = h("div", { class: "cw-counting" }, rung, line, bytes);

  const [side, delta] = ["side", "delta"].map((name) => {
    return slider({ text: t(name), ...limits[name], t, bad, set: (value) => set({ [name]: value }) });
  });
  const [cIn, cOut] = ["c_in", "c_out"].map((name) => {
    return numberField({ text: t(name), ...limits[name], t, bad, accept: (value) => set({ [name]: value }) });
  });
  const bias = toggle(t("bias"), (on) => set({ bias: on }));
  const predict = predictSwitch({ model, t, focus: asking.focus });
  const dials = h("div", { class: "cw-dials" }, side.el, delta.el);
  const pace = speed({ model, t });
  const controls = panel(t, {
    show: model.get("show"),
    switches: { bias: bias.el, predict: predict.el },
    actions: [copyLink],
    settings: { c_in: cIn.el, c_out: cOut.el, speed: pace.el },
  });

  function inWords({ side: n, delta: d, c_in, c_out, bias: withBias }, step) {
    const biases = grouped(step === 0 ? n * n * c_out : c_out);
    const values = { n, c_in, c_out, d, offsets: 2 * n - 1, window: 2 * d + 1, biases };
    const many = c_in * c_out > 1 ? "_channels" : "";
    return t(`sum_${step}${many}`, values) + (withBias ? t("plus_biases", values) : "");
  }

  function draw() {
    const now = snapshot(model, TRAITS);
    const counts = countsOf(now);
    const known = isKnown(now, now.step);
    root.classList.toggle("is-predicting", now.predict);
    bars.draw(
      RUNGS.map((i) => {
        const shown = now.predict ? isKnown(now, i) : i <= now.step;
        return {
          name: t(`rung_${i}`),
          value: shown ? counts[i] : null,
          now: i === now.step,
          untold: now.predict ? "?" : "",
        };
      }),
    );
    write(rung, t(`why_${now.step}`, { delta: now.delta }));
    write(sum, `${inWords(now, now.step)} =`);
    write(answer, known ? grouped(counts[now.step]) : "");
    answer.hidden = !known;
    write(bytes, known ? t("memory", { memory: memory(counts[now.step], t) }) : "\u00a0");
    asking.draw(JSON.stringify([now.step, WHAT.map((name) => now[name])]));
    const count = known ? grouped(counts[now.step]) : "?";
    const sentence = `${t(`rung_${now.step}`)}: ${inWords(now, now.step)} = ${count}`;
    time.draw(sentence);
    side.draw(now.side);
    delta.draw(now.delta);
    cIn.draw(now.c_in);
    cOut.draw(now.c_out);
    bias.draw(now.bias);
    predict.draw(now.predict);
    pace.draw();
    note.say(t("layer", { n: now.side, c_in: now.c_in, c_out: now.c_out }));
    speak(asking.told(sentence));
  }
  return { parts: [bars.el, say, asking.verdict, time.el, dials, controls, note.el], draw, keys: time.keys };
}

const link = [...WHAT, "predict", "step"];
const derived = [WHAT, (model) => ({ counts: countsOf(snapshot(model, WHAT)) })];
export default widget({ kind: "parameter-ladder", traits: TRAITS, link, derived, start, view });
