// A formula wider than a phone scrolls by itself; then the keyboard must be able to reach it.
(() => {
  const reachable = (formula) => {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    else formula.removeAttribute("tabindex");
  };
  const observer = new ResizeObserver((entries) => entries.forEach((entry) => reachable(entry.target)));
  for (const formula of document.querySelectorAll("div.math")) observer.observe(formula);
  window.MathJax?.startup?.promise?.then(() => document.querySelectorAll("div.math").forEach(reachable));
})();

// From file:// a page may not read another one: the search then lists its finds without their first lines.
if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}
