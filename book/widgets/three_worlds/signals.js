// The two tabs' signals: under a window that means, and under one that ends at the present.
import { attribute, h } from "../kit/frame/dom.js";
import { show } from "../kit/maths/numbers.js";
import { lane } from "../kit/parts/lane.js";
import { lanes } from "../kit/parts/lanes.js";
import { WEIGHTS } from "./model.js";

const biggest = (X) => Math.max(...X.map(Math.abs)) || 1;
const scaled = (X) => ({ most: biggest(X), signed: X.some((x) => x < 0) });
const list = (X) => X.map((x) => show(x)).join(" ");

const read = new WeakMap(); // an array → what the steps of a signal share
/** numbers, { most, signed }, and each sample twice: as it lies there, and as part of what is now. */
function readable(X, first) {
  if (!read.has(X)) {
    const numbers = [...X.values];
    const samples = (now) => numbers.map((value, i) => ({ at: first + i, value, text: show(value), now }));
    read.set(X, { numbers, scale: scaled(numbers), rest: samples(false), now: samples(true) });
  }
  return read.get(X);
}

/** A signal and its means, each under the middle of its window: { el, draw(world), stop }. */
export function meaned({ t }, press) {
  const [input, output] = [lane({ name: "lying" }), lane({ name: "output" })];
  const board = lanes([input, output], { pressed: [input, output], pick: (n) => press(n - 1) });
  let [of, both] = [null, []];

  function draw({ X, Y, d, place: [at], value }) {
    const [x, y] = [readable(X, 0), readable(Y, d)]; // another d, another Y
    if (of !== Y) [of, both] = [Y, [...x.numbers, ...y.numbers]];
    const covers = (i) => i >= at && i <= at + 2 * d && (i - at) % d === 0;
    const from = { from: at + 1, to: at + 1 + 2 * d, n: x.numbers.length };
    input.draw({
      titles: [t("x")],
      label: t("alt_signal", from),
      samples: x.rest.map((one, i) => (covers(i) ? x.now[i] : one)),
      ...x.scale,
    });
    output.draw({
      titles: [t("y")],
      label: t("alt_signal_out", { n: y.numbers.length, value: show(value) }),
      samples: y.rest.map((one, i) => (i === at ? y.now[i] : one)),
      ...x.scale,
    });
    board.draw({
      low: 1,
      places: x.numbers.length,
      n: at + 1 + d,
      band: { left: at, wide: 2 * d + 1 },
      numbers: both,
    });
  }
  return { el: board.el, draw, stop: board.stop };
}

/** x with zeros before it, the weights that slide up to the present, and y: { el, draw(now), stop }. */
export function inTime({ t }, press) {
  const [past, weights, output] = [
    lane({ name: "lying" }),
    lane({ name: "sliding", carried: true }),
    lane({ name: "output" }),
  ];
  const board = lanes([past, weights, output], { pressed: [past, output], pick: (n) => press(n - 1) });
  const later = h("div", { class: "cw-later", "aria-hidden": "true" });
  past.plot.append(later);
  attribute(output.plot, "tabindex", "0");

  function draw({ x, y, step, pads, dilation: d }) {
    const known = { n: step + 1, numbers: list(x.slice(0, step + 1)) };
    const zeros = Array.from({ length: pads }, (_, i) => ({ at: i, value: 0, text: "0", now: i >= step }));
    const covers = (i) => i <= step && i >= step - pads && (step - i) % d === 0;
    past.draw({
      titles: [t("x")],
      label: t("alt_x", known),
      samples: [
        ...zeros,
        ...x.map((one, i) => ({
          at: pads + i,
          value: one,
          text: i <= step ? show(one) : "",
          off: i > step,
          now: covers(i),
        })),
      ],
      ...scaled(x),
    });
    later.style.setProperty("--from", pads + step + 1);
    weights.draw({
      titles: [t("w")],
      label: t("alt_w", { numbers: list([...WEIGHTS].reverse()) }),
      samples: WEIGHTS.map((w, a) => ({ at: pads - a * d, value: w, text: show(w), now: true })),
      ...scaled(WEIGHTS),
      window: { left: step, wide: pads + 1 },
    });
    output.draw({
      titles: [t("y")],
      label: t("alt_y", { n: step + 1, numbers: list(y.slice(0, step + 1)) }),
      samples: y.map((one, i) => ({
        at: pads + i,
        value: one,
        text: i <= step ? show(one) : "·",
        off: i > step,
        now: i === step,
      })),
      ...scaled(y),
    });
    board.draw({
      low: 1 - pads,
      places: x.length + pads,
      n: step + 1,
      band: { left: step, wide: pads + 1 },
      numbers: [...x, ...y],
    });
  }
  return { el: board.el, draw, stop: board.stop };
}
