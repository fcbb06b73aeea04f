// The worker in which Python runs. The page hands over all that it is made of; nothing is fetched from here.

import { loadPyodide } from "pyodide";
import createPyodideModule from "pyodide/pyodide.asm.mjs";

const HERE = "https://book.invalid/"; // no such host: addresses only name what the page handed over
let starting; // a promise of Python itself
let inside;
let memory;

/** Pyodide asks for its files by address: it gets what the page holds. */
function handOver({ wasm, stdlib }) {
  self.fetch = async (address) => {
    const name = String(address.url ?? address).replace(HERE, "");
    if (name === "pyodide.asm.wasm") return new Response();
    if (name === "python_stdlib.zip") return new Response(stdlib);
    throw new TypeError("no network in here");
  };
  WebAssembly.instantiateStreaming = (_, imports) => WebAssembly.instantiate(wasm, imports);
}

async function start(core) {
  handOver(core);
  return loadPyodide({
    indexURL: HERE,
    createPyodideModule,
    lockFileContents: { info: JSON.parse(new TextDecoder().decode(core.lock)), packages: {} },
    stdin: () => null,
    stdout: () => {},
    stderr: () => {},
  });
}

function begin(pyodide, { numpy, book }) {
  pyodide.unpackArchive(numpy, "wheel");
  pyodide.unpackArchive(book, "zip", { extractDir: "/book" });
  pyodide.globals.set("tick", () => postMessage({ tick: true }));
  memory = () => pyodide._module.HEAP8.length;
  inside = pyodide.runPython(
    "import sys; sys.path.insert(0, '/book'); import inside; inside.begin(tick); inside.answer",
  );
}

self.onmessage = async ({ data }) => {
  try {
    if (data.core) {
      starting = start(data.core);
      await starting;
    } else if (data.libraries) {
      begin(await starting, data.libraries);
      postMessage({ ready: true });
    } else {
      const done = JSON.parse(inside(JSON.stringify(data.job)));
      postMessage({ done, memory: memory() });
    }
  } catch (error) {
    postMessage({ broken: String(error) });
  }
};
