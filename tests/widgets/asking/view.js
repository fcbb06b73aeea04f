// Doubles, masked until the reader has said what comes out.
import { h, write } from "../../../book/widgets/kit/frame/dom.js";
import { snapshot } from "../../../book/widgets/kit/frame/state.js";
import { widget } from "../../../book/widgets/kit/frame/widget.js";
import { gate, gatedClock } from "../../../book/widgets/kit/parts/gate.js";
import { grid } from "../../../book/widgets/kit/parts/grid.js";
import { sign, stage } from "../../../book/widgets/kit/parts/stage.js";
import { timeline } from "../../../book/widgets/kit/parts/timeline.js";

const WHAT = ["X", "choice"];
const TRAITS = [...WHAT, "answer", "step", "playing", "interval_ms"];

const numbersOf = (model) => model.get("X")[0];
const start = gatedClock((model) => numbersOf(model).length);

/** The answers that are known in this state; about a last number of 0 nothing is asked. */
function replies(model, t) {
  const last = numbersOf(model).at(-1);
  if (last === 0) return [];
  const grows = { is: "larger", text: t("larger"), says: t("bigger"), right: last > 0 };
  const shrinks = { is: "less", text: t("less"), says: t("smaller"), right: last < 0 };
  if (model.get("choice")) return [grows, shrinks];
  return [
    { is: 2 * last, says: t("right", { last }), right: true },
    { is: last * last, says: t("squared") },
    { is: (value) => value === last, says: t("same") },
  ];
}

function view(context) {
  const { model, t, note, speak, copyLink } = context;
  const asked = gate(context, {
    ask: () => t("ask", { last: numbersOf(model).at(-1) }),
    replies: () => replies(model, t),
    next: () => time.focus(),
  });
  const input = grid({ name: "input", caption: t("input"), t });
  const doubles = grid({ name: "doubles", caption: t("doubles"), t });
  const board = stage([input.el, sign("→"), doubles.el], () => Array(2).fill(numbersOf(model).length));
  const told = h("span", { class: "cw-told-words" });
  const line = h("p", { class: "cw-told" }, told);
  const time = timeline({ model, t, count: () => numbersOf(model).length, gate: asked });
  asked.mask(told);

  function draw() {
    asked.draw();
    const { X, step } = snapshot(model, TRAITS);
    const Y = X.map((row) => row.map((x) => 2 * x));
    input.draw(X);
    doubles.draw(Y, (_, col) => ({ masked: asked.asking(), now: col === step }));
    board.fit();
    const sentence = t("told", { n: step + 1, value: Y[0][step] });
    write(told, sentence);
    time.draw(asked.told(sentence));
    speak(asked.told(sentence));
  }
  const parts = [asked.el, board.el, line, time.el, copyLink, note.el];
  return { parts, draw, keys: time.keys, stop: board.stop };
}

export default widget({ kind: "asking", traits: TRAITS, link: [...WHAT, "step"], start, view });
