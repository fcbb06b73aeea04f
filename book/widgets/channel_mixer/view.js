// The channel mixer: three channels, three slices, three partial maps, one sum; or a 1 × 1 layer that mixes colours.
import { h, write } from "../kit/frame/dom.js";
import { change, snapshot, watch } from "../kit/frame/state.js";
import { themeColours, watchTheme } from "../kit/frame/theme.js";
import { widget } from "../kit/frame/widget.js";
import { biggest, matrixProblem, sizeOf, withEntry } from "../kit/maths/matrices.js";
import { factor, isShownInFull, show } from "../kit/maths/numbers.js";
import { choice, numberField, panel, toggle } from "../kit/parts/controls.js";
import { grid } from "../kit/parts/grid.js";
import { paintColour, paintGrey, paintSigned, scaleOf } from "../kit/parts/paint.js";
import { channelsOf, photoBytes, photoProblem, slicesOf } from "../kit/parts/photo.js";
import { legend, picture } from "../kit/parts/picture.js";
import { slider } from "../kit/parts/slider.js";
import { sign } from "../kit/parts/stage.js";
import { addMaps, mixChannels, partialMap } from "./channels.js";

const COLOURS = ["red", "green", "blue"];
const SLICE = { red: "slice_red", green: "slice_green", blue: "slice_blue" };
const PART = { red: "part_red", green: "part_green", blue: "part_blue" };
const NEW = { red: "new_red", green: "new_green", blue: "new_blue" };
const SLICES = ["K_red", "K_green", "K_blue"];
const WHAT = ["photo", ...SLICES, "channels_on", "bias", "mix", "W", "reshape"];
const TRAITS = [...WHAT, "probe", "own"];

const all = (value) => Array.from({ length: 3 }, () => [value, value, value]);
const EDGE = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]];
const LEVEL = [[-1, -2, -1], [0, 0, 0], [1, 2, 1]];
const FILTERS = { "filter_upright": [EDGE, EDGE, EDGE], "filter_level": [LEVEL, LEVEL, LEVEL], "filter_orange": [all(1), all(0), all(-1)], "filter_leaf": [all(-1), all(1), all(0)] };
const MIXES = {
  "mix_same": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  "mix_grey": [[0.3, 0.59, 0.11], [0.3, 0.59, 0.11], [0.3, 0.59, 0.11]],
  "mix_swap": [[0, 0, 1], [0, 1, 0], [1, 0, 0]],
  "mix_sepia": [[0.39, 0.77, 0.19], [0.35, 0.69, 0.17], [0.27, 0.53, 0.13]],
};
const nameOf = (table, value, own) => Object.keys(table).find((key) => JSON.stringify(table[key]) === JSON.stringify(value)) ?? own;

function problem(state) {
  const slices = SLICES.map((name) => state[name]);
  const bad = photoProblem(state.photo, 3) ?? SLICES.map((name) => matrixProblem(name, state[name])).find(Boolean) ?? matrixProblem("W", state.W);
  if (bad) return bad;
  if (new Set(slices.map(sizeOf)).size > 1) return { key: "bad_slices", sizes: slices.map(sizeOf).join(", ") };
  if (slices[0].length > state.photo.height || slices[0][0].length > state.photo.width) return { key: "bad_filter", kernel: sizeOf(slices[0]) };
  if (sizeOf(state.W) !== "3 × 3") return { key: "bad_mix", got: sizeOf(state.W) };
  return Number.isFinite(state.bias) ? null : { key: "bad_bias", got: String(state.bias) };
}

/** Everything that follows from the traits. */
function scene(model) {
  const state = snapshot(model, TRAITS);
  const { photo, channels_on: on, bias, W, mix, probe } = state;
  const shape = [photo.height, photo.width];
  const K = SLICES.map((name) => state[name]);
  const channels = (state.reshape ? slicesOf : channelsOf)(photoBytes(photo), 3);
  const window = mix ? [1, 1] : [K[0].length, K[0][0].length];
  const size = shape.map((n, axis) => n - window[axis] + 1);
  const at = size.map((n, axis) => Math.min(n - 1, Math.max(0, probe[axis] ?? 0)));
  const base = { ...state, shape, K, channels, window, size, at, index: at[0] * size[1] + at[1] };
  if (mix) return { ...base, mixed: mixChannels(channels, W) };
  const maps = channels.map((values, c) => partialMap(values, shape, K[c]));
  const used = maps.filter((_, c) => on[c]);
  const Y = used.length ? addMaps(used, bias) : new Float64Array(size[0] * size[1]).fill(bias);
  return { ...base, maps, Y, most: Math.max(...maps.map(scaleOf), scaleOf(Y)) };
}

function start(model) {
  const publish = () => {
    if (problem(snapshot(model, WHAT))) return;
    const { mix, mixed, Y, index } = scene(model);
    change(model, { values: mix ? mixed.map((channel) => channel[index]) : [Y[index]] });
  };
  publish();
  return watch(model, [...WHAT, "probe"], publish);
}

