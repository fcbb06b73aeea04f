// "Edit and run" beneath a chapter's cells: the editor comes with the first press, nothing before.
(() => {
  const data = document.getElementById("practice-data");
  const isFile = location.protocol === "file:";
  let coming; // a promise of practice.js, which then knows how to open a cell

  function editor({ script: src }) {
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
    const found = JSON.parse(data.textContent);
    const said = button.nextElementSibling;
    said.textContent = isFile ? found.words.asFile : "";
    if (isFile) return;
    try {
      (await editor(found)).open(button);
    } catch (error) {
      console.error(error);
      said.textContent = found.words.missing;
    }
  }

  for (const button of document.querySelectorAll(".practice-edit button"))
    button.addEventListener("click", press);
})();
