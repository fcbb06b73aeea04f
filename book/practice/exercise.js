// One exercise of a page: its editor, its inputs, what they give.
import { editor } from "./editor.js";
import * as kept from "./kept.js";
import { button, element, fill } from "./parts.js";
import { Missing, Stopped } from "./python.js";

const TRIES = 3; // checks that failed, before the solution may be asked for

/** Puts the box where the page has the stub; gives { cell, read, write } for the notebook. */
export function exercise(place, page) {
  return place.dataset.kind === "text" ? essay(place, page) : task(place, page);
}

/** A text that somebody reads. */
function essay(place, { words, warn }) {
  const { cell, stub } = place.dataset;
  const box = element("textarea", { className: "practice-text", rows: 8, value: kept.get(cell) ?? stub });
  box.setAttribute("aria-label", words.answerOf);
  box.addEventListener("input", () => kept.put(cell, box.value) || warn());
  place.append(box);
  stubBelow(place)?.setAttribute("hidden", "");
  place.hidden = false;
  const write = (text) => {
    box.value = text;
    kept.put(cell, text) || warn();
  };
  return { cell, read: () => box.value, write };
}

const stubBelow = (place) =>
  place.nextElementSibling?.matches(".cell, .practice") ? null : place.nextElementSibling;

function task(place, { words, runner, warn }) {
  const { cell, slug, name, stub, inputs, before } = place.dataset;
  const { show, solved } = solution(place, words);
  const keys = { "Mod-Enter": () => run(), "Ctrl-Enter": () => run(), "Shift-Enter": () => check() };
  const describedBy = `${cell}-keys`;
  const keep = (what) => (text) => kept.put(what.name, text === what.begin ? "" : text) || warn();
  const code = keptBox({ name: cell, begin: stub }, { label: name, numbered: true });
  const tried = keptBox({ name: `${cell}:inputs`, begin: inputs }, { label: fill(words.inputsOf, { name }) });

  function keptBox(what, looks) {
    const text = kept.get(what.name) ?? what.begin;
    const box = editor({ ...looks, describedBy, text, keys, changed: keep(what) });
    kept.onChange(what.name, (other) => box.hasFocus() || box.write(other ?? what.begin));
    return box;
  }

  const said = element("p", { className: "practice-said", role: "status" });
  const output = element("div", { className: "practice-output" });
  const runButton = button(words.run, () => run());
  const checkButton = button(words.check, () => check(), { className: "practice-check" });
  const stopButton = button(words.stop, () => runner.stop(), { className: "practice-stop" });
  const resetButton = button(words.reset, reset);
  const mark = element("span", { className: "practice-mark" });

  function say(sentence, quietly = false) {
    said.textContent = sentence;
    said.classList.toggle("visually-hidden", quietly); // what stands below anyway is only announced
  }

  const told = (done, all) => {
    const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
    say(done < all ? fill(words.fetching, { done: megabytes(done), all: megabytes(all) }) : words.running);
  };

  /** The worker's answer; null where there is none, and why not is said. */
  async function ask(job) {
    if (place.ariaBusy === "true") return null;
    place.ariaBusy = "true";
    for (const one of [runButton, checkButton]) one.ariaDisabled = "true";
    say(words.running);
    try {
      return await runner.ask({ before, code: code.read(), ...job }, told);
    } catch (error) {
      output.replaceChildren();
      if (error instanceof Stopped) say(words[error.message]);
      else if (error instanceof Missing) say(words.missing);
      else {
        console.error(error);
        say(words.failed);
      }
      return null;
    } finally {
      place.ariaBusy = "false";
      for (const one of [runButton, checkButton]) one.ariaDisabled = "false";
    }
  }

  async function run() {
    const called = { out: words.out, yours: words.yours, expected: words[place.dataset.expected] };
    const found = await ask({ do: "run", inputs: tried.read(), slug: slug ?? "", words: called });
    if (!found) return;
    output.replaceChildren(...printed(found), ...trouble(found), ...shown(found.html));
    if (found.error) say(`${words.error} ${lastLine(found.error)}`, true);
    else say(output.hasChildNodes() ? words.ran : words.finished, output.hasChildNodes());
  }

  async function check() {
    if (!slug) return;
    const found = await ask({ do: "check", slug });
    if (!found) return;
    const verdict = found.verdict ?? fill(found.missing ? words.notNamed : words.notDefined, verdictParts(found));
    const sentence = found.html ? [] : [element("p", {}, element("strong", {}, verdict))];
    output.replaceChildren(...sentence, ...shown(found.html), ...trouble(found), ...printed(found));
    say(found.error ? `${verdict} ${lastLine(found.error)}` : verdict, true);
    const right = found.earned === found.points;
    window.bookProgress.keep(slug, "checked", right);
    if (!right) kept.put(`${cell}:tries`, String(Number(kept.get(`${cell}:tries`) ?? 0) + 1));
    showState();
  }

  const verdictParts = ({ points, missing }) => ({ points, signature: missing ?? "" });

  function printed({ printed: text }) {
    if (!text) return [];
    return [element("pre", { className: "practice-printed", "aria-label": words.printed }, text)];
  }
  const trouble = ({ error }) => (error ? [element("pre", { className: "practice-error" }, error)] : []);
  const shown = (html) => (html ? [element("div", { innerHTML: html, className: "practice-figures" })] : []);
  const lastLine = (text) => text.split("\n").findLast((line) => line.trim());

  function reset() {
    code.write(stub);
    tried.write(inputs);
    output.replaceChildren();
    say(words.resetDone);
  }

  function showState() {
    const right = Boolean(slug && window.bookProgress.kept(slug)?.right);
    mark.textContent = right ? words.solved : "";
    if (!slug || right || Number(kept.get(`${cell}:tries`) ?? 0) >= TRIES) show();
  }

  const keysSaid = element("p", { className: "practice-keys", id: describedBy }, words.keys);
  const inputsTitle = element("p", { className: "practice-inputs-title", "aria-hidden": "true" }, words.inputs);
  const later = slug ? [] : [element("span", { className: "practice-mark" }, words.checkedLater)];
  const buttons = slug ? [runButton, checkButton, resetButton, stopButton] : [runButton, resetButton, stopButton];
  place.append(
    code.element,
    ...(inputs ? [inputsTitle, tried.element] : []),
    element("div", { className: "practice-bar" }, ...buttons, mark, ...later),
    keysSaid,
    said,
    output,
  );
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", name);
  hintsOneAtATime(place);
  if (!solved) showState();
  place.hidden = false;
  document.addEventListener("book-progress", showState);
  return { cell, read: code.read, write: code.write };
}

/** Hides what the page shows for who has no script, and the solution until it may be asked for. */
function solution(place, words) {
  let below = place.nextElementSibling;
  const hide = [];
  for (; below && !below.matches(".practice, .tag_hide-cell"); below = below.nextElementSibling) {
    if (below.matches(".tag_exercise-stub, .tag_raises-exception")) hide.push(below);
  }
  for (const one of hide) one.hidden = true;
  if (!below?.matches(".tag_hide-cell")) return { show() {} };
  below.hidden = true;
  const remark = element("p", { className: "practice-remark" }, words.remark);
  return {
    show() {
      if (!below.hidden) return;
      below.hidden = false;
      below.querySelector("details")?.append(remark);
    },
  };
}

/** A hint shows when the one before it was opened. */
function hintsOneAtATime(place) {
  const hints = [];
  for (let above = place.previousElementSibling; above; above = above.previousElementSibling)
    if (above.matches("details")) hints.unshift(above);
    else if (hints.length) break;
  hints.forEach((hint, n) => {
    hint.hidden = n > 0;
    hint.addEventListener("toggle", () => {
      if (hint.open) hints[n + 1]?.removeAttribute("hidden");
    });
  });
}
