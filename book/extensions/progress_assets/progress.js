// What the reader answered, kept in this browser only, as one item for the whole book:
//   {last: "locality", pages: {locality: {"3f1c…": {given: "9", right: true}}}}
// Whatever asks keeps its answers here: bookProgress.keep(key, given, right), bookProgress.kept(key).
// Whatever shows them listens to "book-progress"; what else is kept is heard of by bookProgress.onChange(item, heard).
(() => {
  const root = new URL(document.documentElement.dataset.content_root ?? "./", location.href).pathname;
  const item = `book:${root}`;

  // "/book/locality.html", "/book/locality" and the links to them are the page "locality".
  const name = (path) => path.slice(root.length).replace(/\.html$/, "") || "index";
  const page = name(location.pathname);

  // One item of this browser's storage. Where that is forbidden or full, it lasts as long as the page.
  const shelf = (item, first, isOurs = () => true) => {
    let [here, isStored] = [first, true];
    const read = () => {
      try {
        const found = JSON.parse(localStorage.getItem(item)) ?? first;
        if (isStored && isOurs(found)) here = found;
      } catch {
        /* forbidden, or not ours */
      }
      return here;
    };
    const write = (all) => {
      here = all;
      try {
        localStorage.setItem(item, JSON.stringify(all));
        isStored = true;
      } catch {
        isStored = false;
      }
    };
    return { read, write };
  };

  const { read, write } = shelf(item, { pages: {} }, (found) => found.pages);
  const tell = () => document.dispatchEvent(new Event("book-progress"));
  const kept = (key) => read().pages[page]?.[key];

  // What was right once stays right: a wrong try afterwards takes nothing away.
  const keep = (key, given, right) => {
    if (kept(key)?.right && !right) return;
    const all = read();
    const answers = { ...all.pages[page], [key]: { given, right } };
    write({ ...all, last: page, pages: { ...all.pages, [page]: answers } });
    tell();
  };

  const forget = () => {
    write({ pages: {} });
    try {
      const ours = (key) => key === item || key.startsWith(`${item}:`); // with what was written in exercises
      for (const key of Object.keys(localStorage).filter(ours)) localStorage.removeItem(key);
    } catch {
      /* there is nothing */
    }
    tell();
  };

  // Another page wrote: in a tab beside this one; or the page before, for a browser may hand over its last writing
  // after this page was read (each file has a process of its own). A page that was put aside hears nothing.
  const onChange = (item, heard) => {
    addEventListener("storage", ({ key }) => (key === item || key === null) && heard());
    addEventListener("pageshow", ({ persisted }) => persisted && heard());
  };
  onChange(item, tell);

  window.bookProgress = { item, page, name, shelf, read, kept, keep, forget, onChange };
})();
