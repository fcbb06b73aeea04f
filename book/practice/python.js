// Python in the page: one worker at a time, made of files that are fetched once, at the first need. After its
// first answer a second one is made ready beside it: whoever presses Stop does not wait for Python to start.
import { fetchAll, forget, Missing } from "./fetched.js";
import { element } from "./parts.js";
import room from "./room.html";

const PATIENCE_MS = 10_000; // for one call of the reader's function; by the clock, as a page has no other
const LARGE_BYTES = 400 * 2 ** 20; // Python's memory never shrinks: a worker that grew so far is replaced

export class Stopped extends Error {}

/** files: [{ name, address, bytes, packed }], as extensions/practice.py lists them. */
export function python(files) {
  let held; // all that was fetched, see fetchAll
  let worker; // a promise of one that is ready
  let spare; // the one beside it, or a failure to have it
  let before = Promise.resolve(); // the job before
  let running; // { reject, worker } of the job that runs

  async function begin(told) {
    held ??= fetchAll(files, told);
    const { core, libraries } = held;
    const made = hired(await core);
    try {
      const handed = libraries.then((content) => made.port.postMessage({ libraries: content }));
      await Promise.all([started(made), handed]);
      return made;
    } catch (error) {
      made.end();
      throw error;
    }
  }

  async function first(told) {
    try {
      return await begin(told);
    } catch (error) {
      worker = held = undefined;
      if (!(error instanceof Missing)) await forget(files, (isOurs) => isOurs); // one came damaged, perhaps
      throw error;
    }
  }

  /** A worker that is ready. told(done, all): bytes, while they come. */
  function ready(told) {
    worker ??= next(told);
    return worker;
  }

  async function next(told) {
    const beside = spare;
    spare = undefined;
    return (await beside?.catch(() => {})) ?? first(told);
  }

  /** While the answer is read. Where there is no memory for two, one must do. */
  function prepare() {
    spare ??= begin();
    spare.catch(() => {});
  }

  function end(one, why) {
    one.end();
    worker = undefined;
    running?.reject(new Stopped(why));
    ready().then(prepare, () => {}); // before it is asked for
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
        one.port.onmessage = null;
        settle(value);
      };
      running = { worker: one, reject: (error) => over(reject, error) };
      one.port.onmessage = ({ data }) => {
        if (data.tick) {
          clearTimeout(clock);
          clock = setTimeout(late, PATIENCE_MS);
        } else if (data.broken) {
          end(one, "broken");
        } else {
          over(resolve, data.done);
          if (data.memory > LARGE_BYTES) end(one);
          else prepare();
        }
      };
      one.port.postMessage({ job });
    });
  }

  return { ask, stop: () => running && end(running.worker, "asked") };
}

/** A worker in a frame without an origin (room.html): { port, to talk to it; end(), to be rid of it }. */
function hired(core) {
  const frame = element("iframe", { hidden: true, sandbox: "allow-scripts", srcdoc: room });
  const { port1: port, port2: other } = new MessageChannel();
  frame.onload = () => frame.contentWindow.postMessage(core, "*", [other]); // "*": it has no origin
  document.body.append(frame);
  return { port, end: () => frame.remove() };
}

function started({ port }) {
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data }) => (data.broken ? reject(new Error(data.broken)) : resolve());
  });
}
