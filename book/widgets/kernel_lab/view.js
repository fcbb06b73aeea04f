// The kernel lab: pull the numbers of a kernel and watch what it does to a photo, or to your own drawing.
import { button, freshId, h, write } from "../kit/frame/dom.js";
import { unbroken } from "../kit/frame/note.js";
import { resetButton } from "../kit/frame/reset.js";
import { change, snapshot } from "../kit/frame/state.js";
import { themeColours, watchTheme } from "../kit/frame/theme.js";
import { widget } from "../kit/frame/widget.js";
import { biggest, rank, recentred, withEntry } from "../kit/maths/matrices.js";
import { show } from "../kit/maths/numbers.js";
import { presetOf } from "../kit/maths/presets.js";
import { choice, panel, sizeField, toggle } from "../kit/parts/controls.js";
import { formula } from "../kit/parts/formula.js";
import { grid } from "../kit/parts/grid.js";
import { paintGrey, paintSigned } from "../kit/parts/paint.js";
import { legend, picture } from "../kit/parts/picture.js";
import { sign, stage } from "../kit/parts/stage.js";
import { isExact, spokenSum, termsOf, widestProduct } from "../kit/parts/terms.js";
import { drawingBoard } from "./drawing.js";
import { PRESETS, problem, stagesOf, TRAITS } from "./model.js";
import { ownPhoto, readPhoto } from "./own_photo.js";

/** The photo, what the first kernel made of it if there are two, and the result. */
function pictures({ model, t }, stroke) {
  const probe = (row, col) => change(model, { probe: [row, col] });
  const before = picture({ caption: t("photo"), label: "", probe, stroke });
  const results = ["between", "result"].map((name) => {
    const scale = legend();
    const shown = picture({ caption: t(name), label: "", probe, stroke: () => {} });
    shown.title.append(scale.el);
    return { ...shown, scale };
  });
  const el = h("div", { class: "cw-pictures cw-lab" }, before.el, ...results.map((shown) => shown.el));
  const used = (stages) => (stages.length === 2 ? results : [results[1]]);

  function paint(stages) {
    const { source } = stages[0];
    const shape = [source.height, source.width];
    const theme = themeColours();
    before.paint(source.pixels, shape, paintGrey);
    used(stages).forEach(({ paint, scale }, i) => {
      const { result, signed, most } = stages[i];
      const inSigns = (values, rgba) => paintSigned(values, rgba, { ...theme, most });
      paint(result, shape, signed ? inSigns : paintGrey);
      scale.draw(signed, most);
    });
    results[0].el.hidden = stages.length === 1;
    el.classList.toggle("is-three", stages.length === 2);
    el.classList.toggle("is-large", model.get("large"));
    before.draw(model.get("picture") === "drawing");
  }
  function mark(stages, names) {
    const [{ K, source, row, col, top, left }] = stages;
    const place = { row: row + 1, col: col + 1 };
    const grey = show(source.pixels[row * source.width + col]);
    before.mark({ top, left, rows: K.length, cols: K[0].length, pixel: [row, col] });
    before.name(t("photo_alt", { ...place, picture: names.picture, value: grey }));
    used(stages).forEach(({ mark, name }, i) => {
      const next = i + 1 < stages.length ? stages[i + 1] : null;
      const seen = next ? { top: next.top, left: next.left } : { top: row, left: col };
      const [rows, cols] = next ? [next.K.length, next.K[0].length] : [1, 1];
      mark({ ...seen, rows, cols, pixel: [row, col] });
      name(t("result_alt", { ...place, kernel: names.kernels[i], value: show(stages[i].value) }));
    });
  }
  return { el, paint, mark };
}

