// The channel mixer: three channels, three slices, three partial maps, one sum; or a 1 × 1 layer that mixes colours.
import { h, write } from "../kit/frame/dom.js";
import { resetButton } from "../kit/frame/reset.js";
import { change } from "../kit/frame/state.js";
import { themeColours, watchTheme } from "../kit/frame/theme.js";
import { widget } from "../kit/frame/widget.js";
import { biggest, withEntry } from "../kit/maths/matrices.js";
import { clamp, factor, isShownInFull, show } from "../kit/maths/numbers.js";
import { presetOf } from "../kit/maths/presets.js";
import { choice, numberField, panel, toggle } from "../kit/parts/controls.js";
import { grid } from "../kit/parts/grid.js";
import { paintColour, paintGrey, paintSigned } from "../kit/parts/paint.js";
import { legend, picture } from "../kit/parts/picture.js";
import { slider } from "../kit/parts/slider.js";
import { sign } from "../kit/parts/stage.js";
import { COLOURS, FILTERS, MIXES, problem, SLICES, scene, TRAITS, values, WHAT } from "./model.js";

/** The photo, the lanes or the sliders, the result: { el, draw(now, sentence) }. */
function mixingBoard(context) {
  const { model, t } = context;
  const set = (values) => change(model, values);
  const stay = (row, col) => set({ probe: [row, col] });
  const centred = (row, col) => {
    // a pixel of the photo is the middle of its window
    const { window, size } = scene(model);
    set({ probe: [row, col].map((at, axis) => clamp(at - ((window[axis] - 1) >> 1), 0, size[axis] - 1)) });
  };
  const shown = (caption, probe) => picture({ caption, label: "", probe, stroke: () => {} });
  const photo = shown(t("photo"), centred);
  const lanes = COLOURS.map((colour, c) =>
    lane(context, { colour, c, channel: shown("", centred), part: shown(t(`part_${colour}`), stay) }),
  );
  const result = shown(t("sum"), stay);
  const scale = legend();
  const output = h("div", { class: "cw-mixer-out" }, result.el, scale.el);
  const middle = h("div", { class: "cw-channel-lanes" }, ...lanes.map(({ el }) => el));
  const sliders = mixSliders(context);
  const el = h(
    "div",
    { class: "cw-mixer" },
    h("div", { class: "cw-mixer-photo" }, photo.el),
    middle,
    sliders.el,
    output,
  );

  function mark({ at, window, mix }) {
    const pixel = at.map((n, axis) => n + ((window[axis] - 1) >> 1));
    const seen = { top: at[0], left: at[1], rows: window[0], cols: window[1], pixel };
    const one = { top: at[0], left: at[1], rows: 1, cols: 1, pixel: at };
    photo.mark(seen);
    result.mark(one);
    if (!mix) lanes.forEach((each) => each.mark(seen, one));
  }
  function drawSum(now) {
    const theme = themeColours();
    const signed = (values, rgba) => paintSigned(values, rgba, { ...theme, most: now.most });
    lanes.forEach((each) => each.draw(now, signed));
    result.paint(now.Y, now.size, signed);
    scale.draw(true, Math.round(now.most));
  }
  function draw(now, sentence) {
    middle.hidden = scale.el.hidden = now.mix;
    sliders.el.hidden = !now.mix;
    photo.paint(now.channels, now.shape, paintColour);
    photo.name(t("photo_alt", { row: now.at[0] + 1, col: now.at[1] + 1 }));
    if (now.mix) result.paint(now.mixed, now.size, paintColour);
    else drawSum(now);
    write(result.title, t(now.mix ? "mixed" : "sum"));
    mark(now);
    result.name(t("result_alt", { sentence }));
    sliders.draw(now.W);
  }
  return { el, draw };
}

