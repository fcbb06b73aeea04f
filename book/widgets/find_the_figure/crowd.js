// A crowd drawn by a seed, and one figure in it that is dressed like no other. Colours are [r, g, b].
import { generator, shuffled } from "../kit/maths/random.js";

export const SCENE = { height: 72, width: 108 };
export const FIGURE = { height: 13, width: 8 };
const GROUND = [226, 219, 202];
const DARK = [52, 47, 60];

// One letter a pixel: h hat, f face, e eye, s shirt, a arm, l leg, k shoe.
const BODY = [
  ".ffffff.",
  ".feffef.",
  "..ffff..",
  ".ssssss.",
  "asssssss",
  "asssssss",
  ".ssssss.",
  ".llllll.",
  ".ll..ll.",
  ".kk..kk.",
];
const HATS = {
  bare: ["........", "........", "..hhhh.."],
  cap: ["........", "..hhhh..", ".hhhhhhh"],
  brim: ["..hhhh..", "..hhhh..", "hhhhhhhh"],
  pointed: ["...hh...", "..hhhh..", ".hhhhhh."],
};
const SHIRTS = {
  plain: () => 0,
  rows: (row) => row % 2,
  columns: (row, col) => col % 2,
  checks: (row, col) => (row + col) % 2,
};
const SKINS = [
  [240, 204, 170],
  [204, 152, 112],
  [150, 102, 72],
  [104, 70, 52],
];
const CLOTH = [
  [176, 64, 56],
  [70, 104, 160],
  [96, 124, 84],
  [206, 160, 74],
  [122, 92, 140],
  [214, 206, 192],
  [92, 96, 108],
  [188, 120, 130],
];
export const HERO = {
  hat: "pointed",
  top: [24, 132, 118],
  skin: SKINS[0],
  shirt: "checks",
  one: [244, 196, 48],
  two: [24, 132, 118],
  legs: [60, 56, 104],
};

/** The figure as rows of colours; null where one sees past it. */
export function drawFigure({ hat, top, skin, shirt, one, two, legs }) {
  const colours = { h: top, f: skin, e: DARK, a: skin, l: legs, k: DARK };
  return [...HATS[hat], ...BODY].map((line, row) =>
    [...line].map((letter, col) => {
      if (letter === ".") return null;
      return letter === "s" ? [one, two][SHIRTS[shirt](row, col)] : colours[letter];
    }),
  );
}

/** Somebody else: perhaps with the same hat, perhaps with the same shirt, never with both. */
function somebody(random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const plain = {
    hat: pick(Object.keys(HATS)),
    top: pick(CLOTH),
    skin: pick(SKINS),
    shirt: pick(Object.keys(SHIRTS)),
    one: pick(CLOTH),
    two: pick(CLOTH),
    legs: pick([...CLOTH, DARK]),
  };
  const kind = random();
  if (kind < 0.06) return { ...plain, hat: HERO.hat, top: HERO.top, shirt: "plain" };
  if (kind < 0.12)
    return { ...plain, hat: pick(["bare", "cap", "brim"]), shirt: HERO.shirt, one: HERO.one, two: HERO.two };
  return plain;
}

/** { pixels: rows of colours, place: [row, col] of the hero's top left corner, count: figures drawn }. */
export function drawCrowd(seed) {
  const random = generator(seed);
  const seats = [];
  for (let row = 1; row + FIGURE.height <= SCENE.height; row += 8) {
    for (let col = 1; col + FIGURE.width + 2 <= SCENE.width; col += 9) {
      seats.push([
        Math.min(SCENE.height - FIGURE.height, row + Math.floor(random() * 4)),
        Math.min(SCENE.width - FIGURE.width, col + Math.floor(random() * 4)),
      ]);
    }
  }
  const free = ([row, col]) =>
    row > 1 && col > 1 && row + FIGURE.height < SCENE.height - 1 && col + FIGURE.width < SCENE.width - 1;
  const place = shuffled(seats, random).find(free);
  const hides = ([row, col]) =>
    row >= place[0] && Math.abs(row - place[0]) < FIGURE.height && Math.abs(col - place[1]) < FIGURE.width;
  const others = seats.filter((seat) => !hides(seat)).sort((a, b) => a[0] - b[0]); // those in front are drawn last
  const pixels = Array.from({ length: SCENE.height }, () =>
    Array.from({ length: SCENE.width }, () => GROUND),
  );
  const stamp = (figure, [row, col]) =>
    figure.forEach((line, i) =>
      line.forEach((colour, j) => {
        if (colour) pixels[row + i][col + j] = colour;
      }),
    );
  const behind = others.filter(([row]) => row < place[0]);
  behind.forEach((seat) => stamp(drawFigure(somebody(random)), seat));
  stamp(drawFigure(HERO), place);
  others.slice(behind.length).forEach((seat) => stamp(drawFigure(somebody(random)), seat));
  return { pixels, place, count: others.length + 1 };
}

/**
 * Normalised cross-correlation: for each place the correlation coefficient of the figure's pixels with the
 * pixels under them, all three colours; 1 where they are the same up to brightness and contrast, 0 where the patch is flat.
 */
export function sweep(pixels, figure) {
  const [height, width] = [pixels.length, pixels[0].length];
  const flat = Float64Array.from(pixels.flat(2));
  const ink = figure.flatMap((line, i) =>
    line.flatMap((colour, j) => (colour ? colour.map((value, c) => [3 * (i * width + j) + c, value]) : [])),
  );
  const n = ink.length;
  const mean = ink.reduce((sum, [, value]) => sum + value, 0) / n;
  const offsets = Int32Array.from(ink, ([offset]) => offset);
  const centred = Float64Array.from(ink, ([, value]) => value - mean);
  const energy = centred.reduce((sum, value) => sum + value * value, 0);

  function scoreAt(start) {
    let [products, sum, squares] = [0, 0, 0];
    for (let k = 0; k < n; k += 1) {
      const value = flat[start + offsets[k]];
      products += centred[k] * value;
      sum += value;
      squares += value * value;
    }
    const spread = squares - (sum * sum) / n;
    return spread > 1e-6 * squares ? products / Math.sqrt(energy * spread) : 0;
  }
  return Array.from({ length: height - figure.length + 1 }, (_, row) =>
    Float64Array.from({ length: width - figure[0].length + 1 }, (__, col) =>
      scoreAt(3 * (row * width + col)),
    ),
  );
}

/** The best of the first `rows` rows, and the best that is no neighbour of it: { row, col, score, next }. */
export function bestOf(scores, rows = scores.length) {
  let best = { row: -1, col: -1, score: -Infinity };
  for (let row = 0; row < rows; row += 1) {
    scores[row].forEach((score, col) => {
      if (score > best.score) best = { row, col, score };
    });
  }
  let next = -Infinity;
  for (let row = 0; row < rows; row += 1) {
    scores[row].forEach((score, col) => {
      const near = Math.abs(row - best.row) < FIGURE.height && Math.abs(col - best.col) < FIGURE.width;
      if (!near) next = Math.max(next, score);
    });
  }
  return { ...best, next };
}
