// A guess: where it is typed, and the line that says what it earned. Predict mode and the gate are made of these.
import { attribute, h, write } from "../frame/dom.js";
import { read } from "../maths/numbers.js";

/** A field and its button: hear(value, typed), the value NaN where no number was typed. */
export function guessForm({ t, hear, parse = read }) {
  const input = h("input", {
    class: "cw-guess",
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "?",
    enterkeyhint: "done",
    "aria-label": t("guess"),
  });
  const check = h("button", { type: "submit", class: "cw-button cw-main" }, t("check"));
  const el = h("form", { class: "cw-guess-form", novalidate: true, onsubmit: submit }, input, check);

  function submit(event) {
    event.preventDefault();
    if (!input.readOnly) hear(parse(input.value), input.value.trim());
  }
  /** Settled: the answer stands in the field, to be read and not to be changed. */
  function settle(text) {
    attribute(input, "readonly", text !== null);
    if (input.value !== (text ?? "")) input.value = text ?? "";
    attribute(check, "hidden", text !== null);
  }
  const focus = () => input.focus({ preventScroll: true });
  return { el, settle, focus, select: () => input.select() };
}

/**
 * The line below a guess, with buttons beside it. say(sentence, right) writes and speaks what a guess earned,
 * write(sentence) says nothing aloud. told(sentence) is what the widget speaks of its state: praise goes before it
 * where both come at once, for the result is to be heard once. room(sentences) keeps room for the tallest of them, at
 * every width: what stands below does not move. Only the style sheet writes them: no reader or finder meets them.
 */
export function verdictLine(speak, ...buttons) {
  const text = h("span", { class: "cw-judged-text" });
  const rooms = h("span", { class: "cw-judged-rooms" }, text);
  const el = h("div", { class: "cw-judged" }, rooms, ...buttons);
  let [praise, praised] = ["", null];

  function put(sentence, right = null) {
    if (right && praise === `${sentence} `) return;
    [praise, praised] = [right ? `${sentence} ` : "", null];
    attribute(el, "data-right", right === null ? null : right ? "yes" : "no");
    write(text, sentence);
  }
  function told(sentence) {
    praised ??= sentence;
    return sentence === praised ? praise + sentence : sentence;
  }
  function say(sentence, right = null) {
    put(sentence, right);
    speak(sentence);
  }
  function room(sentences) {
    const kept = sentences.map((sentence) => h("span", { class: "cw-judged-room", "data-room": sentence }));
    rooms.replaceChildren(text, ...kept);
  }
  return { el, say, write: put, told, room };
}
