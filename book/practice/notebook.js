// The page's notebook: taken along with the reader's answers in place, or brought back.
import { element, fill } from "./parts.js";

const gradeId = (cell) => cell.metadata?.nbgrader?.grade_id;
const text = ({ source }) => (Array.isArray(source) ? source.join("") : source);

export function notebookButtons(place, { words, notebook, boxes }) {
  const [said, picker] = [place.querySelector("[role=status]"), place.querySelector("input")];
  picker.addEventListener("change", async () => {
    const [file] = picker.files;
    if (file) said.textContent = await open(file, words, boxes);
    picker.value = "";
  });
  place.querySelector(".practice-download").addEventListener("click", async () => {
    said.textContent = "";
    try {
      save(await filled(notebook, boxes), notebook.split("/").at(-1));
    } catch {
      said.textContent = words.missing;
    }
  });
  place.querySelector(".practice-open").addEventListener("click", () => picker.click());
}

/** The released notebook with the answers in its cells. */
async function filled(address, boxes) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  const found = await response.json();
  for (const { cell, read } of boxes) {
    const place = found.cells.find((one) => gradeId(one) === cell);
    if (place) place.source = read();
  }
  return `${JSON.stringify(found, null, 1)}\n`;
}

function save(content, name) {
  const address = URL.createObjectURL(new Blob([content], { type: "application/x-ipynb+json" }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Puts a notebook's answers into the boxes; says how many. */
async function open(file, words, boxes) {
  let cells = [];
  try {
    cells = JSON.parse(await file.text()).cells ?? [];
  } catch {
    /* no notebook at all */
  }
  const pairs = boxes.map((box) => [box, cells.find((cell) => gradeId(cell) === box.cell)]);
  const found = pairs.filter(([, cell]) => cell);
  if (found.length === 0) return fill(words.notOurs, { file: file.name });
  for (const [box, cell] of found) box.write(text(cell));
  return fill(words.opened, { count: found.length, file: file.name });
}
