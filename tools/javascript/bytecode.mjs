// The modules that the page's Python imports when it starts, compiled: else it would compile them at every start.
// node bytecode.mjs STDLIB NUMPY BOOK FOLDER: three archives; the first two, made over, go into the folder.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadPyodide } from "pyodide";

const [stdlib, numpy, book, folder] = process.argv.slice(2);
const bytes = (path) => new Uint8Array(readFileSync(path));

async function make() {
  const python = await loadPyodide();
  python.unpackArchive(bytes(numpy), "wheel");
  python.unpackArchive(bytes(book), "zip", { extractDir: "/book" });
  python.runPython(readFileSync(new URL("bytecode.py", import.meta.url), "utf8"));
  for (const [name, path] of Object.entries({ stdlib, numpy })) {
    const made = python.globals.get(`made_${name}`)(python.toPy(bytes(path)));
    writeFileSync(join(folder, name), made.toJs());
  }
}

make().catch(({ message }) => {
  console.error(message); // Node itself would print all of Pyodide above it
  process.exitCode = 1;
});
