// Keep a term's tooltip inside the window: as far to the left as it has to be, and no farther.
(() => {
  const WIDTH_REM = 22; // terms.css says the same
  const place = (event) => {
    const term = event.target.closest?.("a[data-tip]");
    if (!term) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const room = document.documentElement.clientWidth - term.getBoundingClientRect().left - rem;
    term.style.setProperty("--tip-shift", `${Math.min(0, room - WIDTH_REM * rem)}px`);
  };
  document.addEventListener("pointerover", place);
  document.addEventListener("focusin", place);
})();
