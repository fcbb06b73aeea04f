// What an exercise's box and a chapter's cell share: the editor, what is said beneath it, a job for Python.
import { editor } from "./editor.js";
import { Missing } from "./fetched.js";
import * as kept from "./kept.js";
import { element, fill } from "./parts.js";
import { Stopped } from "./python.js";

/** keep(name, text): in this browser; near the box it is said where that cannot be. */
export function keeper(place, { words, warn }) {
  const unkept = place.querySelector(".practice-unkept");
  return (name, text) => {
    const done = kept.put(name, text);
    unkept.textContent = done ? "" : words.notKept;
    if (!done) warn();
  };
}

export function codeBox(place, page) {
  const { words, runner } = page;
  const part = (kind) => place.querySelector(`.practice-${kind}`);
  const [said, output] = ["said", "output"].map(part);
  const waiting = [part("run"), part("check")].filter(Boolean);
  const put = keeper(place, page);

  /** An editor in place of `where`, whose text is kept. */
  function keptBox(where, what, looks) {
    const text = kept.get(what.name) ?? what.begin;
    const changed = (now) => put(what.name, now === what.begin ? "" : now);
    const box = editor({ ...looks, describedBy: part("keys").id, text, changed });
    where.replaceWith(box.element);
    kept.onChange(what.name, (other) => box.hasFocus() || box.write(other ?? what.begin));
    return box;
  }

  function say(sentence, quietly = false) {
    said.textContent = sentence;
    said.classList.toggle("visually-hidden", quietly); // what stands below anyway is only announced
  }

  const told = (done, all) => {
    const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
    say(done < all ? fill(words.fetching, { done: megabytes(done), all: megabytes(all) }) : words.starting);
  };

  /** The worker's answer to a job; null where there is none, and why not is said. */
  async function ask(job) {
    if (place.ariaBusy === "true") return null;
    place.ariaBusy = "true";
    for (const one of waiting) one.ariaDisabled = "true";
    say(words.starting);
    const begun = () => {
      say(words.running);
      place.classList.add("practice-running"); // only what runs can be stopped
    };
    try {
      return await runner.ask(job, { told, begun });
    } catch (error) {
      output.replaceChildren();
      if (error instanceof Stopped) say(words[error.message]);
      else if (error instanceof Missing) say(words.missing);
      else {
        console.error(error);
        say(words.failed);
      }
      return null;
    } finally {
      place.classList.remove("practice-running");
      place.ariaBusy = "false";
      for (const one of waiting) one.ariaDisabled = "false";
    }
  }

  /** What a run gave: its lines, and a sentence about them. */
  function show(found, ...more) {
    output.replaceChildren(...printed(found), ...trouble(found), ...more);
    if (found.error) say(`${words.error} ${lastLine(found.error)}`, true);
    else say(output.hasChildNodes() ? words.ran : words.finished, output.hasChildNodes());
  }

  function printed({ printed: text }) {
    if (!text) return [];
    return [element("pre", { className: "practice-printed", "aria-label": words.printed }, text)];
  }

  part("stop").addEventListener("click", runner.stop);
  return { part, output, keptBox, say, ask, show, printed };
}

export const trouble = ({ error }) => (error ? [element("pre", { className: "practice-error" }, error)] : []);
export const lastLine = (text) => text.split("\n").findLast((line) => line.trim());
