// The concept inventory: what is chosen is kept in this browser; the result is shown when all is answered.
//   {draft: {"spike": "right", …} or null, before: {…}, after: {…}}; before is the first taking, after the last
(() => {
  const { item, shelf, onChange } = window.bookProgress;
  const form = document.querySelector(".inv-form");
  const result = document.querySelector(".inv-result");
  const names = [...form.querySelectorAll("fieldset")].map((field) => field.id.replace(/^item-/, ""));
  const ours = `${item}:inventory`; // forgotten with all that the book keeps
  const { read, write } = shelf(ours, {});

  const chosen = () => Object.fromEntries(new FormData(form));
  const said = form.querySelector(".inv-open");
  const button = (name) => document.querySelector(`[data-do="${name}"]`);

  const count = (cell, asked, answers) => {
    const right = asked.filter((name) => answers[name] === "right").length;
    cell.textContent = result
      .querySelector("table")
      .dataset.count.replace("{right}", right)
      .replace("{asked}", asked.length);
  };

  // Each row of counts, and below it the sentences that were chosen among its items.
  const showRow = (body, taken) => {
    const idea = body.dataset.idea;
    const asked = names.filter((name) => !idea || form.querySelector(`#item-${name}`).dataset.idea === idea);
    for (const [when, answers] of Object.entries(taken)) {
      const cell = body.querySelector(`td[data-when="${when}"]`);
      if (answers) count(cell, asked, answers);
      else cell.textContent = "–";
      for (const line of body.querySelectorAll("li")) {
        const held = asked.some((name) => answers?.[name] === line.dataset.shows);
        line.querySelector(`[data-when="${when}"]`).hidden = !held;
      }
    }
    for (const line of body.querySelectorAll("li"))
      line.hidden = !line.querySelector(".inv-when:not([hidden])");
    const below = body.querySelector(".inv-held");
    if (below) below.hidden = !below.querySelector("li:not([hidden])");
  };

  const show = () => {
    const { draft, before, after } = read();
    const taking = Boolean(draft) || !before;
    form.hidden = !taking;
    result.hidden = taking;
    document.documentElement.toggleAttribute("data-inventory-taken", !taking);
    button("back").hidden = !before;
    said.textContent = "";
    form.reset();
    for (const [name, value] of Object.entries(draft ?? {})) {
      const field = form.querySelector(`input[name="${name}"][value="${value}"]`);
      if (field) field.checked = true;
    }
    if (!taking) result.querySelectorAll("tbody").forEach((body) => showRow(body, { before, after }));
  };

  form.addEventListener("change", () => write({ ...read(), draft: chosen() }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answers = chosen();
    const open = names.filter((name) => !answers[name]);
    if (open.length) {
      const words = open.length === 1 ? said.dataset.last : said.dataset.open;
      said.textContent = words.replace("{open}", open.length).replace("{first}", names.indexOf(open[0]) + 1);
      form.querySelector(`#item-${open[0]} input`).focus();
      return;
    }
    const { before } = read();
    write(before ? { before, after: answers } : { before: answers });
    show();
    result.querySelector("h2").focus();
  });

  const then = (name, change) =>
    button(name).addEventListener("click", () => {
      change();
      show();
      (form.hidden ? result.querySelector("h2") : form.querySelector("input")).focus();
    });
  then("again", () => write({ ...read(), draft: {} }));
  then("back", () => write({ ...read(), draft: null }));
  then("forget", () => {
    button("forget").closest("details").open = false;
    write({});
  });

  form.querySelector(".inv-bar").hidden = false;
  onChange(ours, show);
  show();
})();
