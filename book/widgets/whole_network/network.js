// The whole network at one sight: what is drawn and seen, each layer as a strip of maps, the scores.
import { attribute, h, write } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { themeColours } from "../kit/frame/theme.js";
import { show } from "../kit/maths/numbers.js";
import { paintGrey } from "../kit/parts/paint.js";
import { FULL, SIDE, scene } from "./model.js";
import { scores } from "./scores.js";
import { sheet } from "./sheet.js";
import { strip } from "./strip.js";

export const NETS = ["CNN", "MLP"];
const SHOWN = { CNN: 4, MLP: 1 }; // layers before the scores
const SHAPES =
  "1001011001101001 1111100110011111 0110111111110110 1111011001100110 1000100010001111 1111111100000000 0001001101111111 0100111101000100 1110101011110001 1010010110100101".split(
    " ",
  );

/** Sheet, what is seen, layers, scores: { el, draw(now, names), focus }. */
export function network({ model, t }, near) {
  const paper = sheet({ paint: (X) => change(model, { X, moved: [0, 0] }) });
  const canvas = h("canvas", { class: "cw-net-seen", role: "img", width: SIDE, height: SIDE });
  const frame = h("div", { class: "cw-net-frame" });
  const seen = h("div", { class: "cw-net-paper" }, canvas, frame);
  const captioned = (key, ...els) =>
    h("div", { class: `cw-net-${key}` }, h("div", { class: "cw-net-head" }, t(key)), ...els);
  const reads = h("div", { class: "cw-net-head" });
  const bars = scores({ choose: (n) => pick([last(), n, 0, 0]), enter: near });
  const list = Object.fromEntries(
    NETS.map((net) => [
      net,
      Array.from({ length: SHOWN[net] }, (_, number) =>
        strip({
          choose: (unit, row, col) => pick([number, unit, row, col]),
          enter: near,
          step: (by) => stepped(number, by),
        }),
      ),
    ]),
  );
  const looks = [0, 1].map((row) =>
    strip({ choose: (unit) => pick([0, 0, row, unit]), enter: near, step: (by) => stepped(0, by) }),
  );
  const columns = NETS.map((net) => h("div", { class: "cw-net-layers" }, ...list[net].map((one) => one.el)));
  columns[1].prepend(...looks.map((one) => one.el));
  const el = h(
    "div",
    { class: "cw-net-whole" },
    captioned("sheet", paper.el),
    captioned("seen", seen),
    h("div", { class: "cw-net-said" }, reads, bars.el),
    h("div", { class: "cw-net-stack" }, ...columns),
  );
  const last = () => scene(model).layers.length - 1;
  const pick = (at) => change(model, { at, part: 0 });
  /** The next map; of the hidden numbers, the next one. */
  function stepped(number, by) {
    const { layers, at } = scene(model);
    const [, unit, row, col] = at[0] === number ? at : [number, 0, 0, 0];
    const { units, rows, cols } = layers[number];
    if (units > 1) return pick([number, (unit + by + units) % units, row, col]);
    const to = (row * cols + col + by + rows * cols) % (rows * cols);
    return pick([number, 0, Math.floor(to / cols), to % cols]);
  }
  /** What the chosen number looks at, and the number itself, as outlines on this layer. */
  function framesOn(number, { at, unit }) {
    if (number === at[0]) return [{ unit: at[1], top: at[2], left: at[3], rows: 1, cols: 1, isChosen: true }];
    return number === at[0] - 1 ? unit.parts : [];
  }
  function draw(now, names) {
    const colours = themeColours();
    paper.draw({ X: now.X, freehand: now.task === "digits" }, ([row, col], value) =>
      t("sheet_alt", { row: row + 1, col: col + 1, value }),
    );
    const image = canvas.getContext("2d").createImageData(SIDE, SIDE);
    paintGrey(
      now.seen.map((x) => 255 * x),
      image.data,
    );
    canvas.getContext("2d").putImageData(image, 0, 0);
    const pixels = now.seen.map((x) => Math.round(FULL * x));
    const lines = Array.from({ length: SIDE }, (_, i) => pixels.slice(SIDE * i, SIDE * (i + 1)).join(" "));
    attribute(canvas, "aria-label", t("seen_alt", { rows: lines.join("; ") }));
    frameOn(now);
    NETS.forEach((net, i) => {
      columns[i].classList.toggle("is-out", net !== now.net);
      if (net !== now.net) return;
      list[net].forEach((one, number) => {
        const layer = now.layers[number];
        const caption = t(net === "CNN" ? `cnn_${number}` : `mlp_${number}`);
        const isHere = number === now.at[0];
        const label = isHere
          ? t("strip_alt", { caption, place: names.here, value: show(now.unit.value) })
          : t("strip_other", { caption });
        one.draw(layer, {
          caption,
          most: Math.max(...layer.values),
          label,
          colours,
          frames: framesOn(number, now),
        });
      });
    });
    if (now.net === "MLP") looksFor(now, colours);
    const classes = now.scores.map((_, n) => names.className(n));
    const spoken = now.scores.map((score, n) => `${classes[n]}: ${show(score, 1)}`).join(", ");
    const chosen = now.at[0] === now.layers.length - 1 ? now.at[1] : null;
    const icons = now.task === "shapes" ? SHAPES : null;
    bars.draw(
      { scores: now.scores, best: now.best, chosen, names: classes, icons },
      t("scores_alt", { list: spoken, name: classes[now.best] }),
    );
    write(reads, t("reads", { name: classes[now.best] }));
  }
  /** The weights of the hidden numbers, each as a picture. */
  function looksFor({ layers: [{ K }], at }, colours) {
    const most = Math.max(...K.map(Math.abs));
    looks.forEach((one, row) => {
      const values = Float64Array.from(K.slice(512 * row, 512 * (row + 1)));
      const isHere = at[0] === 0 && at[2] === row;
      const frames = isHere ? [{ unit: at[3], top: 0, left: 0, rows: SIDE, cols: SIDE, isChosen: true }] : [];
      const caption = row ? "" : t("looks_for");
      const label = t("strip_other", { caption: t("looks_for") });
      one.draw(
        { units: 8, rows: SIDE, cols: SIDE, values },
        { caption, most, signed: true, label, colours, frames },
      );
    });
  }
  function frameOn({ at, unit }) {
    attribute(frame, "hidden", at[0] !== 0);
    const { top, left } = unit.parts[0];
    const bottom = top + unit.parts.reduce((high, part) => Math.max(high, part.top - top + part.rows), 0);
    const right = left + unit.parts[0].cols;
    const place = { top: Math.max(0, top), left: Math.max(0, left) };
    frame.style.top = `${(100 * place.top) / SIDE}%`;
    frame.style.left = `${(100 * place.left) / SIDE}%`;
    frame.style.height = `${(100 * (Math.min(SIDE, bottom) - place.top)) / SIDE}%`;
    frame.style.width = `${(100 * (Math.min(SIDE, right) - place.left)) / SIDE}%`;
  }
  const focusOn = (number) => (list[model.get("net")][number] ?? bars).focus();
  return { el, draw, focus: paper.focus, focusOn };
}
