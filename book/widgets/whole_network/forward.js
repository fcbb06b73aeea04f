// The two networks, layer by layer, with every number kept: what comes out, and what each number is made of.

const FINE = 10_000; // the weights come as whole ten-thousandths

/** { K1: [...], b1: [...], … } from bytes in base64, two for each weight, in the order of `shapes`: [[name, shape], …]. */
export function unpacked(base64, shapes) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  const weights = {};
  let at = 0;
  for (const [name, shape] of shapes) {
    const many = shape.reduce((a, b) => a * b, 1);
    weights[name] = Array.from({ length: many }, (_, i) => view.getInt16(2 * (at + i), true) / FINE);
    at += many;
  }
  return weights;
}

/** The picture (64 numbers) as the layer before the first. */
export const inputOf = (x) => ({ kind: "input", units: 1, rows: 8, cols: 8, values: x });

/**
 * All layers of a network: [{ kind, units, rows, cols, before, values, from, K, b, relu }].
 *   values  what comes out, map by map, row by row;  before  the same before ReLU
 *   from    the layer that it looks at
 */
export function forward(net, P, x) {
  const input = inputOf(x);
  if (net === "MLP") {
    const hidden = dense(input, P.W1, P.b1, { units: 1, rows: 2, cols: 8, relu: true });
    return [hidden, dense(hidden, P.W2, P.b2, { units: 10, rows: 1, cols: 1 })];
  }
  const first = convolved(input, P.K1, P.b1);
  const small = pooled(first);
  const second = convolved(small, P.K2, P.b2);
  const last = pooled(second);
  return [first, small, second, last, dense(last, P.W, P.b, { units: 10, rows: 1, cols: 1 })];
}

/** The scores alone. */
export const scoresOf = (net, P, x) => [...forward(net, P, x).at(-1).values];

const rectified = (before) => before.map((value) => Math.max(0, value));

/** 3 × 3 kernels on all maps of a layer, with a ring of zeros, a bias for each new map, then ReLU. */
function convolved(from, K, b) {
  const { units: channels, rows, cols, values } = from;
  const before = new Float64Array(b.length * rows * cols);
  for (let unit = 0; unit < b.length; unit += 1)
    for (let row = 0; row < rows; row += 1)
      for (let col = 0; col < cols; col += 1) {
        let sum = b[unit];
        for (let c = 0; c < channels; c += 1)
          for (let i = Math.max(0, 1 - row); i < Math.min(3, rows + 1 - row); i += 1)
            for (let j = Math.max(0, 1 - col); j < Math.min(3, cols + 1 - col); j += 1)
              sum +=
                K[((unit * channels + c) * 3 + i) * 3 + j] *
                values[(c * rows + row + i - 1) * cols + col + j - 1];
        before[(unit * rows + row) * cols + col] = sum;
      }
  return {
    kind: "conv",
    units: b.length,
    rows,
    cols,
    before,
    values: rectified(before),
    from,
    K,
    b,
    relu: true,
  };
}

/** The largest of each 2 × 2. */
function pooled(from) {
  const [rows, cols] = [from.rows / 2, from.cols / 2];
  const values = new Float64Array(from.units * rows * cols);
  values.forEach((_, at) => {
    const [unit, row, col] = [Math.floor(at / (rows * cols)), Math.floor(at / cols) % rows, at % cols];
    const corner = (unit * from.rows + 2 * row) * from.cols + 2 * col;
    values[at] = Math.max(...[0, 1, from.cols, from.cols + 1].map((step) => from.values[corner + step]));
  });
  return { kind: "pool", units: from.units, rows, cols, before: values, values, from };
}

/** Every number of the layer before, with a weight for each. */
function dense(from, W, b, { units, rows, cols, relu = false }) {
  const many = from.values.length;
  const before = Float64Array.from(b, (bias, unit) =>
    from.values.reduce((sum, value, i) => sum + W[unit * many + i] * value, bias),
  );
  return {
    kind: "dense",
    units,
    rows,
    cols,
    before,
    values: relu ? rectified(before) : before,
    from,
    K: W,
    b,
    relu,
  };
}

/** The part of one map that starts at (top, left); null where the ring of zeros is. */
function patch({ rows, cols, values }, unit, top, left, high, wide) {
  const inside = (i, j) => i >= 0 && j >= 0 && i < rows && j < cols;
  return Array.from({ length: high }, (_, a) =>
    Array.from({ length: wide }, (_, b) =>
      inside(top + a, left + b) ? values[(unit * rows + top + a) * cols + left + b] : null,
    ),
  );
}

const sumOf = (seen, K) => seen.flat().reduce((sum, value, i) => sum + (value ?? 0) * K.flat()[i], 0);
const split = (list, wide) =>
  Array.from({ length: list.length / wide }, (_, i) => list.slice(i * wide, (i + 1) * wide));

/**
 * What one number of a layer is made of: { parts, bias, before, value }. Each part is one window:
 *   { unit, top, left, rows, cols, seen, K, sum }: of which map, where, what it sees (null: the ring), its weights
 * A window of more than nine numbers comes as its rows; of a pool K is null, and sum the largest.
 */
export function madeOf(layer, [unit, row, col]) {
  const { kind, from, K, b, rows, cols } = layer;
  const at = (unit * rows + row) * cols + col;
  const total = { before: layer.before[at], value: layer.values[at] };
  const part = (of, top, left, high, wide, weights) => {
    const seen = patch(from, of, top, left, high, wide);
    const sum = weights ? sumOf(seen, weights) : Math.max(...seen.flat());
    return { unit: of, top, left, rows: high, cols: wide, seen, K: weights, sum };
  };
  if (kind === "pool") return { ...total, bias: 0, parts: [part(unit, 2 * row, 2 * col, 2, 2, null)] };
  const channels = Array.from({ length: from.units }, (_, c) => c);
  if (kind === "conv") {
    const kernel = (c) => split(K.slice(9 * (unit * from.units + c), 9 * (unit * from.units + c + 1)), 3);
    return {
      ...total,
      bias: b[unit],
      parts: channels.map((c) => part(c, row - 1, col - 1, 3, 3, kernel(c))),
    };
  }
  const many = from.rows * from.cols;
  const weights = (c) =>
    split(K.slice(at * from.values.length + c * many, at * from.values.length + (c + 1) * many), from.cols);
  const parts = channels.flatMap((c) =>
    many > 9
      ? weights(c).map((line, i) => part(c, i, 0, 1, from.cols, [line]))
      : [part(c, 0, 0, from.rows, from.cols, weights(c))],
  );
  return { ...total, bias: b[at], parts };
}