/** One pixel: its window ⋆ the kernel = its value, and the same as a sentence. draw(stage) returns the sentence. */
function onePixel({ model, t, note }, trait, caption) {
  const width = () => model.get(trait)[0].length;
  const hover = (row, col) => point(row === undefined ? undefined : row * width() + col);
  const patch = grid({ name: "patch", caption: t("window"), t, hover });
  const kernel = grid({
    name: "kernel",
    caption,
    t,
    bad: note.complain,
    touchDrag: true,
    hover,
    edit: (row, col, value) => change(model, { [trait]: withEntry(model.get(trait), row, col, value) }),
  });
  const pixel = grid({ name: "pixel", caption: t("pixel"), t });
  const parts = [patch.el, sign("⋆", "cw-star"), kernel.el, sign("="), pixel.el];
  const board = stage(parts, () => [width(), width(), 2], { oneRow: true });
  const said = formula({ t, hover: point });
  const answer = h("span", { class: "cw-plain-answer" });
  said.result.append(answer);
  const el = h("div", { class: "cw-one-pixel" }, board.el, said.el);

  function point(index) {
    const at = index === undefined ? [-1, -1] : [Math.floor(index / width()), index % width()];
    patch.mark(...at);
    kernel.mark(...at);
    said.mark(index);
  }
  const tinted = (value, most) => ({ tint: Math.min(1, Math.abs(value) / most) });
  function drawGrids({ K, seen, value, signed, most }, before) {
    const heaviest = biggest(K) || 1;
    patch.draw(seen, (a, b) => (before?.signed ? tinted(seen[a][b], before.most) : { grey: seen[a][b] }));
    kernel.draw(K, (a, b) => tinted(K[a][b], heaviest));
    pixel.draw([[value]], () => ({ now: true, ...(signed ? tinted(value, most) : { grey: value }) }));
    board.fit();
  }
  /** before: the stage whose result this one sees, if that is no photo. */
  function draw(now, before) {
    const { K, seen, row, col, value } = now;
    drawGrids(now, before);
    const terms = termsOf(seen, K, t);
    const exact = isExact(seen, K);
    const place = t("where", { row: row + 1, col: col + 1 });
    const most = before ? -Math.max(before.most, 255) - 0.25 : 255;
    const widest = widestProduct(K.flat().map((w) => [most, w]));
    said.draw({ place, terms, perRow: K[0].length, exact, widest, widestAnswer: before ? 4.2 : 3.2 });
    write(answer, show(value));
    return spokenSum(place, terms, exact, show(value));
  }
  return { el, draw, stop: board.stop };
}

/** Which kernel, and how large: { preset, size, draw(K) }. */
function kernelChoice({ model, t, note, limits }, trait, tryOut) {
  const bad = note.complain;
  const named = ["own", ...Object.keys(PRESETS)].map((key) => [key, t(`kernel_${key}`)]);
  const preset = choice(t(`${trait}_preset`), named, (key) =>
    bad(PRESETS[key] ? tryOut({ [trait]: PRESETS[key] }) : null),
  );
  const size = sizeField({
    text: t(`${trait}_size`),
    min: 1,
    max: limits[trait].largest,
    t,
    bad,
    accept: ([rows, cols]) => tryOut({ [trait]: recentred(model.get(trait), rows, cols) }),
  });
  function draw(K) {
    preset.draw(presetOf(K, PRESETS));
    size.draw([K.length, K[0].length]);
  }
  return { preset, size, draw };
}

/** A button that asks for a file: on a phone, the camera or its roll. heard() once the photo is there. */
function fileButton({ model, t, note }, heard) {
  const id = freshId("file");
  const input = h("input", { id, type: "file", accept: "image/*", class: "cw-file", onchange: read });
  async function read() {
    const [file] = input.files;
    if (!file) return;
    const fine = await readPhoto(model, file);
    input.value = ""; // the same file may be chosen again
    note.complain(fine ? null : t("bad_file", { got: file.name }));
    if (!fine) return;
    change(model, { picture: "file" });
    heard();
  }
  return h("label", { class: "cw-button cw-file-button", for: id }, input, t("own_photo"));
}

