// Signals one below the other, over one axis of positions with ticks, and a band behind that crosses them all.
import { attribute, h, write } from "../frame/dom.js";
import { emWidth, show } from "../maths/numbers.js";

const SMALLEST_PX = 11;
const TICK_PX = 24;

/**
 * lanes(all, { pressed, pick }): lanes of lane.js; pick(n) hears which position was pressed, on the axis or in a lane of `pressed`.
 * { el, draw({ low, places, n, band, numbers }), stop }: the axis begins at position `low`; n is the position that is now;
 * band: { left, wide } in cells; numbers: all that are shown, so that none is where the widest does not fit.
 */
export function lanes(all, { pressed = [], pick }) {
  const axis = h("div", { class: "cw-lane-plot cw-lane-axis", "aria-hidden": "true" });
  const band = h("div", { class: "cw-lane-band", "aria-hidden": "true" });
  const el = h(
    "div",
    { class: "cw-lanes" },
    h("div", { class: "cw-lane cw-lane-behind" }, h("div", { class: "cw-lane-plot" }, band)),
    ...all.map((one) => one.el),
    h("div", { class: "cw-lane cw-lane-below" }, axis),
  );
  const ticks = [];
  let [width, widest, places, low, measured] = [0, 1, 1, 0, null];

  for (const { plot } of pressed) plot.classList.add("is-pressed");
  for (const plot of [axis, ...pressed.map((one) => one.plot)])
    plot.addEventListener("click", ({ target }) => {
      const at = target.closest(".cw-lane-sample, .cw-lane-tick")?.style.getPropertyValue("--at");
      if (at) pick(Number(at) + low);
    });

  /** Where numbers do not fit side by side, only the one that is now stays. */
  function fit() {
    const cell = width / places;
    el.classList.toggle("is-tight", width > 0 && widest * SMALLEST_PX > cell);
    const every = [1, 2, 5, 10].find((step) => step * cell >= TICK_PX) ?? 10;
    for (const tick of ticks) tick.classList.toggle("is-bare", Number(tick.dataset.n) % every !== 0);
  }
  const watcher = new ResizeObserver(([{ contentRect }]) => {
    width = contentRect.width;
    fit();
  });
  watcher.observe(axis);

  let drawn = "";

  function drawAxis(n) {
    const key = [low, places].join();
    while (ticks.length < places) ticks.push(axis.appendChild(h("span", { class: "cw-lane-tick" })));
    ticks.forEach((tick, i) => {
      tick.classList.toggle("is-now", low + i === n);
      if (key === drawn) return;
      attribute(tick, "hidden", i >= places);
      tick.style.setProperty("--at", i);
      tick.dataset.n = low + i;
      write(tick, show(low + i));
    });
    drawn = key;
  }
  function draw(now) {
    [low, places] = [now.low, now.places];
    el.style.setProperty("--places", places);
    band.style.setProperty("--left", now.band.left);
    band.style.setProperty("--wide", now.band.wide);
    drawAxis(now.n);
    if (now.numbers !== measured) widest = Math.max(...now.numbers.map((x) => emWidth(show(x))));
    measured = now.numbers;
    fit();
  }
  return { el, draw, stop: () => watcher.disconnect() };
}
