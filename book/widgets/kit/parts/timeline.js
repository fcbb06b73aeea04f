// Play · step back · step · scrub · reset, with the keys of a video player, and the clock that turns the pages.
import { attribute, button, h, write } from "../frame/dom.js";
import { resetButton } from "../frame/reset.js";
import { change, watch } from "../frame/state.js";
import { clamp } from "../maths/numbers.js";
import { faster, paceOf } from "./speed.js";

/**
 * A row of controls over the traits step and playing; count() is how many steps there are.
 * bare: Play, the position and Reset alone.
 * gate: a gate or a predictor; while it is asking(), Play does not run and it says why: refuse().
 */
export function timeline({ model, t, count, gate = { asking: () => false }, bare = false }) {
  const go = (step) => change(model, { step: clamp(step, 0, count() - 1), playing: false });
  const at = () => model.get("step");
  function toggle() {
    if (model.get("playing")) change(model, { playing: false });
    else if (gate.asking()) gate.refuse();
    else change(model, { playing: true, step: at() >= count() - 1 ? 0 : at() });
  }
  const play = button(t("play"), toggle, { main: true });
  const back = button("‹", () => go(at() - 1), { label: t("back") });
  const on = button("›", () => go(at() + 1), { label: t("step") });
  const scrub = h("input", {
    type: "range",
    class: "cw-scrub",
    min: 0,
    "aria-label": t("position"),
    oninput: () => go(Number(scrub.value)),
  });
  const counter = h("span", { class: "cw-count", "aria-hidden": "true" });
  const el = h(
    "div",
    { class: "cw-timeline", role: "group", "aria-label": t("timeline") },
    ...(bare ? [play, scrub] : [play, back, on, scrub, counter]),
    resetButton(model, t),
  );

  function draw(saying) {
    const [step, last] = [at(), count() - 1];
    write(play, t(model.get("playing") ? "pause" : "play"));
    attribute(play, "aria-disabled", gate.asking() ? "true" : null); // it still hears a press, and says why not
    attribute(scrub, "max", last);
    el.classList.toggle("is-long", last > 9); // on a phone a finger needs a whole row for so many steps
    scrub.value = step;
    attribute(scrub, "aria-valuetext", saying);
    write(counter, `${step + 1} / ${last + 1}`);
    attribute(back, "aria-disabled", step === 0 ? "true" : null); // a disabled button would lose the focus
    attribute(on, "aria-disabled", step >= last ? "true" : null);
  }

  const KEYS = {
    " ": toggle,
    k: toggle,
    ArrowLeft: () => go(at() - 1),
    ArrowRight: () => go(at() + 1),
    Home: () => go(0),
    End: () => go(count() - 1),
    "<": () => faster(model, -1),
    ">": () => faster(model, 1),
  };

  /** Hear the keys anywhere in the widget, except where they already mean something. */
  function keys(event) {
    const { target, key } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(key in KEYS)) return;
    if (target.matches("input:not([type=range]), select, textarea")) return;
    if (key === " " && target.matches("button")) return;
    if (/^(Arrow|Home|End)/.test(key) && target.matches("[type=range]")) return;
    KEYS[key]();
    event.preventDefault();
    event.stopPropagation();
  }
  return { el, draw, keys, focus: () => scrub.focus({ preventScroll: true }) };
}

/** Advance step while playing; one clock a model, however many views it has. may(): false holds the page. */
export function clock(model, count, may = () => true) {
  let timer = null;
  const stop = () => clearTimeout(timer);
  function tick() {
    stop();
    if (!model.get("playing")) return;
    const next = model.get("step") + 1;
    if (next >= count() || !may()) change(model, { playing: false });
    else change(model, { step: next });
  }
  function wind() {
    stop();
    if (model.get("playing")) timer = setTimeout(tick, may() ? paceOf(model) : 0);
  }
  const unwatch = watch(model, ["playing", "step", "interval_ms", "speed"], wind);
  wind();
  return () => {
    stop();
    unwatch();
  };
}
