// What progress.js keeps, shown: a mark beside each chapter of the contents, and the way on from the first page.
(() => {
  const { asked, name, read, forget } = window.bookProgress;
  const words = document.getElementById("progress-words")?.dataset ?? {};
  const place = document.querySelector(".cw-progress");

  // The pages that ask something, in the order of the contents.
  const pages = [...document.querySelectorAll("nav.bd-links a.internal")]
    .map((link) => ({ link, page: name(new URL(link.href).pathname) }))
    .filter(({ page }) => asked[page]);

  const chapters = pages.filter(({ page }) => !page.startsWith("exercises/")); // the way on leads through these

  const rightly = (page, kept) => asked[page].filter((key) => kept.pages[page]?.[key]?.right).length;

  const state = (page, kept) => {
    if (rightly(page, kept) === asked[page].length) return "done";
    return kept.pages[page] ? "begun" : "none";
  };

  const mark = ({ link, page }, kept) => {
    const found = link.querySelector(".progress-mark") ?? document.createElement("span");
    found.className = "progress-mark";
    found.dataset.state = state(page, kept);
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.textContent = ` (${words[found.dataset.state]})`;
    found.replaceChildren(said);
    link.append(found);
  };

  // The chapter read last, or whose exercise was tried last, or the next one that is not done.
  const next = (kept) => {
    const last = chapters.findIndex(({ page }) => page === kept.last?.split("/").at(-1));
    const from = Math.max(last, 0);
    const turned = [...chapters.slice(from), ...chapters.slice(0, from)];
    return turned.find(({ page }) => state(page, kept) !== "done");
  };

  const showNext = (kept) => {
    const all = chapters.reduce((sum, { page }) => sum + asked[page].length, 0);
    const right = chapters.reduce((sum, { page }) => sum + rightly(page, kept), 0);
    const way = next(kept);
    const link = place.querySelector("a");
    place.hidden = !kept.last;
    link.hidden = !way;
    if (way) {
      link.href = way.link.href;
      link.querySelector("b").textContent = way.link.firstChild.textContent.trim();
    }
    const sentence = way ? place.dataset.some : place.dataset.all;
    place.querySelector(".progress-count").textContent = sentence
      .replace("{right}", right)
      .replace("{asked}", all);
  };

  const show = () => {
    const kept = read();
    pages.forEach((one) => mark(one, kept));
    if (place) showNext(kept);
  };

  place?.querySelector("button").addEventListener("click", () => {
    forget();
    place.querySelector("details").open = false;
    document.getElementById("main-content")?.focus();
  });
  document.addEventListener("book-progress", show);
  show();
})();