/** One channel with its switch ⋆ one slice = one partial map: { el, draw(now, painter), mark(seen, one) }. */
function lane({ model, t, note }, { colour, c, channel, part }) {
  const others = (value) => model.get("channels_on").map((old, i) => (i === c ? Number(value) : old));
  const on = toggle(t(colour), (value) => change(model, { channels_on: others(value) }));
  channel.title.replaceChildren(on.el);
  const kernel = grid({
    name: `slice-${colour}`,
    caption: t(SLICES[c]),
    t,
    bad: note.complain,
    edit: (row, col, value) =>
      change(model, { [SLICES[c]]: withEntry(model.get(SLICES[c]), row, col, value) }),
  });
  const el = h("div", { class: "cw-channel-lane" }, channel.el, sign("⋆"), kernel.el, sign("="), part.el);

  function draw({ channels, channels_on: used, K, maps, shape, size, at, index }, signed) {
    const largest = Math.max(...K.map(biggest)) || 1;
    el.classList.toggle("is-off", !used[c]);
    on.draw(used[c]);
    channel.paint(channels[c], shape, paintGrey);
    channel.name(t("channel_alt", { name: t(colour) }));
    kernel.draw(K[c], (row, col) => ({ tint: Math.abs(K[c][row][col]) / largest }));
    part.paint(maps[c], size, signed);
    part.name(
      t("part_alt", {
        name: t(`part_${colour}`),
        row: at[0] + 1,
        col: at[1] + 1,
        value: show(maps[c][index]),
      }),
    );
  }
  function mark(seen, one) {
    channel.mark(seen);
    part.mark(one);
  }
  return { el, draw, mark };
}

/** One window, or one pixel, written out line by line: { el, draw(now) → the sentence }. */
function arithmetic({ t }) {
  const cells = [...COLOURS, "total"].map(() =>
    ["name", "terms", "value"].map((part) => h("span", { class: `cw-line-${part}` })),
  );
  const lines = cells.map((parts) => h("div", { class: "cw-line" }, ...parts));
  const where = h("p", { class: "cw-where" });
  const line = (i, ...texts) => texts.forEach((text, k) => write(cells[i][k], text));
  const sums = (terms, value) => `${[...terms, value].every(isShownInFull) ? "=" : "≈"} ${show(value)}`;

  function writeWindow({ at, K, shape, channels, maps, index, channels_on: on, bias, Y }) {
    COLOURS.forEach((colour, c) => {
      const seen = (a, b) => channels[c][(at[0] + a) * shape[1] + at[1] + b];
      const terms = K[c].flatMap((row, a) =>
        row.flatMap((w, b) => (w ? [`${show(seen(a, b))}·${factor(w)}`] : [])),
      );
      line(
        c,
        t(colour),
        on[c] ? terms.join(" + ") || "0" : t("is_off"),
        on[c] ? sums(K[c].flat(), maps[c][index]) : "",
      );
    });
    const parts = maps.filter((_, c) => on[c]).map((map) => map[index]);
    const terms = [...parts.map(factor), t("plus_bias", { value: factor(bias) })].join(" + ");
    line(3, t("total"), terms, sums(parts, Y[index]));
    return `${terms} ${sums(parts, Y[index])}`;
  }
  function writePixel({ channels, W, mixed, index }) {
    COLOURS.forEach((colour, d) => {
      const terms = W[d].map((w, c) => `${factor(w)}·${show(channels[c][index])}`);
      line(d, t(`new_${colour}`), terms.join(" + "), sums(W[d], mixed[d][index]));
    });
    return COLOURS.map((colour, d) => `${t(`new_${colour}`)} ${show(mixed[d][index])}`).join(", ");
  }
  function draw(now) {
    const place = t("where", { row: now.at[0] + 1, col: now.at[1] + 1 });
    write(where, place);
    lines[3].hidden = now.mix;
    return `${place}: ${now.mix ? writePixel(now) : writeWindow(now)}`;
  }
  return { el: h("div", { class: "cw-lines" }, where, ...lines), draw };
}

