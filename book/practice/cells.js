// "Edit and run" beneath a chapter's cells: the editor comes with the first press, nothing before.
(() => {
  const { words, script: src } = JSON.parse(document.getElementById("practice-data").textContent);
  const { item, page } = window.bookProgress;
  const isFile = location.protocol === "file:";
  let coming; // a promise of practice.js, which then knows how to open a cell

  function editor() {
    coming ??= new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src });
      script.onload = () => resolve(window.bookCells);
      script.onerror = () => {
        coming = undefined;
        reject(new Error(src));
      };
      document.head.append(script);
    });
    return coming;
  }

  async function press({ currentTarget: button }) {
    const said = button.nextElementSibling;
    said.textContent = isFile ? words.asFile : "";
    if (isFile) return;
    try {
      const cells = await editor();
      if (button.isConnected) cells.open(button); // a second press finds it gone
    } catch (error) {
      console.error(error);
      said.textContent = words.missing;
    }
  }

  /** What the reader wrote before waits in the box. */
  function showKept(button) {
    if (!localStorage.getItem(`${item}:${page}#${button.dataset.key}`)) return;
    button.textContent = words.editAgain;
    button.ariaLabel = button.ariaLabel.replace(words.edit, words.editAgain);
  }

  for (const button of document.querySelectorAll(".practice-edit button")) {
    showKept(button);
    button.addEventListener("click", press);
  }
})();
