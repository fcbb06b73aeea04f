// How fast Play turns the pages: ¼, 1 or 4 times as fast as the widget's own pace.
import { change } from "../frame/state.js";
import { choice } from "./controls.js";

const SPEEDS = [0.25, 1, 4];

/** The setting over the trait speed: { el, draw() }. The keys < and > do the same, by the timeline. */
export function speed({ model, t }) {
  const options = SPEEDS.map((value) => [String(value), t(`speed_${value}`)]);
  const { el, draw } = choice(t("speed"), options, (key) => change(model, { speed: Number(key) }));
  return { el, draw: () => draw(String(model.get("speed"))) };
}

/** Faster or slower by one speed, where there is one, in a widget that has speeds. */
export function faster(model, by) {
  const next = SPEEDS[SPEEDS.indexOf(model.get("speed")) + by];
  if (next && model.get("speed")) change(model, { speed: next });
}

/** Milliseconds from one page to the next; a reader who wants less motion gets pages of a second or more. */
export function paceOf(model) {
  const own = model.get("interval_ms") / (model.get("speed") ?? 1);
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? Math.max(1000, own) : own;
}
