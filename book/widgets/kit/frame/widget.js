// What every widget has in common: a frame, labels, one draw for all changes, a spoken line, a link, a complaint.
import { attribute, button, h, write } from "./dom.js";
import { addressOf, copy, followAddress, hasOwnAddress, pageName } from "./link.js";
import { noteLine } from "./note.js";
import { derive, snapshot, watch } from "./state.js";
import { watchPrint } from "./theme.js";
import { words } from "./words.js";

const told = new WeakMap(); // model → { name, complaint from the address }

/**
 * widget({ kind, traits, link, problem, derived, start, view }) → the object that anywidget expects.
 *   traits   names that a redraw depends on      link   names that "Copy link" keeps
 *   problem(state) → null or { key, ... }: why this state cannot be drawn
 *   derived  [names, (model) => values]: traits that follow from those names, written for Python
 *   start(model) runs once a model (clocks) and returns its undo
 *   view({ model, t, note, speak, root, copyLink }) once a view: returns { parts, draw, keys?, stop? };
 *     draw() says speak(sentence) every time: it is spoken when it is another one, and not while playing
 */
export function widget({ kind, traits, link = [], problem = () => null, derived, start = () => {}, view }) {
  const now = (model) => snapshot(model, traits);
  return {
    initialize({ model }) {
      const about = { name: pageName(kind), complaint: null };
      told.set(model, about);
      const unfollow = followAddress({
        name: about.name,
        model,
        traits: link,
        tell: (why) => (about.complaint = why),
        refuse: (values) => problem({ ...now(model), ...values }),
      });
      const [names, values] = derived ?? [[], () => null];
      const stops = [
        unfollow,
        derive(model, names, () => (problem(now(model)) ? null : values(model))),
        start(model),
      ];
      return () => stops.forEach((stop) => stop?.());
    },

    render({ model, el }) {
      const t = words(model.get("labels"));
      const about = told.get(model) ?? { name: kind, complaint: null };
      const note = noteLine();
      const spoken = h("div", { class: "cw-spoken", role: "status", "aria-live": "polite" });
      const trouble = h("p", { class: "cw-trouble", role: "alert", hidden: true });
      const root = h("div", { class: "cw-frame", role: "group", "aria-label": t("title") });
      // JupyterLab looks for this on the focused control first: its own arrow keys would win otherwise
      root.addEventListener("focusin", ({ target }) => attribute(target, "data-lm-suppress-shortcuts", true));
      const { parts, draw, keys, stop } = view({
        model,
        t,
        note,
        root,
        speak: speaker(model, el, spoken),
        copyLink: linkButton({ model, t, note, about, link }),
      });
      const stage = h("div", { class: "cw-body" }, ...parts);
      root.append(stage, trouble, spoken);
      el.classList.add("cw");
      el.id ||= about.name;
      el.replaceChildren(root);
      if (keys) root.addEventListener("keydown", keys);

      function redraw() {
        const why = problem(now(model));
        attribute(stage, "hidden", Boolean(why));
        attribute(trouble, "hidden", !why);
        write(trouble, why ? t(why.key, why) : "");
        if (!why) draw();
      }
      const undo = [watch(model, traits, redraw), watchPrint(redraw)];
      redraw();
      if (about.complaint) note.complain(t(about.complaint.key, about.complaint));
      if (location.hash.startsWith(`#${about.name}?`)) {
        el.dispatchEvent(new Event("wanted", { bubbles: true })); // the page may keep it behind a gate
        el.scrollIntoView({ block: "center" });
      }
      el.dataset.ready = "1";
      return () => {
        undo.forEach((call) => call());
        stop?.();
      };
    },
  };
}

/** Say a new sentence to a screen reader: not while the page opens or plays, and of many in a row only the last. */
function speaker(model, el, line) {
  let [timer, last] = [null, null];
  return function speak(sentence) {
    if (model.get("playing") || sentence === last) return;
    last = sentence;
    clearTimeout(timer);
    if (el.dataset.ready) timer = setTimeout(() => write(line, sentence), 150);
  };
}

function linkButton({ model, t, note, about, link }) {
  if (!hasOwnAddress() || link.length === 0) return null;
  const el = button(t("copy_link"), async () => {
    const address = addressOf(about.name, model, link);
    history.replaceState(null, "", address);
    write(el, t((await copy(address)) ? "copied" : "in_address_bar"));
    setTimeout(() => write(el, t("copy_link")), 2500);
  });
  el.classList.add("cw-link");
  return el;
}
