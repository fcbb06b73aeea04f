// A chapter's cell, edited and run where it is read. Below it stands what the book shows, until it is run.
import { codeBox } from "./box.js";
import { element, fill } from "./parts.js";

const opened = new Map(); // number among the page's cells -> its box: later ones run after what stands there

/** The box in the place of the cell that this button belongs to. */
export function openCell(button, page) {
  const { words, cells } = page;
  const number = Number(button.dataset.cell);
  const source = cells[number];
  const cell = button.closest(".cell");
  const shown = cell.querySelector(".cell_output"); // a cell that only defines has none
  const place = document.getElementById("practice-cell").content.firstElementChild.cloneNode(true);
  const label = fill(words.cellOf, { line: source.trim().split("\n")[0] });
  place.ariaLabel = label;
  place.querySelector(".practice-keys").id = `${button.dataset.key}-keys`;
  const { part, output, keptBox, say, ask, show } = codeBox(place, {
    ...page,
    words: { ...words, notKept: words.cellNotKept },
  });
  const keys = { "Mod-Enter": () => run(), "Ctrl-Enter": () => run(), "Shift-Enter": () => run() };
  const looks = { label, numbered: true, keys };
  const box = keptBox(part("code"), { name: button.dataset.key, begin: source }, looks);

  function showBooks(isShown) {
    if (shown) shown.hidden = !isShown;
  }

  async function run() {
    const above = cells.slice(0, number).map((one, at) => opened.get(at)?.read() ?? one);
    const found = await ask({ do: "cell", code: box.read(), above });
    if (!found) return;
    showBooks(false);
    show(found, ...value(found));
  }

  function value({ value: text }) {
    return text ? [element("pre", { className: "practice-printed", "aria-label": words.out }, text)] : [];
  }

  part("run").addEventListener("click", run);
  part("reset").addEventListener("click", () => {
    box.write(source);
    output.replaceChildren();
    showBooks(true);
    say(words.resetDone);
  });
  opened.set(number, box);
  cell.querySelector(".cell_input").replaceWith(place);
  button.parentElement.remove();
  box.focus();
}
