// One exercise of a page: its editor, its inputs, what they give.
import { codeBox, keeper, lastLine, trouble } from "./box.js";
import * as kept from "./kept.js";
import { element, fill, harmless } from "./parts.js";

const TRIES = 3; // checks that failed, before the solution may be asked for

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
  const { words, boxes } = page;
  const { cell, slug, name, stub, inputs, before } = place.dataset;
  const { part, output, keptBox, say, ask, show, printed } = codeBox(place, page);
  const showSolution = solution(place, words);
  const keys = {
    "Mod-Enter": () => run(),
    "Ctrl-Enter": () => run(),
    "Shift-Enter": () => (slug ? check() : run()),
  };
  const [codePlace, inputsPlace] = place.querySelectorAll(".practice-code");
  const code = keptBox(codePlace, { name: cell, begin: stub }, { label: name, numbered: true, keys });
  const inputsLabel = { label: fill(words.inputsOf, { name }), keys };
  const tried = inputsPlace && keptBox(inputsPlace, { name: `${cell}:inputs`, begin: inputs }, inputsLabel);

  const job = (more) => ({
    before,
    earlier: calledBy(code.read(), boxes, cell),
    code: code.read(),
    ...more,
  });

  async function run() {
    const called = { out: words.out, yours: words.yours, expected: words[place.dataset.expected] };
    const inputs = tried?.read() ?? "";
    const found = await ask(job({ do: "run", inputs, slug: slug ?? "", words: called }));
    if (found) show(found, ...shown(found.html));
  }

  async function check() {
    const found = await ask(job({ do: "check", slug }));
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

  const shown = (html) =>
    html ? [element("div", { className: "practice-figures" }, ...harmless(html))] : [];

  function reset() {
    code.write(stub);
    tried?.write(inputs);
    output.replaceChildren();
    say(words.resetDone);
  }

  function showState() {
    const right = Boolean(slug && window.bookProgress.kept(slug)?.right);
    part("mark").textContent = right ? words.solved : "";
    if (!slug || right || Number(kept.get(`${cell}:tries`) ?? 0) >= TRIES) showSolution();
  }

  part("run").addEventListener("click", run);
  part("check")?.addEventListener("click", check);
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
