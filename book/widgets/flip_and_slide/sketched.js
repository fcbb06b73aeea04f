// The output as the reader expects it: drawn like a signal, by pointer or by arrow keys; later the true one lies over it.
import { change } from "../kit/frame/state.js";
import { clamp, show } from "../kit/maths/numbers.js";
import { drawn } from "./drawn.js";
import { isSketched, scene } from "./model.js";

const SIDEWAYS = { ArrowLeft: -1, ArrowRight: 1 };
const UPWARDS = { ArrowUp: 1, ArrowDown: -1 };
const ROOM = 2; // a guess may be higher than what comes out

/**
 * sketched(plot, model) makes plot a drawing board while it is turned on.
 * { isOn, turn(on), draw(lane, …), ghosts(now, at), scale(now), told(now, t) }: ghosts are the samples of the sketch behind the output;
 * scale is the value of the longest stem, the same for both; null where nothing was to be drawn.
 */
export function sketched(plot, model) {
  let [on, chosen] = [false, 0];
  const scale = (now) => (isSketched(now) ? Math.min(now.lying.length, now.given.length) + ROOM : null);
  const fitted = (values, most) => values.map((x) => clamp(x, 0, most));
  const set = (values) => change(model, { sketch: [fitted(values, scale(scene(model)))] });

  drawn(plot, {
    now() {
      if (!on) return null;
      const now = scene(model);
      const indexOf = (cell) => {
        chosen = cell + now.low - now.first;
        return chosen;
      };
      return { values: now.sketch, places: now.positions, most: scale(now), indexOf };
    },
    set,
  });
  plot.addEventListener("keydown", (event) => {
    if (!on || !(event.key in SIDEWAYS || event.key in UPWARDS)) return;
    const { sketch, count } = scene(model);
    const at = clamp(chosen, 0, count - 1);
    chosen = clamp(at + (SIDEWAYS[event.key] ?? 0), 0, count - 1);
    const raised = sketch[at] + (UPWARDS[event.key] ?? 0);
    if (event.key in SIDEWAYS) model.set("step", chosen);
    set(sketch.map((was, i) => (i === at ? raised : was)));
    event.preventDefault();
    event.stopPropagation();
  });

  function turn(isOn) {
    on = isOn;
    plot.classList.toggle("is-drawn", on);
  }
  /** { titles, name }: of the lane. */
  function draw(lane, { now, at, titles, name, t }) {
    const here = clamp(chosen, 0, now.count - 1);
    const numbers = now.sketch.map((x) => show(x)).join(" ");
    const place = show(now.first + here);
    lane.draw({
      titles,
      label: t("alt_sketch", { name, place, value: show(now.sketch[here]), numbers }),
      samples: now.sketch.map((value, i) => ({
        at: at(now.first + i),
        value,
        text: show(value),
        now: i === here,
        guessed: true,
      })),
      most: scale(now),
      signed: false,
    });
  }
  function ghosts(now, at) {
    if (!isSketched(now) || now.sketch.every((x) => x === 0)) return [];
    return now.sketch.map((value, i) => ({ at: at(now.first + i), value, text: "", guessed: true }));
  }
  /** What a screen reader hears of a stroke; null before the first. */
  function told(now, t) {
    const here = clamp(chosen, 0, now.count - 1);
    if (now.sketch.every((x) => x === 0)) return null;
    return t("told_sketch", { place: show(now.first + here), value: show(now.sketch[here]) });
  }
  return { isOn: () => on, turn, draw, ghosts, scale, told };
}