/** Filter or mixture, 1 × 1, reshape, bias: { el, draw(now) }. */
function choices({ model, t, note, copyLink, limits }) {
  const set = (values) => change(model, values);
  const named = (table, label) => [...Object.keys(table), "own"].map((key) => [key, t(label(key))]);
  const filterNow = () =>
    presetOf(
      SLICES.map((name) => model.get(name)),
      FILTERS,
    );
  const filter = choice(
    t("filter"),
    named(FILTERS, (key) => `filter_${key}`),
    (key) => {
      if (FILTERS[key]) set(Object.fromEntries(SLICES.map((name, c) => [name, FILTERS[key][c]])));
    },
  );
  const mixes = choice(
    t("mixture"),
    named(MIXES, (key) => `mix_${key}`),
    (key) => {
      if (MIXES[key]) set({ W: MIXES[key] });
    },
  );
  const bias = numberField({
    text: t("bias"),
    ...limits.bias,
    t,
    bad: note.complain,
    accept: (value) => set({ bias: value }),
  });
  bias.el.classList.add("cw-bias");
  const mix = toggle(t("mix"), (value) => set({ mix: value }));
  const reshape = toggle(t("reshape"), (value) => set({ reshape: value }));
  const el = panel(t, {
    inline: true,
    show: model.get("show"),
    switches: { filter: filter.el, mixture: mixes.el, mix: mix.el },
    actions: [resetButton(model, t), copyLink],
    settings: { bias: bias.el, reshape: reshape.el },
  });

  function draw(now) {
    filter.el.hidden = bias.el.hidden = now.mix;
    mixes.el.hidden = !now.mix;
    mix.draw(now.mix);
    reshape.draw(now.reshape);
    bias.draw(now.bias);
    filter.draw(filterNow());
    mixes.draw(presetOf(now.W, MIXES));
    note.say(noteOf(now, t));
  }
  return { el, draw };
}

/** Three rows of three weights: one row for each new colour. */
function mixSliders({ model, t, note }) {
  const all9 = COLOURS.map((to, d) =>
    COLOURS.map((from, c) =>
      slider({
        text: t(from),
        min: -1,
        max: 2,
        step: 0.01,
        t,
        bad: note.complain,
        set: (value) => change(model, { W: withEntry(model.get("W"), d, c, value) }),
      }),
    ),
  );
  const rows = all9.map((row, d) =>
    h(
      "div",
      { class: "cw-mix-row", role: "group", "aria-label": t(`new_${COLOURS[d]}`) },
      h("span", { class: "cw-mix-name" }, t(`new_${COLOURS[d]}`)),
      ...row.map(({ el }) => el),
    ),
  );
  return {
    el: h("div", { class: "cw-mix", hidden: true }, ...rows),
    draw: (W) => all9.forEach((row, d) => row.forEach((one, c) => one.draw(W[d][c]))),
  };
}

function noteOf({ reshape, mix, shape, K, size, photo }, t) {
  const values = {
    rows: shape[0],
    cols: shape[1],
    kernel: `${K[0].length} × ${K[0][0].length}`,
    out: size.join(" × "),
    weights: 3 * K[0].length * K[0][0].length,
    pixels: photo.height * photo.width,
  };
  if (reshape) return t("note_reshape", values);
  return t(mix ? "note_mix" : "note_depth", values);
}

function view(context) {
  const { model, t, note, speak, root } = context;
  const board = mixingBoard(context);
  const written = arithmetic(context);
  const controls = choices(context);
  const credit = h("p", { class: "cw-credit" });

  function draw() {
    const now = scene(model);
    root.classList.toggle("is-mixing", now.mix);
    const sentence = written.draw(now);
    board.draw(now, sentence);
    controls.draw(now);
    write(credit, t(now.own ? "credit_own" : "credit"));
    speak(sentence);
  }
  const parts = [board.el, written.el, controls.el, note.el, credit];
  return { parts, draw, stop: watchTheme(draw) };
}

const link = [...SLICES, "channels_on", "bias", "mix", "W", "reshape", "probe"];
const derived = [[...WHAT, "probe"], values];
export default widget({ kind: "channel-mixer", traits: TRAITS, link, problem, derived, view });
