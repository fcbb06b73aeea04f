// The kernel lab: pull the numbers of a kernel and watch what it does to a photo, or to your own drawing.
import { button, h, write } from "../kit/frame/dom.js";
import { unbroken } from "../kit/frame/note.js";
import { change, snapshot } from "../kit/frame/state.js";
import { themeColours, watchTheme } from "../kit/frame/theme.js";
import { widget } from "../kit/frame/widget.js";
import { biggest, rank, resized, withEntry } from "../kit/maths/matrices.js";
import { show } from "../kit/maths/numbers.js";
import { presetOf } from "../kit/maths/presets.js";
import { choice, panel, sizeField } from "../kit/parts/controls.js";
import { formula } from "../kit/parts/formula.js";
import { grid } from "../kit/parts/grid.js";
import { paintGrey, paintSigned } from "../kit/parts/paint.js";
import { legend, picture } from "../kit/parts/picture.js";
import { sign, stage } from "../kit/parts/stage.js";
import { isExact, spokenSum, termsOf, widestProduct } from "../kit/parts/terms.js";
import { drawingBoard } from "./drawing.js";
import { PRESETS, problem, sceneOfLab, TRAITS } from "./model.js";

/** The photo and the result, side by side. */
function pictures({ model, t }, stroke) {
  const probe = (row, col) => change(model, { probe: [row, col] });
  const before = picture({ caption: t("photo"), label: "", probe, stroke });
  const after = picture({ caption: t("result"), label: "", probe, stroke: () => {} });
  const scale = legend();
  after.title.append(scale.el);

  function paint({ source, result, signed, most }) {
    const shape = [source.height, source.width];
    const theme = themeColours();
    before.paint(source.pixels, shape, paintGrey);
    after.paint(
      result,
      shape,
      signed ? (values, rgba) => paintSigned(values, rgba, { ...theme, most }) : paintGrey,
    );
    scale.draw(signed, most);
    before.draw(model.get("picture") === "drawing");
  }
  function mark({ K, source, row, col, top, left, value }, names) {
    const place = { row: row + 1, col: col + 1 };
    before.mark({ top, left, rows: K.length, cols: K[0].length, pixel: [row, col] });
    after.mark({ top: row, left: col, rows: 1, cols: 1, pixel: [row, col] });
    before.name(
      t("photo_alt", {
        ...place,
        picture: names.picture,
        value: show(source.pixels[row * source.width + col]),
      }),
    );
    after.name(t("result_alt", { ...place, kernel: names.kernel, value: show(value) }));
  }
  return { el: h("div", { class: "cw-pictures" }, before.el, after.el), paint, mark };
}

/** One pixel: its window ⋆ the kernel = its value, and the same as a sentence. draw(now) returns the sentence. */
function onePixel({ model, t, note }) {
  const width = () => model.get("K")[0].length;
  const hover = (row, col) => point(row === undefined ? undefined : row * width() + col);
  const patch = grid({ name: "patch", caption: t("window"), t, hover });
  const kernel = grid({
    name: "kernel",
    caption: t("kernel"),
    t,
    bad: note.complain,
    touchDrag: true,
    hover,
    edit: (row, col, value) => change(model, { K: withEntry(model.get("K"), row, col, value) }),
  });
  const pixel = grid({ name: "pixel", caption: t("pixel"), t });
  const parts = [patch.el, sign("⋆", "cw-star"), kernel.el, sign("="), pixel.el];
  const board = stage(parts, () => [width(), width(), 2], { oneRow: true });
  const said = formula({ t, hover: point });
  const answer = h("span", { class: "cw-plain-answer" });
  said.result.append(answer);

  function point(index) {
    const at = index === undefined ? [-1, -1] : [Math.floor(index / width()), index % width()];
    patch.mark(...at);
    kernel.mark(...at);
    said.mark(index);
  }
  function drawGrids({ K, seen, value, signed, most }) {
    const heaviest = biggest(K) || 1;
    patch.draw(seen, (a, b) => ({ grey: seen[a][b] }));
    kernel.draw(K, (a, b) => ({ tint: Math.abs(K[a][b]) / heaviest }));
    const paint = signed ? { tint: Math.min(1, Math.abs(value) / most) } : { grey: value };
    pixel.draw([[value]], () => ({ now: true, ...paint }));
    board.fit();
  }
  function draw(now) {
    const { K, seen, row, col, value } = now;
    drawGrids(now);
    const terms = termsOf(seen, K, t);
    const exact = isExact(K);
    const place = t("where", { row: row + 1, col: col + 1 });
    const widest = widestProduct(K.flat().map((w) => [255, w]));
    said.draw({ place, terms, perRow: K[0].length, exact, widest, widestAnswer: 3.2 });
    write(answer, show(value));
    return spokenSum(place, terms, exact, show(value));
  }
  return { parts: [board.el, said.el], draw, stop: board.stop };
}

