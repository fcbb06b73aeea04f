// Exercises solved where they are read: each stub of the page becomes an editor with Run and Check.
import { exercise } from "./exercise.js";
import * as kept from "./kept.js";
import { notebookButtons } from "./notebook.js";
import { element, fill } from "./parts.js";
import { python } from "./python.js";

const { words, files, notebook } = JSON.parse(document.getElementById("practice-data").textContent);
const intro = document.querySelector(".how-to-run");

function begin() {
  const megabytes = (files.reduce((sum, file) => sum + file.bytes, 0) / 1e6).toFixed(1);
  const runner = python(files.map((file) => ({ ...file, address: new URL(file.address, document.baseURI).href })));
  const warn = () => {
    notice.textContent = words.notKept;
  };
  const boxes = [...document.querySelectorAll(".practice")].map((place) =>
    exercise(place, { words, runner, warn }),
  );
  const notice = element("p", { className: "practice-notice", role: "status" });
  const buttons = () => notebookButtons({ words, notebook, boxes });
  intro?.querySelector(".admonition-title").after(
    element("p", {}, element("strong", {}, `${words.heading}. `), fill(words.intro, { size: megabytes })),
    buttons(),
    notice,
  );
  document.querySelector("#how-to-hand-in")?.append(buttons());
  if (kept.isForbidden) warn();
}

if (location.protocol === "file:") {
  intro?.querySelector(".admonition-title").after(element("p", {}, words.asFile));
} else {
  begin();
}
