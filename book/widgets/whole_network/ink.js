// Strokes of the pen as the 8 × 8 pixels of the data: as tall as the digits there, in the middle, as much ink.

const FINE = 32; // the data's own way: 32 × 32 points, of which each 4 × 4 are counted
const INK = 290; // points of 1,024: in the data every digit has about as much
const WIDEST = 22; // points: few digits of the data are wider
const PEN = { least: 5, most: 8 }; // how thick a line may become, in points

/** Points [[row, col], …] from 0 to 1 in strokes → the box around them. */
function extentOf(strokes) {
  const points = strokes.flat();
  const side = (axis) => {
    const all = points.map((point) => point[axis]);
    return [Math.min(...all), Math.max(...all)];
  };
  return { rows: side(0), cols: side(1) };
}

const lengthOf = (strokes) =>
  strokes.reduce(
    (sum, points) =>
      sum +
      points.slice(1).reduce((part, [r, c], i) => part + Math.hypot(r - points[i][0], c - points[i][1]), 0),
    0,
  );

/** The strokes in points of the fine sheet, for a pen of this thickness. */
function placed(strokes, thick) {
  const { rows, cols } = extentOf(strokes);
  const [high, wide] = [rows[1] - rows[0], cols[1] - cols[0]];
  const down = (FINE - thick) / Math.max(high, wide / 3, 1e-6); // a line that lies stays a line
  const across = Math.min(down, (WIDEST - thick) / Math.max(wide, 1e-6));
  const [midRow, midCol] = [(rows[0] + rows[1]) / 2, (cols[0] + cols[1]) / 2];
  return strokes.map((points) =>
    points.map(([r, c]) => [FINE / 2 + (r - midRow) * down, FINE / 2 + (c - midCol) * across]),
  );
}

function distance(y, x, [ay, ax], [by, bx]) {
  const [dy, dx] = [by - ay, bx - ax];
  const along =
    dy || dx ? Math.min(1, Math.max(0, ((y - ay) * dy + (x - ax) * dx) / (dy * dy + dx * dx))) : 0;
  return Math.hypot(y - ay - along * dy, x - ax - along * dx);
}

/** How far each point of the fine sheet is from the nearest line. */
function distances(strokes) {
  const near = new Float64Array(FINE * FINE).fill(Infinity);
  for (const points of strokes)
    for (let i = 0; i < points.length; i += 1) {
      const [a, b] = [points[Math.max(0, i - 1)], points[i]];
      for (let y = 0; y < FINE; y += 1)
        for (let x = 0; x < FINE; x += 1)
          near[y * FINE + x] = Math.min(near[y * FINE + x], distance(y + 0.5, x + 0.5, a, b));
    }
  return near;
}

/** Strokes as 8 rows of 8 whole numbers from 0 to 16, prepared as the data were. */
export function fitted(strokes) {
  const first = placed(strokes, 5);
  const thick = Math.min(PEN.most, Math.max(PEN.least, INK / Math.max(1, lengthOf(first) + 4)));
  const near = distances(placed(strokes, thick));
  const counted = (row, col) => {
    let many = 0;
    for (let y = 4 * row; y < 4 * row + 4; y += 1)
      for (let x = 4 * col; x < 4 * col + 4; x += 1) many += Number(near[y * FINE + x] <= thick / 2);
    return many;
  };
  return Array.from({ length: 8 }, (_, row) => Array.from({ length: 8 }, (_, col) => counted(row, col)));
}
