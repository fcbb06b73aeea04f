// Python in the page: one worker at a time, made of files that are fetched once, at the first need.
// The page holds them (the WebAssembly already compiled), so that a worker that was stopped is soon replaced.

const PATIENCE_MS = 10_000; // for one call of the reader's function, as grader/checks/patience.py has it
const LARGE_BYTES = 400 * 2 ** 20; // Python's memory never shrinks: a worker that grew so far is replaced

export class Stopped extends Error {}
export class Missing extends Error {}

/** files: [{ name, address, bytes, packed }], as extensions/practice.py lists them. */
export function python(files) {
  let held; // name -> its content, a promise
  let worker; // a promise of one that is ready
  let before = Promise.resolve(); // the job before
  let running; // { reject, worker } of the job that runs

  function fetched(told) {
    held ??= fetchAll(files, told).catch((error) => {
      held = undefined;
      throw error;
    });
    return held;
  }

  async function begin(content) {
    const code = new Blob([content.worker], { type: "text/javascript" });
    const address = URL.createObjectURL(code);
    const made = new Worker(address, { type: "module" });
    try {
      const { worker: _, ...parts } = content;
      await answer(made, { start: parts });
    } finally {
      URL.revokeObjectURL(address);
    }
    return made;
  }

  /** A worker that is ready. told(done, all): bytes, while they come. */
  async function ready(told) {
    const content = await fetched(told);
    worker ??= begin(content).catch((error) => {
      worker = undefined;
      throw error;
    });
    return worker;
  }

  function end(one, why) {
    one.terminate();
    worker = undefined;
    running?.reject(new Stopped(why));
    ready().catch(() => {}); // a fresh one, before it is asked for
  }

  /** The answer of `inside.py` to a job: { do: "run" or "check", … }. One after the other. */
  function ask(job, heard) {
    const mine = before.catch(() => {}).then(() => askNow(job, heard));
    before = mine;
    return mine;
  }

  async function askNow(job, { told, begun } = {}) {
    const one = await ready(told);
    begun?.();
    return new Promise((resolve, reject) => {
      const late = () => end(one, "late");
      let clock = setTimeout(late, PATIENCE_MS);
      const over = (settle, value) => {
        clearTimeout(clock);
        running = undefined;
        one.onmessage = one.onerror = null;
        settle(value);
      };
      running = { worker: one, reject: (error) => over(reject, error) };
      one.onmessage = ({ data }) => {
        if (data.tick) {
          clearTimeout(clock);
          clock = setTimeout(late, PATIENCE_MS);
        } else if (data.broken) {
          end(one, "broken");
        } else {
          over(resolve, data.done);
          if (data.memory > LARGE_BYTES) end(one);
        }
      };
      one.onerror = () => end(one, "broken");
      one.postMessage({ job });
    });
  }

  return { ready, ask, stop: () => running && end(running.worker, "asked") };
}

function answer(worker, message) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.broken ? reject(new Error(data.broken)) : resolve(data));
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(message);
  });
}

async function fetchAll(files, told) {
  const all = files.reduce((sum, file) => sum + file.bytes, 0);
  let done = 0;
  const came = (bytes) => {
    done += bytes;
    told?.(Math.min(done, all), all);
  };
  const pairs = await Promise.all(files.map(async (file) => [file.name, await content(file, came)]));
  const found = Object.fromEntries(pairs);
  found.wasm = await WebAssembly.compile(found.wasm);
  return found;
}

async function content(file, came) {
  const bytes = await body(await kept(file), came);
  const isPacked = file.packed && bytes[0] === 0x1f && bytes[1] === 0x8b; // some servers unpack by themselves
  if (!isPacked) return bytes;
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/** From this browser's store where it has one; what is fetched is put there, and lasts without a network. */
async function kept({ address }) {
  const store = await globalThis.caches?.open("book-python").catch(() => undefined);
  const found = await store?.match(address).catch(() => undefined);
  if (found) return found;
  let response;
  try {
    response = await fetch(address);
  } catch (error) {
    throw new Missing(String(error));
  }
  if (!response.ok) throw new Missing(`${response.status} ${address}`);
  const copy = store && response.clone();
  if (copy) store.put(address, copy).catch(() => {}); // full: then it comes again the next time
  return response;
}

async function body(response, came) {
  const parts = [];
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    came(part.value.length);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
