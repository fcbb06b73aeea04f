// The first screen: photo, window, nine numbers, one number, and the result that fills.
import { h, write } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { isPrinting, themeColours, watchTheme } from "../kit/frame/theme.js";
import { widget } from "../kit/frame/widget.js";
import { show } from "../kit/maths/numbers.js";
import { gate, isOpen } from "../kit/parts/gate.js";
import { grid } from "../kit/parts/grid.js";
import { paintGrey, paintSigned } from "../kit/parts/paint.js";
import { legend } from "../kit/parts/picture.js";
import { sign, stage } from "../kit/parts/stage.js";
import { tabs } from "../kit/parts/tabs.js";
import { timeline } from "../kit/parts/timeline.js";
import { lens, placeAround } from "./lens.js";
import { COLS, HEIGHT, problem, ROWS, scene, start, TRAITS, WEIGHTS, WIDTH } from "./model.js";

const FILL_MS = 600;

/** Is this pixel of an RGBA picture so light that figures on it must be black? */
const isLight = (rgba, at) => rgba[4 * at] * 0.3 + rgba[4 * at + 1] * 0.59 + rgba[4 * at + 2] * 0.11 > 120;

/** The photo, how near, and the result beside it: { photo, result, draw(now, asking), paint(), stop }. */
function pictures({ model, t }, asking) {
  const set = (values) => change(model, { ...values, playing: false, filled: true });
  const go = (row, col) => {
    const [top, left] = placeAround(row, col);
    set({ row: top, step: left });
  };
  const near = tabs(t("how_near"), ["photo", "patch", "nine"].map(t), (zoom) => change(model, { zoom }));
  const place = () => [model.get("row") + 1, model.get("step") + 1];
  const photo = lens({ title: [near.el], go, place });
  const scale = legend();
  const result = lens({ title: [h("span", {}, t("result")), scale.el] });
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let [image, rows, was, frame, last] = [null, 0, false, 0, null];

  /** Both pictures in the colours of the theme: once, and when it changes. */
  function paint() {
    const { pixels, result: values, most } = scene(model);
    const grey = photo.context.createImageData(WIDTH, HEIGHT);
    paintGrey(pixels, grey.data);
    photo.context.putImageData(grey, 0, 0);
    const inner = new Uint8ClampedArray(4 * ROWS * COLS);
    paintSigned(values, inner, { ...themeColours(), most });
    image = result.context.createImageData(WIDTH, HEIGHT); // each number where the middle of its window was
    for (let i = 0; i < ROWS; i += 1)
      image.data.set(inner.subarray(4 * i * COLS, 4 * (i + 1) * COLS), 4 * ((i + 1) * WIDTH + 1));
    scale.draw(true, Math.round(most));
    if (last) put();
  }
  /** So much of the result as has been written. */
  function put() {
    const { filled, row, step } = last;
    result.context.clearRect(0, 0, WIDTH, HEIGHT);
    if (filled) result.context.putImageData(image, 0, 0, 0, 0, WIDTH, 1 + rows);
    if (!filled || (rows > 0 && row >= rows))
      result.context.putImageData(image, 0, 0, 1, row + 1, filled ? COLS : step + 1, 1);
  }
  /** The other rows come from above, or at once. */
  function fill() {
    const begun = performance.now();
    cancelAnimationFrame(frame);
    const next = (now) => {
      rows = Math.min(ROWS, Math.ceil(((now - begun) / FILL_MS) * ROWS));
      put();
      if (rows < ROWS) frame = requestAnimationFrame(next);
    };
    if (still.matches || isPrinting()) rows = ROWS;
    else next(begun);
  }
  const written = ({ filled, row, step }, i, j) =>
    i >= 0 && j >= 0 && i < ROWS && j < COLS && (filled || (i === row && j <= step));

  function draw(now) {
    const full = now.filled && !asking();
    last = now;
    if (image === null) [rows] = [full ? ROWS : 0];
    if (full && !was && image) fill();
    was = full;
    if (image === null) paint();
    put();
    near.draw(now.zoom);
    photo.draw({
      view: now.view,
      mark: { top: now.row, left: now.step, rows: 3, cols: 3 },
      figure: (i, j) => ({
        text: String(now.pixels[i * WIDTH + j]),
        light: now.pixels[i * WIDTH + j] > 120,
      }),
    });
    result.draw({
      view: now.view,
      mark: { top: now.row + 1, left: now.step + 1, rows: 1, cols: 1 },
      figure: (i, j) =>
        written(now, i - 1, j - 1)
          ? { text: show(now.result[(i - 1) * COLS + j - 1]), light: isLight(image.data, i * WIDTH + j) }
          : null,
    });
    const values = { row: now.row + 1, col: now.step + 1, y: show(now.value) };
    photo.name(t("photo_alt", values));
    result.name(t(asking() ? "result_masked" : "result_alt", values));
  }
  return { photo, result, draw, paint, stop: () => cancelAnimationFrame(frame) };
}

