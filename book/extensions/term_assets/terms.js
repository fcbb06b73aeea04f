// Keep a term's tooltip inside the window: as far to the left as it has to be, and no farther. Show it to fingers too.
(() => {
  const WIDTH_REM = 22; // terms.css says the same
  const place = (event) => {
    const term = event.target.closest?.("a[data-tip]");
    if (!term) return;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const wide = Math.min(WIDTH_REM * rem, document.documentElement.clientWidth - 2 * rem);
    const room = document.documentElement.clientWidth - term.getBoundingClientRect().left - rem;
    term.style.setProperty("--tip-shift", `${Math.min(0, room - wide)}px`);
  };
  document.addEventListener("pointerover", place);
  document.addEventListener("focusin", place);

  // A finger cannot hover: the first tap tells, the second follows the link, a tap elsewhere closes.
  let finger = false;
  document.addEventListener(
    "pointerdown",
    (event) => {
      finger = event.pointerType === "touch";
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const term = event.target.closest?.("a[data-tip]");
    const told = term?.classList.contains("is-told");
    document.querySelectorAll("a.is-told").forEach((open) => open.classList.remove("is-told"));
    if (!term || told || !finger || event.detail === 0) return; // 0: by a key or a screen reader
    event.preventDefault();
    place(event);
    term.classList.add("is-told");
  });
})();
