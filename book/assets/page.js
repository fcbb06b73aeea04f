// A formula wider than a phone scrolls by itself; then the keyboard must be able to reach it.
(() => {
  const reachable = (formula) => {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    else formula.removeAttribute("tabindex");
  };
  const observer = new ResizeObserver((entries) => entries.forEach((entry) => reachable(entry.target)));
  for (const formula of document.querySelectorAll("div.math")) observer.observe(formula);
})();

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
