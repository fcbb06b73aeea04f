// Prove it: four rows of dots, a dot for each training; where digits lie and how many there are is the reader's choice.
import { attribute, h, write } from "../kit/frame/dom.js";
import { resetButton } from "../kit/frame/reset.js";
import { change } from "../kit/frame/state.js";
import { widget } from "../kit/frame/widget.js";
import { choice, panel, toggle } from "../kit/parts/controls.js";
import { gate } from "../kit/parts/gate.js";
import { paintGrey } from "../kit/parts/paint.js";
import { picture } from "../kit/parts/picture.js";
import { EXAMPLES, PLACES, SIDE, scene, TRAITS, values, WHAT } from "./model.js";

const percent = (value) => `${Math.round(value)} %`;
const grouped = (value) => value.toLocaleString("en-US");

/** One network on pixels in one order: its name, its dots on an axis from 0 to 100 %, its mean and spread. */
function resultRow(t) {
  const name = h("span", { class: "cw-prove-name" });
  const track = h("span", { class: "cw-prove-track", role: "img" });
  const number = h("span", { class: "cw-prove-number" });
  const el = h("div", { class: "cw-prove-row" }, name, track, number);
  let dots = [];

  function draw({ network, order, mean, low, high, dots: now }) {
    write(name, t("row", { network: t(network), order: t(order) }));
    if (dots.length !== now.length) {
      dots = now.map(() => h("span", { class: "cw-prove-dot" }));
      track.replaceChildren(h("span", { class: "cw-prove-mean" }), ...dots);
    }
    now.forEach((value, i) => dots[i].style.setProperty("--at", value));
    track.style.setProperty("--mean", mean);
    const said = { mean: Math.round(mean), low: Math.round(low), high: Math.round(high) };
    attribute(track, "aria-label", t("row_alt", { ...said, network: t(network), order: t(order) }));
    write(number, t("spread", said));
    el.classList.toggle("is-convolution", network === "convolution");
  }
  return { el, draw, hidden: [track, number] };
}

function view(context) {
  const { model, t, note, speak, copyLink } = context;
  const set = (what) => change(model, what);
  const asked = gate(context, {
    ask: () => t("ask"),
    replies: () => [
      { is: "both", text: t("both"), says: t("says_both") },
      { is: "neither", text: t("neither"), says: t("says_neither") },
      { is: "convolution", text: t("only"), says: t("says_only"), right: true },
    ],
  });
  asked.el.classList.add("cw-prove-gate");
  const rows = Array.from({ length: 4 }, () => resultRow(t));
  asked.mask(...rows[1].hidden, ...rows[3].hidden);
  const ticks = [0, 50, 100].map((at) => {
    const tick = h("span", { class: "cw-tick" }, percent(at));
    tick.style.setProperty("--at", at / 100);
    return tick;
  });
  const axis = h("div", { class: "cw-axis", "aria-hidden": "true" }, ...ticks);
  const chart = h("div", { class: "cw-prove-rows" }, ...rows.map(({ el }) => el), axis);
  const pictures = ["in order", "shuffled"].map((order) => {
    const shown = picture({ caption: t(order), label: t(`alt_${order}`), probe: () => {}, stroke: () => {} });
    shown.canvas.removeAttribute("tabindex");
    return shown;
  });
  const board = h("div", { class: "cw-prove" }, ...pictures.map(({ el }) => el), chart);
  const words = h("span");
  const told = h("p", { class: "cw-told" }, words);
  asked.mask(told);
  const place = choice(
    t("place"),
    PLACES.map((key) => [key, t(`place_${key}`)]),
    (key) => set({ place: key }),
  );
  const examples = choice(
    t("examples"),
    EXAMPLES.map((count) => [String(count), t(`examples_${count}`)]),
    (key) => set({ examples: Number(key) }),
  );
  for (const one of [place, examples]) one.el.classList.add("is-inline");
  const moved = toggle(t("moved"), (on) => set({ moved: on }));
  const controls = panel(t, {
    switches: [place.el, examples.el, moved.el],
    actions: [resetButton(model, t), copyLink],
    settings: [],
  });

  function draw() {
    asked.draw();
    const now = scene(model);
    now.rows.forEach((row, i) => rows[i].draw(row));
    pictures.forEach((shown, i) => shown.paint(now.fields[i], [SIDE, SIDE], paintGrey));
    const [dense, dense_shuffled, convolution, convolution_shuffled] = now.rows.map(({ mean }) =>
      Math.round(mean),
    );
    const sentence = t("told", { dense, dense_shuffled, convolution, convolution_shuffled });
    write(words, sentence);
    place.draw(now.place);
    examples.draw(String(now.examples));
    moved.draw(now.moved);
    const { seeds, tested, weights } = now.results;
    note.say(
      t("fact", { seeds, tested, dense: grouped(weights.dense), convolution: grouped(weights.convolution) }),
    );
    speak(asked.told(sentence));
  }
  return { parts: [asked.el, board, told, controls, note.el], draw };
}

const derived = [[...WHAT, "results"], values];
export default widget({ kind: "prove-it", traits: TRAITS, link: WHAT, derived, view });