/** window · weights = sum, and the same as a sentence whose numbers keep their places: { parts, draw(now), stop }. */
function onePixel({ t }) {
  const [seen, weights, sum] = ["window", "weights", "pixel"].map((name) =>
    grid({ name: `hero-${name}`, caption: t(name), t }),
  );
  const board = stage([seen.el, sign("×"), weights.el, sign("="), sum.el], () => [3, 3, 2], {
    oneRow: true,
  });
  const words = t("told").split(/\{(\w+)\}/); // text, name, text, name, …
  const slots = new Map();
  const told = h("p", { class: "cw-told" }, ...words.map((text, i) => (i % 2 ? slot(text) : text)));
  function slot(name) {
    slots.set(name, h("span", { class: `cw-slot is-${name}` }));
    return slots.get(name);
  }
  function draw({ seen: X, value, most }) {
    seen.draw(X, (a, b) => ({ grey: X[a][b] }));
    weights.draw(WEIGHTS, (a, b) => ({ tint: Math.abs(WEIGHTS[a][b]) }));
    sum.draw([[value]], () => ({ now: true, tint: Math.min(1, Math.abs(value) / most) }));
    board.fit();
    const [a, b, c, d, e, f] = [...X.map((line) => line[2]), ...X.map((line) => line[0])].map(show);
    const values = { a, b, c, d, e, f, y: show(value) };
    slots.forEach((el, name) => write(el, values[name]));
    return t("told", values);
  }
  return { parts: [board.el, told], draw, stop: board.stop };
}

function view(context) {
  const { model, t, note, speak, root, copyLink } = context;
  const replies = ["nothing", "bright", "same"].map((is) => ({
    is,
    text: t(`answer_${is}`),
    says: t(`says_${is}`),
    right: is === "nothing",
  }));
  const asked = gate(context, { ask: () => t("ask"), replies: () => replies, next: () => time.focus() });
  const shown = pictures(context, asked.asking);
  const pixel = onePixel(context);
  const time = timeline({ model, t, count: () => COLS, gate: asked, bare: true });
  if (copyLink) time.el.append(copyLink);
  asked.mask(shown.result.box);

  function draw() {
    const now = scene(model);
    root.classList.toggle("is-playing", now.playing);
    asked.draw();
    shown.draw(now);
    const sentence = pixel.draw(now);
    time.draw(sentence);
    note.say(t("credit", now.photo));
    speak(asked.told(sentence));
  }
  const unwatch = watchTheme(() => {
    shown.paint();
    draw();
  });
  const stop = () => [unwatch, shown.stop, pixel.stop].forEach((end) => end());
  const parts = [shown.photo.el, shown.result.el, ...pixel.parts, asked.el, time.el, note.el];
  return { parts: [h("div", { class: "cw-hero" }, ...parts)], draw, keys: time.keys, stop };
}

const derived = [["photo", "row", "step"], (model) => ({ value: scene(model).value })];
export default widget({
  kind: "photo-hero",
  traits: TRAITS,
  link: ["row", "step", "zoom"],
  problem,
  derived,
  start: (model) => start(model, () => isOpen(model)),
  view,
});