function view({ model, t, note, speak, copyLink, root }) {
  const set = (values) => change(model, values);
  const bad = note.complain;
  const stay = (row, col) => set({ probe: [row, col] });
  const centred = (row, col) => { // a pixel of the photo is the middle of its window
    const { window, size } = scene(model);
    set({ probe: [row, col].map((at, axis) => Math.min(size[axis] - 1, Math.max(0, at - ((window[axis] - 1) >> 1)))) });
  };
  const shown = (caption, probe) => picture({ caption, label: "", probe, stroke: () => {} });

  // ---- photo, three lanes, sum
  const photo = shown(t("photo"), centred);
  const lanes = COLOURS.map((colour, c) => lane(colour, c));
  const result = shown(t("sum"), stay);
  const scale = legend();
  const output = h("div", { class: "cw-mixer-out" }, result.el, scale.el);
  const middle = h("div", { class: "cw-lanes" }, ...lanes.map(({ el }) => el));
  const sliders = mixSliders({ model, t, bad, set });
  const board = h("div", { class: "cw-mixer" }, h("div", { class: "cw-mixer-photo" }, photo.el), middle, sliders.el, output);

  function lane(colour, c) {
    const channel = shown("", centred);
    const on = toggle(t(colour), (value) => set({ channels_on: model.get("channels_on").map((old, i) => (i === c ? Number(value) : old)) }));
    channel.title.replaceChildren(on.el);
    const kernel = grid({ name: `slice-${colour}`, caption: t(SLICE[colour]), t, bad, edit: (row, col, value) => set({ [SLICES[c]]: withEntry(model.get(SLICES[c]), row, col, value) }) });
    const part = shown(t(PART[colour]), stay);
    const el = h("div", { class: "cw-lane" }, channel.el, sign("⋆"), kernel.el, sign("="), part.el);
    return { el, channel, on, kernel, part };
  }

  // ---- one window, written out
  const names = [...COLOURS, "total"].map(() => ({ name: h("span", { class: "cw-line-name" }), terms: h("span", { class: "cw-line-terms" }), value: h("span", { class: "cw-line-value" }) }));
  const lines = names.map(({ name, terms, value }) => h("div", { class: "cw-line" }, name, terms, value));
  const where = h("p", { class: "cw-where" });
  const written = h("div", { class: "cw-lines" }, where, ...lines);

  // ---- controls
  const options = (table, own) => [...Object.keys(table), own].map((key) => [key, t(key)]);
  const filter = choice(t("filter"), options(FILTERS, "filter_own"), (key) => {
    if (FILTERS[key]) set(Object.fromEntries(SLICES.map((name, c) => [name, FILTERS[key][c]])));
    else filter.draw(nameOf(FILTERS, SLICES.map((name) => model.get(name)), "filter_own"));
  });
  const mixes = choice(t("mixture"), options(MIXES, "mix_own"), (key) => (MIXES[key] ? set({ W: MIXES[key] }) : mixes.draw(nameOf(MIXES, model.get("W"), "mix_own"))));
  const bias = numberField({ text: t("bias"), min: -999, max: 999, t, bad, accept: (value) => void set({ bias: value }) ?? null });
  bias.el.classList.add("cw-bias");
  const mix = toggle(t("mix"), (value) => set({ mix: value }));
  const reshape = toggle(t("reshape"), (value) => set({ reshape: value }));
  const settings = panel(t, { switches: [filter.el, mixes.el, mix.el], actions: [copyLink], settings: [bias.el, reshape.el], inline: true });
  const credit = h("p", { class: "cw-credit" });

  function markAll({ at, window, mix: mixing }) {
    const pixel = at.map((n, axis) => n + ((window[axis] - 1) >> 1));
    const seen = { top: at[0], left: at[1], rows: window[0], cols: window[1], pixel };
    const one = { top: at[0], left: at[1], rows: 1, cols: 1, pixel: at };
    photo.mark(seen);
    result.mark(one);
    if (!mixing) lanes.forEach(({ channel, part }) => [channel.mark(seen), part.mark(one)]);
  }

  function drawLanes(now) {
    const theme = themeColours();
    const signed = (values, rgba) => paintSigned(values, rgba, { ...theme, most: now.most });
    const largest = Math.max(...now.K.map(biggest)) || 1;
    lanes.forEach(({ el, channel, on, kernel, part }, c) => {
      el.classList.toggle("is-off", !now.channels_on[c]);
      on.draw(now.channels_on[c]);
      channel.paint(now.channels[c], now.shape, paintGrey);
      channel.name(t("channel_alt", { name: t(COLOURS[c]) }));
      kernel.draw(now.K[c], (row, col) => ({ tint: Math.abs(now.K[c][row][col]) / largest }));
      part.paint(now.maps[c], now.size, signed);
      part.name(t("part_alt", { name: t(PART[COLOURS[c]]), row: now.at[0] + 1, col: now.at[1] + 1, value: show(now.maps[c][now.index]) }));
    });
    result.paint(now.Y, now.size, signed);
    scale.draw(true, Math.round(now.most));
  }

  const line = (i, name, terms, value) => [write(names[i].name, name), write(names[i].terms, terms), write(names[i].value, value)];
  const sums = (terms, value) => `${terms.every(isShownInFull) && isShownInFull(value) ? "=" : "≈"} ${show(value)}`;

  function writeWindow(now) {
    const { at, K, shape, channels, maps, index, channels_on: on } = now;
    COLOURS.forEach((colour, c) => {
      const terms = K[c].flatMap((row, a) => row.flatMap((w, b) => (w ? [`${show(channels[c][(at[0] + a) * shape[1] + at[1] + b])}·${factor(w)}`] : [])));
      line(c, t(colour), on[c] ? terms.join(" + ") || "0" : t("is_off"), on[c] ? sums(K[c].flat(), maps[c][index]) : "");
    });
    const parts = maps.filter((_, c) => on[c]).map((map) => map[index]);
    line(3, t("total"), [...parts.map(factor), t("plus_bias", { value: factor(now.bias) })].join(" + "), sums(parts, now.Y[index]));
    return `${names[3].terms.textContent} ${names[3].value.textContent}`;
  }

  function writePixel(now) {
    const { channels, W, mixed, index } = now;
    COLOURS.forEach((colour, d) => line(d, t(NEW[colour]), W[d].map((w, c) => `${factor(w)}·${show(channels[c][index])}`).join(" + "), sums(W[d], mixed[d][index])));
    return COLOURS.map((colour, d) => `${t(NEW[colour])} ${show(mixed[d][index])}`).join(", ");
  }

  let last = null;
  function draw() {
    const now = scene(model);
    root.classList.toggle("is-mixing", now.mix);
    for (const [el, hidden] of [[middle, now.mix], [sliders.el, !now.mix], [filter.el, now.mix], [bias.el, now.mix], [mixes.el, !now.mix], [lines[3], now.mix], [scale.el, now.mix]]) el.hidden = hidden;
    photo.paint(now.channels, now.shape, paintColour);
    photo.name(t("photo_alt", { row: now.at[0] + 1, col: now.at[1] + 1 }));
    if (now.mix) result.paint(now.mixed, now.size, paintColour);
    else drawLanes(now);
    write(result.title, t(now.mix ? "mixed" : "sum"));
    markAll(now);
    const place = t("where", { row: now.at[0] + 1, col: now.at[1] + 1 });
    write(where, place);
    const sentence = `${place}: ${now.mix ? writePixel(now) : writeWindow(now)}`;
    result.name(t("result_alt", { sentence }));
    mix.draw(now.mix);
    reshape.draw(now.reshape);
    bias.draw(now.bias);
    filter.draw(nameOf(FILTERS, now.K, "filter_own"));
    mixes.draw(nameOf(MIXES, now.W, "mix_own"));
    sliders.draw(now.W);
    note.say(noteOf(now, t));
    write(credit, t(now.own ? "credit_own" : "credit"));
    if (last !== null && last !== sentence) speak(sentence);
    last = sentence;
  }
  return { parts: [board, written, settings, note.el, credit], draw, stop: watchTheme(draw) };
}

