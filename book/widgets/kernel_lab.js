// The kernel lab: pull the numbers of a kernel and watch what it does to a photo, or to your own drawing.
import { button, choice, panel, sizeField, unbroken } from "./shared/controls.js";
import { corrImage } from "./shared/conv.js";
import { h, write } from "./shared/dom.js";
import { formula } from "./shared/formula.js";
import { grid } from "./shared/grid.js";
import { biggest, matrixProblem, rank, resized, withEntry } from "./shared/matrices.js";
import { emWidth, factor, isShownInFull, show } from "./shared/numbers.js";
import { base64Of, bytesOf, legend, paintGrey, paintSigned, picture, scaleOf, themeColours, watchTheme } from "./shared/picture.js";
import { KERNELS, presetOf } from "./shared/presets.js";
import { sign, stage } from "./shared/stage.js";
import { change, snapshot } from "./shared/state.js";
import { widget } from "./shared/widget.js";

const TRAITS = ["K", "picture", "pictures", "drawing", "colours", "probe"];
const PRESETS = ["identity", "box", "gauss", "sharpen", "sobel_x", "sobel_y", "laplace", "emboss"];
const BLANK = { width: 128, height: 96 };
const LARGEST = 7;

function problem({ K, picture: name, pictures }) {
  const bad = matrixProblem("K", K);
  if (bad) return bad;
  if (Math.max(K.length, K[0].length) > LARGEST) return { key: "bad_kernel_size", got: `${K.length} × ${K[0].length}`, most: LARGEST };
  const known = [...pictures.map(({ key }) => key), "drawing"];
  return known.includes(name) ? null : { key: "bad_picture", got: name, known: known.join(", ") };
}

