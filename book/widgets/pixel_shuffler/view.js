// The pixel shuffler: the same pixels in another order, seen by a neuron and by a convolution.
import { button, h, write } from "../kit/frame/dom.js";
import { resetButton } from "../kit/frame/reset.js";
import { change } from "../kit/frame/state.js";
import { themeColours, watchTheme } from "../kit/frame/theme.js";
import { widget } from "../kit/frame/widget.js";
import { show } from "../kit/maths/numbers.js";
import { grouped, logBars } from "../kit/parts/bars.js";
import { paintGrey, paintSigned } from "../kit/parts/paint.js";
import { picture } from "../kit/parts/picture.js";
import { slider } from "../kit/parts/slider.js";
import { problem, scene, TRAITS, values, WHAT } from "./model.js";

function view({ model, t, note, speak, copyLink, limits }) {
  const probe = (row, col) => change(model, { probe: [row, col] });
  const column = (name) => {
    const shown = picture({ caption: t(name), label: "", probe, stroke: () => {} });
    const [what, number] = [h("span", { class: "cw-soft" }), h("strong")];
    shown.el.append(h("p", { class: "cw-under" }, what, number));
    return { ...shown, what, number };
  };
  const [photo, weights, map] = ["photo", "weights", "map"].map(column);
  const row = h("div", { class: "cw-trio" }, photo.el, weights.el, map.el);
  const how = slider({
    text: t("shuffle"),
    ...limits.shuffle,
    unit: "%",
    t,
    bad: note.complain,
    set: (shuffle) => change(model, { shuffle }),
  });
  const told = h("p", { class: "cw-told" });
  const bars = logBars({ caption: t("bars"), decades: 6, ticks: 2 });
  const again = button(t("other_order"), () => change(model, { seed: (model.get("seed") + 1) % 1000 }));
  const credit = h("p", { class: "cw-credit" });
  const settings = h(
    "div",
    { class: "cw-panel" },
    how.el,
    h("div", { class: "cw-actions" }, again, resetButton(model, t), copyLink),
  );

  function drawPictures(now) {
    const shape = [now.height, now.width];
    const theme = themeColours();
    const signed = (most) => (values, rgba) => paintSigned(values, rgba, { ...theme, most });
    photo.paint(now.pixels, shape, paintGrey);
    weights.paint(now.weights, shape, signed(9));
    map.paint(now.map, shape, signed(now.most));
  }

  function drawProbe(now) {
    const [i, j] = model.get("probe").map((at, axis) => Math.min(at, (axis ? now.width : now.height) - 1));
    const at = i * now.width + j;
    const pixel = { rows: 1, cols: 1, top: i, left: j, pixel: [i, j] };
    for (const shown of [photo, weights, map]) shown.mark(pixel);
    const from = now.perm[at];
    const values = {
      row: i + 1,
      col: j + 1,
      x: show(now.pixels[at]),
      w: show(now.weights[at]),
      y: show(now.map[at]),
      from_row: Math.floor(from / now.width) + 1,
      from_col: (from % now.width) + 1,
    };
    photo.name(t("photo_alt", values));
    weights.name(t("weights_alt", values));
    map.name(t("map_alt", values));
    return t(from === at ? "stayed" : "came", values);
  }

  function draw() {
    const now = scene(model);
    drawPictures(now);
    write(photo.what, t("moved"));
    write(photo.number, grouped(now.moved));
    write(weights.what, t("score"));
    write(weights.number, grouped(now.score));
    write(map.what, t("rough"));
    write(map.number, now.rough.toFixed(1));
    const values = {
      percent: now.shuffle,
      score: grouped(now.score),
      now: now.rough.toFixed(1),
      before: now.smooth.toFixed(1),
    };
    const sentence = t(now.shuffle ? "told" : "told_first", values);
    write(told, sentence);
    how.draw(now.shuffle, sentence);
    const size = now.width * now.height;
    bars.draw([
      { name: t("bar_full", { n: grouped(size) }), value: size * size },
      {
        name: t("bar_kernel", { rows: model.get("K").length, cols: model.get("K")[0].length }),
        value: model.get("K").length * model.get("K")[0].length,
        now: true,
      },
    ]);
    note.say(drawProbe(now));
    write(credit, t(model.get("own") ? "credit_own" : "credit"));
    speak(sentence);
  }
  return { parts: [row, told, settings, bars.el, note.el, credit], draw, stop: watchTheme(draw) };
}

const link = ["shuffle", "seed", "probe"];
export default widget({
  kind: "pixel-shuffler",
  traits: TRAITS,
  link,
  problem,
  derived: [WHAT, values],
  view,
});
