// A field, and the list of places in the book that say what is typed there. The text (book-text.js) is loaded
// at the first letter.
(() => {
  const SHOWN = 20;
  const { prepared, find, marks } = window.bookSearch;

  const marked = (text, units) => {
    const nodes = [];
    let at = 0;
    for (const [from, to] of marks(text, units)) {
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      nodes.push(text.slice(at, from), mark);
      at = to;
    }
    return [...nodes, text.slice(at)];
  };

  // What the reader may be told: without what a gate still hides.
  const told = ({ page, text, hidden }, units) => {
    const opened = window.bookGates?.opened(page) ?? [];
    const found = marks(text, units);
    let said = "";
    let at = 0;
    let asked; // the first gate that hides what is sought
    for (const [key, end, from, to] of hidden.filter(([key]) => !opened.includes(key))) {
      said += text.slice(at, from);
      at = to;
      if (!asked && found.some(([start]) => start >= from && start < to))
        asked = { key, at: said.length - (from - end) };
    }
    return { said: said + text.slice(at), asked };
  };

  // About two lines around the first place, cut between words.
  const excerpt = (text, units) => {
    const first = marks(text, units)[0]?.[0] ?? 0;
    const start = first < 60 ? 0 : text.indexOf(" ", first - 60) + 1 || first;
    const from = Math.min(start, first);
    const whole = text.length <= from + 180;
    const to = whole ? text.length : text.lastIndexOf(" ", from + 180);
    const end = to > first ? to : from + 180;
    return `${from ? "… " : ""}${text.slice(from, end)}${end < text.length ? " …" : ""}`;
  };

  // The question that a gate asks: two lines that end there.
  const question = (text, at) => {
    const from = at < 180 ? 0 : text.indexOf(" ", at - 180) + 1;
    return `${from ? "… " : ""}${text.slice(from, at)}`;
  };

  const made = (tag, name, ...children) => {
    const el = document.createElement(tag);
    el.className = name;
    el.append(...children);
    return el;
  };

  const root = document.documentElement.dataset.content_root ?? "./";

  const row = (section, units, behind) => {
    const link = made("a", "search-hit", ...marked(section.heading, units));
    const { said: all, asked } = told(section, units);
    const waits = asked && !marks(all, units).length;
    const said = waits ? question(all, asked.at) : excerpt(all, units);
    const sought = [...new Set(marks(said, units).map(([from, to]) => said.slice(from, to).toLowerCase()))];
    const highlight = sought.length ? `?highlight=${encodeURIComponent(sought.join(" "))}` : "";
    const anchor = waits ? `question-${asked.key}` : section.anchor;
    link.href = `${root}${section.page}.html${highlight}${anchor && `#${anchor}`}`;
    const parts = [link, made("p", "search-excerpt", ...marked(said, units))];
    if (waits) parts.push(made("p", "search-page", behind));
    if (section.heading !== section.title) parts.unshift(made("p", "search-page", section.title));
    return made("li", "", ...parts);
  };

  // ---- the text, once someone searches -----------------------------------------------------------------------

  let book;
  const load = (file) => {
    book ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = root + file;
      script.onload = () => resolve(prepared(window.bookText));
      script.onerror = reject;
      document.head.append(script);
    });
    return book;
  };

  // ---- a field and its list ----------------------------------------------------------------------------------

  const wire = (form) => {
    const field = form.querySelector("input");
    const place = form.nextElementSibling;
    const said = place.dataset;
    const note = place.querySelector(".search-note");
    const list = place.querySelector("ol");
    const more = place.querySelector("button");

    const show = (book, shown = SHOWN) => {
      const query = field.value.trim();
      const { hits, units, partly } = query ? find(query, book) : { hits: [], units: [] };
      const pages = new Set(hits.map((section) => section.page)).size;
      const sentence = !hits.length
        ? said.none
        : partly
          ? said.partly
          : hits.length === 1
            ? said.one
            : said.many;
      const filled = { query, places: hits.length, pages };
      note.textContent = query ? sentence.replace(/\{(\w+)\}/g, (_, key) => filled[key]) : "";
      list.replaceChildren(...hits.slice(0, shown).map((section) => row(section, units, said.behind)));
      more.hidden = hits.length <= shown;
      place.toggleAttribute("data-asked", Boolean(query));
    };
    const search = (shown) =>
      load(said.text).then(
        (book) => show(book, shown),
        () => {
          note.textContent = said.failed;
        },
      );
    const step = (by) => {
      const stops = [field, ...list.querySelectorAll("a")];
      stops[Math.min(Math.max(stops.indexOf(document.activeElement) + by, 0), stops.length - 1)].focus();
    };

    field.addEventListener("input", () => search());
    more.addEventListener("click", () =>
      search(Infinity).then(() => list.querySelectorAll("a")[SHOWN]?.focus()),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      search().then(() => list.querySelector("a")?.focus());
    });
    list.addEventListener("click", () => form.closest("dialog")?.close()); // the find may be on this page
    form.parentElement.addEventListener("keydown", (event) => {
      if (event.isComposing || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    });
    return { field, search };
  };

  const start = () => {
    const fields = [...document.querySelectorAll("form.bd-search")].map(wire);
    const page = document.querySelector("main form.bd-search");
    if (!page) return;
    // The search page: its address holds the query, so that coming back finds the list again.
    const { field, search } = fields.find((one) => one.field.form === page);
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    field.addEventListener("input", () => {
      history.replaceState(
        null,
        "",
        field.value ? `?q=${encodeURIComponent(field.value)}` : location.pathname,
      );
    });
    field.focus();
    if (field.value) search();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
