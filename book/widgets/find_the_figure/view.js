// Find the figure: first with your own eyes, then by sweeping one detector over the whole crowd.
import { attribute, button, h, write } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { themeColours, watchTheme } from "../kit/frame/theme.js";
import { widget } from "../kit/frame/widget.js";
import { panel } from "../kit/parts/controls.js";
import { paintSigned } from "../kit/parts/paint.js";
import { legend, picture } from "../kit/parts/picture.js";
import { speed } from "../kit/parts/speed.js";
import { clock, timeline } from "../kit/parts/timeline.js";
import { FIGURE, SCENE } from "./crowd.js";
import { DETECTOR, MIDDLE, problem, ROWS, SHAPE, scene, scoreNear, TRAITS, values } from "./model.js";
import { outline } from "./outline.js";
import { sliding } from "./sliding.js";

const twoDigits = (value) => value.toFixed(2).replace("-", "−");
const paintRows = (rows, rgba) =>
  rows.flat().forEach((colour, i) => rgba.set(colour ? [...colour, 255] : [0, 0, 0, 0], 4 * i));

function view({ model, t, note, speak, copyLink }) {
  const set = (values) => change(model, values);
  const bare = (caption, label) => picture({ caption, label, probe: () => {}, stroke: () => {} });
  const wanted = bare("", t("wanted_alt"));
  wanted.el.classList.add("cw-wanted");
  wanted.canvas.removeAttribute("tabindex");
  let cursor = [SHAPE[0] >> 1, SHAPE[1] >> 1];
  const hover = (row, col) => {
    cursor = [row, col];
    const { height: rows, width: cols } = FIGURE;
    crowd.mark({ top: row - MIDDLE[0], left: col - MIDDLE[1], rows, cols, pixel: cursor });
    crowd.name(t("crowd_alt", { row: row + 1, col: col + 1 }));
  };
  const crowd = picture({
    caption: t("crowd"),
    label: t("crowd_alt", { row: 1, col: 1 }),
    probe: hover,
    stroke: () => {},
  });
  const press = () => set({ guess: cursor });
  crowd.canvas.addEventListener("click", press);
  crowd.canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    press();
    event.preventDefault();
    event.stopPropagation();
  });
  crowd.canvas.addEventListener("focus", () => hover(...cursor));
  const map = bare(t("scores"), "");
  const scale = legend();
  scale.draw(true, 1);
  map.title.append(scale.el);
  map.el.classList.add("cw-filling");
  map.canvas.removeAttribute("tabindex");
  const bands = [outline(crowd, "is-band"), outline(map, "is-band")];
  const finds = [outline(crowd, "is-find"), outline(map, "is-find")];
  const bests = [outline(crowd, "is-best"), outline(map, "is-best")];
  const guessed = outline(crowd, "is-guess");
  const row = sliding(outline(crowd, "is-window"), outline(map, "is-veil"));

  const told = h("p", { class: "cw-told" });
  const ask = h("div", { class: "cw-ask" }, wanted.el, told);
  const time = timeline({ model, t, count: () => ROWS + 1 });
  const fresh = button(t("new_crowd"), () =>
    set({ seed: (model.get("seed") + 1) % 100000, step: 0, playing: false, guess: [] }),
  );
  const pace = speed({ model, t });
  const settings = panel(t, {
    inline: true,
    show: model.get("show"),
    switches: [fresh],
    actions: [copyLink],
    settings: { speed: pace.el },
  });

  function drawMap({ scores, step, slides }) {
    const values = new Float32Array(SHAPE[0] * SHAPE[1]).fill(NaN);
    const filled = scores?.slice(0, step + Number(slides)) ?? []; // the row that the window is in lies under a veil
    filled.forEach((line, i) => values.set(line, (i + MIDDLE[0]) * SHAPE[1] + MIDDLE[1]));
    const theme = themeColours();
    map.paint(values, SHAPE, (list, rgba) => {
      paintSigned(list, rgba, { ...theme, most: 1 });
      list.forEach((value, i) => (rgba[4 * i + 3] = Number.isNaN(value) ? 0 : 255)); // not swept: see through
    });
  }

  function drawOutlines({ step, done, best, guess, slides, interval_ms }) {
    const sweeping = step > 0 && !done && !slides;
    row.draw(slides ? step : null, interval_ms);
    bands[0].show(sweeping ? { row: step - 1, col: 0, rows: FIGURE.height, cols: SHAPE[1] } : null, SHAPE);
    bands[1].show(sweeping ? { row: step - 1 + MIDDLE[0], col: 0, rows: 1, cols: SHAPE[1] } : null, SHAPE);
    const window = best && { row: best.row, col: best.col, rows: FIGURE.height, cols: FIGURE.width };
    for (const find of finds) find.show(done ? window : null, SHAPE);
    for (const one of bests) one.show(done ? null : window, SHAPE);
    for (const { el } of [finds[1], bests[1]]) {
      attribute(el, "data-score", best && twoDigits(best.score)); // the peak is told in figures too, not by colour alone
      el.classList.toggle("is-low", Boolean(best) && best.row > SHAPE[0] / 2);
    }
    guessed.show(guess.length ? { row: guess[0] - 2, col: guess[1] - 2, rows: 5, cols: 5 } : null, SHAPE);
  }

  let drawn = null;
  function draw() {
    const now = scene(model);
    now.slides = now.playing && !now.done && !calm.matches;
    wanted.paint(DETECTOR, [FIGURE.height, FIGURE.width], paintRows);
    if (drawn !== now.seed) crowd.paint(now.pixels, SHAPE, paintRows);
    drawMap(now);
    drawOutlines(now);
    const sentence = sentenceOf(now, t);
    write(told, sentence);
    map.name(t("scores_alt", { step: now.step, rows: ROWS }));
    time.draw(sentence);
    pace.draw();
    note.say(t("figures", { count: now.count, places: ROWS * (SCENE.width - FIGURE.width + 1) }));
    speak(sentence);
    drawn = now.seed;
  }
  const parts = [
    ask,
    h("div", { class: "cw-pictures cw-scene" }, crowd.el, map.el),
    time.el,
    settings,
    note.el,
  ];
  return { parts, draw, keys: time.keys, stop: watchTheme(draw) };
}

const calm = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");

function sentenceOf({ step, done, best, guessed, hit, guess, scores }, t) {
  if (done) {
    const values = {
      row: best.row + 1,
      col: best.col + 1,
      score: twoDigits(best.score),
      next: twoDigits(best.next),
    };
    return `${t("done", values)} ${guessed ? t(hit ? "you_were_right" : "you_were_wrong") : ""}`.trim();
  }
  if (step)
    return t("sweeping", {
      step,
      rows: ROWS,
      score: twoDigits(best.score),
      row: best.row + 1,
      col: best.col + 1,
    });
  if (!guessed) return t("ask_first");
  return hit ? t("guess_hit") : t("guess_miss", { score: twoDigits(scoreNear(scores, guess)) });
}

const start = (model) => clock(model, () => ROWS + 1);
const link = ["seed", "step"];
export default widget({
  kind: "find-the-figure",
  traits: TRAITS,
  link,
  problem,
  derived: [["seed", "step"], values],
  start,
  view,
});
