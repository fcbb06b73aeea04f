// What every widget has in common: a frame, labels, one draw for all changes, a spoken line, a link, a complaint.
import { attribute, button, h, write } from "./dom.js";
import { beyond } from "./limits.js";
import { addressOf, copy, followAddress, hasOwnAddress, pageName } from "./link.js";
import { noteLine } from "./note.js";
import { derive, remember, snapshot, watch } from "./state.js";
import { watchPrint } from "./theme.js";
import { words } from "./words.js";

const told = new WeakMap(); // model → { name, complaint from the address, views that show it }

/**
 * widget({ kind, traits, link, problem, derived, start, view }) → the object that anywidget expects.
 *   traits   names that a redraw depends on      link   names that "Copy link" keeps
 *   late     names of traits of which a page brings a part later (`at_first`): not the reader's, so *Reset* leaves them
 *   problem(state) → null or { key, ... }: why this state cannot be drawn
 *   derived  [names, (model) => values]: traits that follow from those names, written for Python
 *   start(model) runs once a model (clocks) and returns its undo
 *   view({ model, t, note, speak, root, copyLink, limits }) once a view: returns { parts, draw, keys?, stop? };
 *     draw() says speak(sentence) every time: it is spoken when it is another one, and not while playing
 */
export function widget({
  kind,
  traits,
  late = [],
  link = [],
  problem = () => null,
  derived,
  start = () => {},
  view,
}) {
  const now = (model) => snapshot(model, [...traits, ...late]);
  const limitsOf = (model) => model.get("limits") ?? {};
  const whyNot = (model, state) => beyond(state, limitsOf(model), model.get("labels")) ?? problem(state);
  return {
    initialize({ model }) {
      const about = { name: pageName(kind), complaint: null, views: new Set() };
      told.set(model, about);
      remember(model, traits);
      const unfollow = followAddress({
        name: about.name,
        model,
        traits: link,
        refuse: (values) => whyNot(model, { ...now(model), ...values }),
        tell(why, phrase) {
          about.complaint = why;
          if (!why && !phrase) remember(model, traits);
          for (const show of about.views) show(phrase);
        },
      });
      const [names, values] = derived ?? [[], () => null];
      const stops = [
        unfollow,
        derive(model, names, () => (whyNot(model, now(model)) ? null : values(model))),
        start(model),
      ];
      return () => stops.forEach((stop) => stop?.());
    },

    render({ model, el }) {
      const t = words(model.get("labels"));
      const about = told.get(model) ?? { name: kind, complaint: null, views: new Set() };
      const spoken = h("div", { class: "cw-spoken", role: "status", "aria-live": "polite" });
      const trouble = h("p", { class: "cw-trouble", role: "alert", hidden: true });
      const root = h("div", { class: "cw-frame", role: "group", "aria-label": t("title") });
      const note = noteLine(root);
      // JupyterLab looks for this on the focused control first: its own arrow keys would win otherwise
      root.addEventListener("focusin", ({ target }) => attribute(target, "data-lm-suppress-shortcuts", true));
      const { speak, done } = speaker(model, el, spoken);
      const { parts, draw, keys, stop } = view({
        model,
        t,
        note,
        root,
        speak,
        limits: limitsOf(model),
        copyLink: linkButton({ model, t, note, about, link }),
      });
      const stage = h("div", { class: "cw-body" }, ...parts);
      root.append(stage, trouble, spoken);
      el.classList.add("cw");
      el.id ||= about.name;
      el.replaceChildren(root);
      if (keys) root.addEventListener("keydown", keys);

      function redraw() {
        const why = whyNot(model, now(model));
        attribute(stage, "hidden", Boolean(why));
        attribute(trouble, "hidden", !why);
        write(trouble, why ? t(why.key, why) : "");
        if (!why) draw();
      }
      function answer() {
        redraw();
        note.good();
      }
      /** words: of the phrase in the page's text that has asked for this state */
      function showComplaint(words) {
        const why = about.complaint;
        note.complain(why && t(why.key, why));
        if (!words) return;
        redraw();
        if (!why) done(t("follows_text", { words }));
        lookHere(el, root);
      }
      const undo = [watch(model, traits, answer), watch(model, late, redraw), watchPrint(redraw)];
      redraw();
      showComplaint();
      about.views.add(showComplaint);
      if (location.hash.startsWith(`#${about.name}?`)) {
        el.dispatchEvent(new Event("wanted", { bubbles: true })); // the page may keep it behind a gate
        el.scrollIntoView({ block: "center" });
      }
      el.dataset.ready = "1";
      return () => {
        undo.forEach((call) => call());
        about.views.delete(showComplaint);
        stop?.();
      };
    },
  };
}

/**
 * speak(sentence) says a new sentence to a screen reader: not while the page opens or plays, and of many in a row
 * only the last. done(words) says the last one again, behind what was asked for.
 */
function speaker(model, el, line) {
  let [timer, last] = [null, ""];
  function say(sentence) {
    clearTimeout(timer);
    if (el.dataset.ready) timer = setTimeout(() => write(line, sentence), 150);
  }
  function speak(sentence) {
    if (model.get("playing") || sentence === last) return;
    last = sentence;
    say(sentence);
  }
  function done(words) {
    write(line, "");
    say(`${words} ${last}`);
  }
  return { speak, done };
}

/** What the text has set is in sight, and for a moment it says so. It moves only if most of it is not. */
function lookHere(el, root) {
  const under = parseFloat(getComputedStyle(el).scrollMarginTop); // what stays above it: the bar of the page
  const { top, bottom, height } = el.getBoundingClientRect();
  const isTall = height > innerHeight - under;
  const seen = Math.min(bottom, innerHeight) - Math.max(top, under);
  if (seen < (isTall ? innerHeight / 2 : height - 1)) {
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    el.scrollIntoView({ behavior, block: isTall ? "start" : "nearest" });
  }
  root.classList.add("is-set");
  setTimeout(() => root.classList.remove("is-set"), 1500);
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