/** Which kernels, which photo, which colours: { el, draw(stages), names() }. */
function choices(context, cost, heard) {
  const { model, t, note, copyLink } = context;
  function tryOut(values) {
    const why = problem({ ...snapshot(model, TRAITS), ...values });
    if (!why) change(model, values);
    return why && t(why.key, why);
  }
  const kernels = ["K", "K2"].map((trait) => kernelChoice(context, trait, tryOut));
  const known = [...model.get("pictures").map(({ key }) => key), "drawing", "file"];
  const named = (keys, label) => keys.map((key) => [key, t(label(key))]);
  const which = choice(
    t("photo"),
    named(known, (key) => `picture_${key}`),
    (key) => change(model, { picture: key }),
  );
  const modes = named(["auto", "grey", "signed"], (key) => `colours_${key}`);
  const colours = choice(t("colours"), modes, (key) => change(model, { colours: key }));
  const two = toggle(t("two"), (on) => change(model, { two: on }));
  const large = toggle(t("large"), (on) => change(model, { large: on }));
  const clear = button(t("clear"), () => change(model, { drawing: "" }));
  const second = h("div", { class: "cw-second" }, kernels[1].preset.el, kernels[1].size.el);
  const el = panel(t, {
    inline: true,
    show: model.get("show"),
    switches: { preset: kernels[0].preset.el, picture: which.el },
    actions: [clear, fileButton(context, heard), resetButton(model, t), copyLink],
    settings: {
      kernel_size: kernels[0].size.el,
      colours: colours.el,
      large: large.el,
      two: two.el,
      second,
      cost,
    },
  });

  function draw(stages) {
    const name = model.get("picture");
    stages.forEach(({ K }, i) => kernels[i].draw(K));
    second.hidden = stages.length === 1;
    which.draw(name);
    colours.draw(model.get("colours"));
    two.draw(model.get("two"));
    large.draw(model.get("large"));
    clear.hidden = name !== "drawing";
    note.say(hint(model, name, t));
  }
  const names = () => ({ kernels: kernels.map(({ preset }) => preset.textOf()), picture: which.textOf() });
  return { el, draw, names };
}

function hint(model, name, t) {
  if (name === "drawing") return t("draw_hint");
  if (name === "file") return t(ownPhoto(model) ? "own_hint" : "own_missing");
  const { credit } = model.get("pictures").find(({ key }) => key === name);
  return credit ? `${t("pull_hint")} ${t("credit", { credit })}` : t("pull_hint");
}

/** What the kernels cost: one, by its rank; two in a row, against the one kernel that does the same. */
function costSentence(kernels, t) {
  if (kernels.length === 2) return pairSentence(kernels, t);
  const [K] = kernels;
  const [rows, cols, r] = [K.length, K[0].length, rank(K)];
  const [all, apart] = [rows * cols, r * (rows + cols)];
  const key = r === 0 ? "cost_zero" : r === 1 ? "cost_separable" : apart < all ? "cost_sum" : "cost_whole";
  return unbroken(t(key, { rank: r, most: Math.min(rows, cols), rows, cols, all, apart }));
}

function pairSentence([K, K2], t) {
  const [rows, cols] = [K.length + K2.length - 1, K[0].length + K2[0].length - 1];
  const [a, b] = [K, K2].map((one) => one.length * one[0].length);
  return unbroken(t("cost_pair", { a, b, sum: a + b, rows, cols, all: rows * cols }));
}

function view(context) {
  const { model, t, note, speak } = context;
  const board = drawingBoard(model);
  const shown = pictures(context, (...point) => {
    const kept = board.stroke(...point);
    if (!kept) note.complain(t("drawing_full"));
    draw();
  });
  const pixels = [onePixel(context, "K", t("kernel")), onePixel(context, "K2", t("K2"))];
  const cost = h("p", { class: "cw-cost" });
  const controls = choices(context, cost, () => draw());
  let outs = [new Float32Array(0), new Float32Array(0)];

  function draw() {
    const source = board.now();
    const size = source.pixels.length;
    if (outs[0].length !== size) outs = outs.map(() => new Float32Array(size));
    const stages = stagesOf(model, source, outs);
    pixels[1].el.hidden = stages.length === 1;
    shown.paint(stages);
    const told = stages.map((now, i) => pixels[i].draw(now, stages[i - 1]));
    controls.draw(stages);
    shown.mark(stages, controls.names());
    const kernels = stages.map(({ K }) => K);
    write(cost, costSentence(kernels, t));
    speak(told.join(". "));
  }
  const unwatch = watchTheme(() => problem(snapshot(model, TRAITS)) || draw());
  const stop = () => [unwatch, ...pixels.map((pixel) => pixel.stop)].forEach((call) => call());
  return { parts: [shown.el, ...pixels.map(({ el }) => el), controls.el, note.el], draw, stop };
}

const link = ["K", "K2", "two", "picture", "colours", "probe", "large", "drawing"];
export default widget({ kind: "kernel-lab", traits: TRAITS, link, problem, view });
