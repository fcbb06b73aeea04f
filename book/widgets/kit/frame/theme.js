// The colours of the theme in force, for canvases: they do not follow a style sheet by themselves.

/** What is printed is light: the first block of theme.css. */
export const printedColours = () => ({ pos: [33, 102, 172], neg: [178, 80, 24], paper: [255, 255, 255] });
let printing = false;
globalThis.addEventListener?.("beforeprint", () => (printing = true)); // registered first: before any picture is drawn anew
globalThis.addEventListener?.("afterprint", () => (printing = false));

/** On paper nothing is masked and nothing is asked. */
export const isPrinting = () => printing;

/** Paper, pos and neg of the theme in force, as [r, g, b]; from the body, for JupyterLab draws before it mounts. */
export function themeColours() {
  if (printing) return printedColours();
  const style = getComputedStyle(document.body);
  const triple = (name) => style.getPropertyValue(name).trim().split(/\s+/).map(Number);
  const hex = style.getPropertyValue("--cw-paper").trim().replace("#", "");
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  return {
    pos: triple("--cw-pos"),
    neg: triple("--cw-neg"),
    paper: [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16)),
  };
}

/** Call draw before the page is printed, and after. Returns the undo. */
export function watchPrint(draw) {
  const names = ["beforeprint", "afterprint"];
  for (const name of names) addEventListener(name, draw);
  return () => names.forEach((name) => removeEventListener(name, draw));
}

/** Call draw when the reader changes the theme, or prints: a canvas keeps its colours. Returns the undo. */
export function watchTheme(draw) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(draw);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  observer.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  system.addEventListener("change", draw);
  const unprint = watchPrint(draw);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", draw);
    unprint();
  };
}
