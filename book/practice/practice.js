// Exercises solved where they are read: each stub of the page becomes an editor with Run and Check. A chapter's
// page loads this when one of its cells is to be edited.
import { openCell } from "./cell.js";
import { essay, exercise } from "./exercise.js";
import * as kept from "./kept.js";
import { notebookButtons } from "./notebook.js";
import { python } from "./python.js";

function begin({ words, files, notebook, cells }) {
  const addressed = files.map((file) => ({ ...file, address: new URL(file.address, document.baseURI).href }));
  const notice = document.querySelector(".practice-notice");
  const warn = () => {
    if (notice) notice.textContent = words.notKept;
  };
  const boxes = [];
  const page = { words, runner: python(addressed), warn, boxes };
  for (const place of document.querySelectorAll(".practice"))
    boxes.push(place.dataset.kind === "text" ? essay(place, page) : exercise(place, page));
  for (const place of document.querySelectorAll(".practice-notebook"))
    notebookButtons(place, { words, notebook, boxes });
  window.bookCells = { open: (button) => openCell(button, { ...page, cells }) };
  if (kept.isForbidden) warn();
}

if (location.protocol !== "file:") begin(JSON.parse(document.getElementById("practice-data").textContent));
