// A text field that shows the state, but for what a reader is typing just now.

/**
 * entry(input, hear, keys): hear(text) what was typed, once the reader is done: Enter, Tab, a press elsewhere.
 * Escape takes it back. keys: { ArrowUp(text) } and the like. { draw(text), commit(), revert() }.
 */
export function entry(input, hear, keys = {}) {
  let [shown, typing] = ["", false];

  function revert() {
    typing = false;
    if (input.value !== shown) input.value = shown;
  }
  /** Back to the state first: if it takes what was typed, the next draw shows that. */
  function commit() {
    const typed = input.value;
    const isNew = typing && typed !== shown;
    revert();
    if (isNew) hear(typed.trim());
  }
  function step(key) {
    const typed = input.value;
    revert();
    keys[key](typed);
  }
  input.addEventListener("input", () => (typing = true));
  input.addEventListener("change", commit);
  input.addEventListener("blur", commit);
  input.addEventListener("keydown", (event) => {
    const { key } = event;
    if (key === "Enter") commit();
    else if (key === "Escape") revert();
    else if (key in keys) step(key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  function draw(text) {
    shown = text;
    if (!typing) revert();
  }
  return { draw, commit, revert };
}