/** Three rows of three weights: one row for each new colour. */
function mixSliders({ model, t, bad, set }) {
  const all9 = COLOURS.map((to, d) => COLOURS.map((from, c) => slider({ text: t(from), min: -1, max: 2, step: 0.01, t, bad,
    set: (value) => set({ W: withEntry(model.get("W"), d, c, value) }) })));
  const rows = all9.map((row, d) => h("div", { class: "cw-mix-row", role: "group", "aria-label": t(NEW[COLOURS[d]]) },
    h("span", { class: "cw-mix-name" }, t(NEW[COLOURS[d]])), ...row.map(({ el }) => el)));
  return {
    el: h("div", { class: "cw-mix", hidden: true }, ...rows),
    draw: (W) => all9.forEach((row, d) => row.forEach((one, c) => one.draw(W[d][c]))),
  };
}

function noteOf({ reshape, mix, shape, K, size, photo }, t) {
  const values = { rows: shape[0], cols: shape[1], kernel: `${K[0].length} × ${K[0][0].length}`, out: size.join(" × "), weights: 3 * K[0].length * K[0][0].length, pixels: photo.height * photo.width };
  if (reshape) return t("note_reshape", values);
  return t(mix ? "note_mix" : "note_depth", values);
}

export default widget({ kind: "channel-mixer", traits: TRAITS, link: [...SLICES, "channels_on", "bias", "mix", "W", "reshape", "probe"], problem, start, view });
