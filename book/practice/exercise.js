// One exercise of a page: its editor, its inputs, what they give.
import { editor } from "./editor.js";
import { Missing } from "./fetched.js";
import * as kept from "./kept.js";
import { element, fill, harmless } from "./parts.js";
import { Stopped } from "./python.js";

const TRIES = 3; // checks that failed, before the solution may be asked for

/** keep(name, text): in this browser; near the box it is said where that cannot be. */
function keeper(place, { words, warn }) {
  const unkept = place.querySelector(".practice-unkept");
  return (name, text) => {
    const done = kept.put(name, text);
    unkept.textContent = done ? "" : words.notKept;
    if (!done) warn();
  };
}

/** A text that somebody reads. Gives { cell, read, write } for the notebook, as exercise() does. */
export function essay(place, page) {
  const { cell, stub } = place.dataset;
  const box = place.querySelector("textarea");
  const put = keeper(place, page);
  const keep = () => put(cell, box.value === stub ? "" : box.value);
  const write = (text) => {
    box.value = text;
    keep();
  };
  box.value = kept.get(cell) ?? stub;
  box.addEventListener("input", keep);
  kept.onChange(cell, (other) => document.activeElement === box || write(other ?? stub));
  return { cell, read: () => box.value, write };
}

/** Code to be run and checked. */
export function exercise(place, page) {
  const { words, runner, boxes } = page;
  const { cell, slug, name, stub, inputs, before } = place.dataset;
  const part = (kind) => place.querySelector(`.practice-${kind}`);
  const [said, output, mark] = ["said", "output", "mark"].map(part);
  const [runButton, checkButton] = ["run", "check"].map(part);
  const waiting = [runButton, checkButton].filter(Boolean);
  const showSolution = solution(place, words);
  const put = keeper(place, page);
  const keys = { "Mod-Enter": () => run(), "Ctrl-Enter": () => run(), "Shift-Enter": () => check() };
  const [codePlace, inputsPlace] = place.querySelectorAll(".practice-code");
  const code = keptBox(codePlace, { name: cell, begin: stub }, { label: name, numbered: true });
  const inputsLabel = { label: fill(words.inputsOf, { name }) };
  const tried = inputsPlace && keptBox(inputsPlace, { name: `${cell}:inputs`, begin: inputs }, inputsLabel);

  function keptBox(where, what, looks) {
    const text = kept.get(what.name) ?? what.begin;
    const changed = (now) => put(what.name, now === what.begin ? "" : now);
    const box = editor({ ...looks, describedBy: `${cell}-keys`, text, keys, changed });
    where.replaceWith(box.element);
    kept.onChange(what.name, (other) => box.hasFocus() || box.write(other ?? what.begin));
    return box;
  }

  function say(sentence, quietly = false) {
    said.textContent = sentence;
    said.classList.toggle("visually-hidden", quietly); // what stands below anyway is only announced
  }

  const told = (done, all) => {
    const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
    say(done < all ? fill(words.fetching, { done: megabytes(done), all: megabytes(all) }) : words.starting);
  };

  /** The worker's answer; null where there is none, and why not is said. */
  async function ask(job) {
    if (place.ariaBusy === "true") return null;
    place.ariaBusy = "true";
    for (const one of waiting) one.ariaDisabled = "true";
    say(words.starting);
    const begun = () => {
      say(words.running);
      place.classList.add("practice-running"); // only what runs can be stopped
    };
    try {
      const all = { before, earlier: calledBy(code.read(), boxes, cell), code: code.read(), ...job };
      return await runner.ask(all, { told, begun });
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
      place.classList.remove("practice-running");
      place.ariaBusy = "false";
      for (const one of waiting) one.ariaDisabled = "false";
    }
  }

  async function run() {
    const called = { out: words.out, yours: words.yours, expected: words[place.dataset.expected] };
    const found = await ask({ do: "run", inputs: tried?.read() ?? "", slug: slug ?? "", words: called });
    if (!found) return;
    output.replaceChildren(...printed(found), ...trouble(found), ...shown(found.html));
    if (found.error) say(`${words.error} ${lastLine(found.error)}`, true);
    else say(output.hasChildNodes() ? words.ran : words.finished, output.hasChildNodes());
  }

  async function check() {
    if (!slug) return;
    const found = await ask({ do: "check", slug });
    if (!found) return;
    const verdict =
      found.verdict ?? fill(found.missing ? words.notNamed : words.notDefined, verdictParts(found));
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
  const shown = (html) =>
    html ? [element("div", { className: "practice-figures" }, ...harmless(html))] : [];
  const lastLine = (text) => text.split("\n").findLast((line) => line.trim());

  function reset() {
    code.write(stub);
    tried?.write(inputs);
    output.replaceChildren();
    say(words.resetDone);
  }

  function showState() {
    const right = Boolean(slug && window.bookProgress.kept(slug)?.right);
    mark.textContent = right ? words.solved : "";
    if (!slug || right || Number(kept.get(`${cell}:tries`) ?? 0) >= TRIES) showSolution();
  }

  runButton.addEventListener("click", run);
  checkButton?.addEventListener("click", check);
  part("stop").addEventListener("click", runner.stop);
  part("reset").addEventListener("click", reset);
  hintsOneAtATime(place);
  showState();
  document.addEventListener("book-progress", showState);
  return { cell, name, read: code.read, write: code.write };
}

/** What stands in the boxes above this one whose functions are called, first to last. */
function calledBy(code, boxes, cell) {
  const above = boxes.slice(
    0,
    boxes.findIndex((box) => box.cell === cell),
  );
  const found = [];
  for (const { name, read } of above.reverse())
    if (name && new RegExp(`\\b${name}\\(`).test([code, ...found].join("\n"))) found.unshift(read());
  return found;
}

/** The solution shows when it may be asked for: a function that lets it. */
function solution(place, words) {
  let below = place.nextElementSibling;
  while (below && !below.matches(".practice, .tag_hide-cell")) below = below.nextElementSibling;
  if (!below?.matches(".tag_hide-cell")) return () => {};
  below.querySelector("details")?.append(element("p", { className: "practice-remark" }, words.remark));
  return () => below.classList.add("practice-shown");
}

/** A hint shows when the one before it was opened (practice.css hides the others). */
function hintsOneAtATime(place) {
  for (let above = place.previousElementSibling; above; above = above.previousElementSibling) {
    const next = above.nextElementSibling;
    if (!above.matches("details") || !next.matches("details")) continue;
    above.addEventListener("toggle", () => above.open && next.classList.add("practice-next"));
  }
}