/** Which kernel, which photo, which colours: { el, draw, names() }. */
function choices({ model, t, note, copyLink }, cost) {
  const bad = note.complain;
  function tryOut(values) {
    const why = problem({ ...snapshot(model, TRAITS), ...values });
    if (!why) change(model, values);
    return why && t(why.key, why);
  }
  const named = (keys, label) => keys.map((key) => [key, t(label(key))]);
  const preset = choice(
    t("preset"),
    named(["own", ...Object.keys(PRESETS)], (key) => `kernel_${key}`),
    (key) => {
      bad(PRESETS[key] ? tryOut({ K: PRESETS[key] }) : null);
      preset.draw(presetOf(model.get("K"), PRESETS));
    },
  );
  const size = sizeField({
    text: t("kernel_size"),
    min: 1,
    max: 5,
    t,
    bad,
    accept: ([rows, cols]) => tryOut({ K: resized(model.get("K"), rows, cols, () => 0) }),
  });
  const known = [...model.get("pictures").map(({ key }) => key), "drawing"];
  const which = choice(
    t("photo"),
    named(known, (key) => `picture_${key}`),
    (key) => change(model, { picture: key }),
  );
  const modes = named(["auto", "grey", "signed"], (key) => `colours_${key}`);
  const colours = choice(t("colours"), modes, (key) => change(model, { colours: key }));
  const clear = button(t("clear"), () => change(model, { drawing: "" }));
  const el = panel(t, {
    inline: true,
    show: model.get("show"),
    switches: { preset: preset.el, picture: which.el },
    actions: [clear, copyLink],
    settings: { kernel_size: size.el, colours: colours.el, cost },
  });

  function draw({ K }) {
    const name = model.get("picture");
    preset.draw(presetOf(K, PRESETS));
    size.draw([K.length, K[0].length]);
    which.draw(name);
    colours.draw(model.get("colours"));
    clear.hidden = name !== "drawing";
    note.say(hint(model, name, t));
  }
  return { el, draw, names: () => ({ kernel: preset.textOf(), picture: which.textOf() }) };
}

function hint(model, name, t) {
  if (name === "drawing") return t("draw_hint");
  const { credit } = model.get("pictures").find(({ key }) => key === name);
  return credit ? `${t("pull_hint")} ${t("credit", { credit })}` : t("pull_hint");
}

/** The rank as a sentence: what it would save to split the kernel into columns and rows. */
function costSentence(K, t) {
  const [rows, cols, r] = [K.length, K[0].length, rank(K)];
  const [all, apart] = [rows * cols, r * (rows + cols)];
  const key = r === 0 ? "cost_zero" : r === 1 ? "cost_separable" : apart < all ? "cost_sum" : "cost_whole";
  return unbroken(t(key, { rank: r, most: Math.min(rows, cols), rows, cols, all, apart }));
}

function view(context) {
  const { model, t, note, speak } = context;
  const board = drawingBoard(model);
  const shown = pictures(context, (row, col, done) => {
    board.stroke(row, col, done);
    if (!done) draw();
  });
  const pixel = onePixel(context);
  const cost = h("p", { class: "cw-cost" });
  const controls = choices(context, cost);
  let out = new Float32Array(0);

  function draw() {
    const source = board.now();
    if (out.length !== source.pixels.length) out = new Float32Array(source.pixels.length);
    const now = sceneOfLab(model, source, out);
    shown.paint(now);
    const text = pixel.draw(now);
    controls.draw(now);
    shown.mark(now, controls.names());
    write(cost, costSentence(now.K, t));
    speak(text);
  }
  const unwatch = watchTheme(() => problem(snapshot(model, TRAITS)) || draw());
  const stop = () => {
    unwatch();
    pixel.stop();
  };
  return { parts: [shown.el, ...pixel.parts, controls.el, note.el], draw, stop };
}

const link = ["K", "picture", "colours", "probe"];
export default widget({ kind: "kernel-lab", traits: TRAITS, link, problem, view });
