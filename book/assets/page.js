// A formula or a line of code wider than a phone scrolls by itself; then the keyboard must be able to reach it.
// The theme looks once, before a gate has opened.
(() => {
  const reachable = (wide) => {
    if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
    else wide.removeAttribute("tabindex");
  };
  const observer = new ResizeObserver((entries) => entries.forEach((entry) => reachable(entry.target)));
  for (const wide of document.querySelectorAll("div.math, .bd-article pre")) observer.observe(wide);
})();

// The theme's button reads what it keeps once: a tab beside this one may have changed it, or the page after this one.
window.bookProgress.onChange("theme", () => {
  const { dataset } = document.documentElement;
  for (const name of ["mode", "theme"]) dataset[name] = localStorage.getItem(name) ?? dataset[name];
});

// A formula is copied as its TeX, between dollar signs: what can be pasted into a notebook.
document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (selection.isCollapsed) return;
  const part = selection.getRangeAt(0).cloneContents();
  const formulas = part.querySelectorAll("math[alttext]");
  if (formulas.length === 0) return;
  for (const formula of formulas) formula.replaceWith(`$${formula.getAttribute("alttext")}$`);
  const line = document.createElement("div");
  line.append(part);
  line.style.cssText = "position: fixed; left: -200vw; white-space: normal"; // innerText asks for a layout
  document.body.append(line);
  // biome-ignore lint/performance/useDomNodeTextContent: paragraphs have to stay apart
  event.clipboardData.setData("text/plain", line.innerText);
  line.remove();
  event.preventDefault();
});

// A phrase that sets a widget (extensions/set_widget.py): a button in the text, that any widget of its name hears.
for (const phrase of document.querySelectorAll(".cw-set")) {
  const detail = { address: phrase.dataset.set, words: phrase.textContent.replace(/\s+/g, " ").trim() };
  const set = () => dispatchEvent(new CustomEvent("phrase", { detail }));
  phrase.setAttribute("role", "button");
  phrase.tabIndex = 0;
  phrase.addEventListener("click", set);
  phrase.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    set();
  });
}
