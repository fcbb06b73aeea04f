// What the reader answered, kept in this browser only, as one item for the whole book:
//   {last: "locality", pages: {locality: {"3f1c…": {given: "9", right: true}}}}
// Whatever asks keeps its answers here: bookProgress.keep(key, given, right), bookProgress.kept(key).
(() => {
  const root = new URL(document.documentElement.dataset.content_root ?? "./", location.href).pathname;
  const item = `book:${root}`;
  let here = { pages: {} }; // where the browser forbids storage, answers last as long as the page

  // "/book/locality.html", "/book/locality" and the links to them are the page "locality".
  const name = (path) => path.slice(root.length).replace(/\.html$/, "") || "index";
  const page = name(location.pathname);

  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(item));
      if (found?.pages) here = found;
    } catch {
      /* forbidden, or not ours */
    }
    return here;
  };
  const write = (all) => {
    here = all;
    try {
      localStorage.setItem(item, JSON.stringify(all));
    } catch {
      /* forbidden, or full */
    }
  };

  const kept = (key) => read().pages[page]?.[key];

  // What was right once stays right: a wrong try afterwards takes nothing away.
  const keep = (key, given, right) => {
    if (kept(key)?.right && !right) return;
    const all = read();
    const answers = { ...all.pages[page], [key]: { given, right } };
    write({ ...all, last: page, pages: { ...all.pages, [page]: answers } });
    document.dispatchEvent(new Event("book-progress"));
  };

  const forget = () => {
    here = { pages: {} };
    try {
      const ours = (key) => key === item || key.startsWith(`${item}:`); // with what was written in exercises
      for (const key of Object.keys(localStorage).filter(ours)) localStorage.removeItem(key);
    } catch {
      /* there is nothing */
    }
    document.dispatchEvent(new Event("book-progress"));
  };

  window.bookProgress = { item, page, name, read, kept, keep, forget };
})();
