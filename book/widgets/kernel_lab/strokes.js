// A drawing as strokes of the pen, on a canvas of 256 × 192: short enough for a link, and exact.

export const CANVAS = { width: 256, height: 192 };
export const MOST = 6000; // characters: with this, a whole link stays under the 8000 that every browser and mail takes
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DRAWING = /^(([\w-]{3})+\.)*$/;
const DARK = 24;
const PEN_PX = 5;
const APART_PX = 3; // points that are closer add nothing to be seen

/** Strokes [[[row, col], …], …] as text: three letters a point, a dot after each stroke. */
export function textOf(strokes) {
  const point = ([row, col]) => {
    const at = row * CANVAS.width + col;
    return LETTERS[at >> 12] + LETTERS[(at >> 6) & 63] + LETTERS[at & 63];
  };
  return strokes.map((points) => `${points.map(point).join("")}.`).join("");
}

export function strokesOf(text) {
  const point = (three) => {
    const at = [...three].reduce((sum, letter) => 64 * sum + LETTERS.indexOf(letter), 0);
    return [Math.floor(at / CANVAS.width), at % CANVAS.width];
  };
  return text
    .split(".")
    .slice(0, -1)
    .map((stroke) => stroke.match(/.{3}/g).map(point));
}

export const isDrawing = (text) => text.length <= MOST && DRAWING.test(text);

/** The points that matter: each some pixels from the one before, and the last. */
export function thinned(points) {
  const kept = [];
  points.forEach((point, i) => {
    const far = kept.length ? Math.hypot(...point.map((at, axis) => at - kept.at(-1)[axis])) : Infinity;
    if (far >= APART_PX || (i === points.length - 1 && far > 0)) kept.push(point);
  });
  return kept;
}

export const blank = () => new Uint8Array(CANVAS.width * CANVAS.height).fill(DARK);

/** The pen drawn from one point to the next, into `pixels`: however far apart they are, no gap stays between them. */
export function segment(pixels, [row, col], [toRow, toCol]) {
  const steps = Math.max(1, Math.abs(toRow - row), Math.abs(toCol - col));
  for (let i = 0; i <= steps; i += 1)
    dot(pixels, row + ((toRow - row) * i) / steps, col + ((toCol - col) * i) / steps);
}

/** A dot of the pen, with a softer rim. */
function dot(pixels, row, col) {
  const { width, height } = CANVAS;
  for (let y = Math.max(0, Math.ceil(row - PEN_PX)); y <= Math.min(height - 1, row + PEN_PX); y += 1) {
    for (let x = Math.max(0, Math.ceil(col - PEN_PX)); x <= Math.min(width - 1, col + PEN_PX); x += 1) {
      const far = Math.hypot(y - row, x - col);
      const ink = far < 3.5 ? 255 : far <= PEN_PX ? 160 : 0;
      pixels[y * width + x] = Math.max(pixels[y * width + x], ink);
    }
  }
}

/** All strokes as pixels, 0 to 255. */
export function painted(text) {
  const pixels = blank();
  for (const points of strokesOf(text))
    points.forEach((point, i) => segment(pixels, points[Math.max(0, i - 1)], point));
  return pixels;
}