function view({ model, t, note, speak, copyLink, root }) {
  const set = (values) => change(model, values);
  const bad = note.complain;
  const read = new Map(); // base64 → bytes: a photo is decoded once
  let [source, result, pen] = [null, null, null];

  function currentPicture() {
    const { picture: name, pictures, drawing } = snapshot(model, TRAITS);
    if (name === "drawing") {
      if (!pen || pen.from !== drawing) pen = { from: drawing, pixels: drawing ? bytesOf(drawing) : new Uint8Array(BLANK.width * BLANK.height).fill(24) };
      return { ...BLANK, pixels: pen.pixels };
    }
    const { width, height, pixels } = pictures.find(({ key }) => key === name);
    if (!read.has(pixels)) read.set(pixels, bytesOf(pixels));
    return { width, height, pixels: read.get(pixels) };
  }

  // ---- the two pictures
  const probe = (row, col) => set({ probe: [row, col] });
  function stroke(row, col, done) {
    const { width, height, pixels } = currentPicture();
    for (let y = row - 3; y <= row + 3; y += 1) {
      for (let x = col - 3; x <= col + 3; x += 1) {
        const far = Math.hypot(y - row, x - col);
        if (y < 0 || x < 0 || y >= height || x >= width || far > 3) continue;
        pixels[y * width + x] = Math.max(pixels[y * width + x], far < 2 ? 255 : 160);
      }
    }
    if (!done) return drawPictures();
    const drawing = base64Of(pixels);
    pen = { from: drawing, pixels };
    return set({ drawing });
  }
  const before = picture({ caption: t("photo"), label: "", probe, stroke });
  const after = picture({ caption: t("result"), label: "", probe, stroke: () => {} });
  const scale = legend();
  after.title.append(scale.el);
  const pictures = h("div", { class: "cw-pictures" }, before.el, after.el);

  // ---- one pixel: its window, the kernel, the sum
  const patch = grid({ name: "patch", caption: t("window"), t, hover: (row, col) => point(indexOf(row, col)) });
  const kernel = grid({ name: "kernel", caption: t("kernel"), t, bad, touchDrag: true,
    edit: (row, col, value) => set({ K: withEntry(model.get("K"), row, col, value) }),
    hover: (row, col) => point(indexOf(row, col)) });
  const pixel = grid({ name: "pixel", caption: t("pixel"), t });
  const width = () => model.get("K")[0].length;
  const board = stage([patch.el, sign("⋆", "cw-star"), kernel.el, sign("="), pixel.el], () => [width(), width(), 2], { oneRow: true });
  const said = formula({ t, hover: (index) => point(index) });
  const answer = h("span", { class: "cw-plain-answer" });
  said.result.append(answer);
  const indexOf = (row, col) => (row === undefined ? undefined : row * width() + col);
  function point(index) {
    const at = index === undefined ? [-1, -1] : [Math.floor(index / width()), index % width()];
    patch.mark(...at);
    kernel.mark(...at);
    said.mark(index ?? -1);
  }

  // ---- controls
  const tryOut = (values) => {
    const why = problem({ ...snapshot(model, TRAITS), ...values });
    if (!why) set(values);
    return why ? t(why.key, why) : null;
  };
  const preset = choice(t("preset"), [["own", t("kernel_own")], ...PRESETS.map((key) => [key, t(`kernel_${key}`)])], (key) => {
    bad(KERNELS[key] ? tryOut({ K: KERNELS[key] }) : null);
    preset.draw(presetOf(model.get("K"), PRESETS));
  });
  const size = sizeField({ text: t("kernel_size"), min: 1, max: 5, t, bad,
    accept: ([rows, cols]) => tryOut({ K: resized(model.get("K"), rows, cols, () => 0) }) });
  const named = (key) => t(`picture_${key}`);
  const which = choice(t("photo"), [...model.get("pictures").map(({ key, title }) => [key, title ?? named(key)]), ["drawing", t("picture_drawing")]],
    (key) => set({ picture: key }));
  const colours = choice(t("colours"), ["auto", "grey", "signed"].map((key) => [key, t(`colours_${key}`)]), (key) => set({ colours: key }));
  const clear = button(t("clear"), () => set({ drawing: "" }));
  const controls = panel(t, { inline: true, switches: [preset.el, which.el], actions: [clear, copyLink], settings: [size.el, colours.el] });
  const cost = h("p", { class: "cw-cost" });

  // ---- drawing
  function windowAt(row, col) {
    const K = model.get("K");
    const [top, left] = [row - ((K.length - 1) >> 1), col - ((K[0].length - 1) >> 1)];
    const edge = (value, most) => Math.min(most - 1, Math.max(0, value));
    const values = K.map((line, a) => line.map((_, b) => source.pixels[edge(top + a, source.height) * source.width + edge(left + b, source.width)]));
    return { top, left, values };
  }

  function isSigned(K) {
    const mode = model.get("colours");
    if (mode !== "auto") return mode === "signed";
    return K.flat().reduce((sum, w) => sum + w, 0) < 0.5; // grey where brightness survives the kernel
  }

  function drawPictures() {
    const K = model.get("K");
    source = currentPicture();
    if (result?.length !== source.pixels.length) result = new Float32Array(source.pixels.length);
    corrImage(source.pixels, source.width, source.height, K, result);
    const shape = [source.height, source.width];
    before.paint(source.pixels, shape, paintGrey);
    const signed = isSigned(K);
    const most = signed ? scaleOf(result) : 255;
    const theme = themeColours();
    after.paint(result, shape, signed ? (values, rgba) => paintSigned(values, rgba, { ...theme, most }) : paintGrey);
    scale.draw(signed, Math.round(most));
    return { signed, most };
  }

  function drawPixel({ signed, most: full }) {
    const K = model.get("K");
    const [row, col] = [Math.min(source.height - 1, model.get("probe")[0]), Math.min(source.width - 1, model.get("probe")[1])];
    const { top, left, values } = windowAt(row, col);
    const value = Number(result[row * source.width + col].toFixed(4));
    before.mark({ top, left, rows: K.length, cols: K[0].length, pixel: [row, col] });
    after.mark({ top: row, left: col, rows: 1, cols: 1, pixel: [row, col] });
    patch.draw(values, (a, b) => ({ grey: values[a][b] }));
    const most = biggest(K) || 1;
    kernel.draw(K, (a, b) => ({ tint: Math.abs(K[a][b]) / most }));
    pixel.draw([[value]], () => (signed ? { now: true, tint: Math.min(1, Math.abs(value) / full) } : { now: true, grey: value }));
    const terms = values.flatMap((line, a) => line.map((x, b) => ({ text: `${factor(x)}·${factor(K[a][b])}`, zero: x * K[a][b] === 0,
      label: t("term", { x: show(x), w: show(K[a][b]), row: a + 1, col: b + 1 }) })));
    const exact = K.flat().every(isShownInFull);
    const place = t("where", { row: row + 1, col: col + 1 });
    const widest = Math.max(...K.flat().map((w) => emWidth(`255·${factor(w)}`)));
    said.draw({ place, terms, perRow: K[0].length, exact, widest, widestAnswer: 3.2 });
    write(answer, show(value));
    const sentence = `${place}: ${terms.map(({ text }) => text).join(" + ")} ${exact ? "=" : "≈"} ${show(value)}`;
    before.name(t("photo_alt", { picture: which.textOf(), row: row + 1, col: col + 1, value: show(source.pixels[row * source.width + col]) }));
    after.name(t("result_alt", { kernel: preset.textOf(), row: row + 1, col: col + 1, value: show(value) }));
    speak(sentence);
  }

  function drawCost(K) {
    const [r, all] = [rank(K), K.length * K[0].length];
    const apart = r * (K.length + K[0].length);
    const values = { rank: r, most: Math.min(K.length, K[0].length), all, apart, rows: K.length, cols: K[0].length };
    const key = r === 0 ? "cost_zero" : r === 1 ? "cost_separable" : apart < all ? "cost_sum" : "cost_whole";
    write(cost, unbroken(t(key, values)));
  }

  function draw() {
    const { K, picture: name, colours: mode } = snapshot(model, TRAITS);
    preset.draw(presetOf(K, PRESETS));
    size.draw([K.length, K[0].length]);
    which.draw(name);
    colours.draw(mode);
    clear.hidden = name !== "drawing";
    before.draw(name === "drawing");
    drawPixel(drawPictures());
    drawCost(K);
    note.say(name === "drawing" ? t("draw_hint") : hint(name));
    board.fit();
  }
  function hint(name) {
    const { credit } = model.get("pictures").find(({ key }) => key === name);
    return credit ? `${t("pull_hint")} ${t("credit", { credit })}` : t("pull_hint");
  }
  const unwatch = watchTheme(() => source && drawPictures());
  const stop = () => {
    unwatch();
    board.stop();
  };
  return { parts: [pictures, board.el, said.el, cost, controls, note.el], draw, stop };
}

export default widget({ kind: "kernel-lab", traits: TRAITS, link: ["K", "picture", "colours", "probe"], problem, view });
