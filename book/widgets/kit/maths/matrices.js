// Questions about a matrix: is it one, how large, its rank, the same matrix at another size.

/** No cell holds more, nor less than −9999: it could not be read. */
export const LARGEST = 9999;

/** null if X is a matrix of finite numbers, else { key, ...values } for the label that says why not. */
export function matrixProblem(name, X) {
  if (!Array.isArray(X) || X.length === 0 || !Array.isArray(X[0]) || X[0].length === 0)
    return { key: "bad_empty", name };
  const lengths = new Set(X.map((row) => (Array.isArray(row) ? row.length : -1)));
  if (lengths.size > 1)
    return { key: "bad_ragged", name, lengths: X.map((row) => row?.length ?? 0).join(", ") };
  const odd = X.flat().find((value) => typeof value !== "number" || !Number.isFinite(value));
  return odd === undefined ? null : { key: "bad_entry", name, got: String(odd) };
}

export const sizeOf = (X) => `${X.length} × ${X[0].length}`;

export const biggest = (X) => X.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** X with rows × cols cells: old values stay, new ones come from fill(i, j). */
export function resized(X, rows, cols, fill) {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => X[i]?.[j] ?? fill(i, j)),
  );
}

/** A kernel with rows × cols weights about the same centre: zeros all round where it grows, its rim cut off else. */
export function recentred(K, rows, cols) {
  const [down, right] = [offset(rows, K.length), offset(cols, K[0].length)];
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: cols }, (_, j) => K[i - down]?.[j - right] ?? 0),
  );
}

/** From one centre to the other: of an even number of cells, the one before the middle. */
const offset = (to, from) => ((to - 1) >> 1) - ((from - 1) >> 1);

/** A copy of X with one entry replaced. */
export function withEntry(X, row, col, value) {
  return X.map((line, i) => (i === row ? line.map((old, j) => (j === col ? value : old)) : line));
}

/** The rank, by elimination with the largest pivot; entries below 1e-9 of the largest count as zero. */
export function rank(X) {
  const A = X.map((row) => [...row]);
  const tiny = 1e-9 * Math.max(biggest(X), 1e-300);
  let found = 0;
  for (let col = 0; col < A[0].length && found < A.length; col += 1) {
    const pivot = largestFrom(A, found, col);
    if (Math.abs(A[pivot][col]) <= tiny) continue;
    [A[found], A[pivot]] = [A[pivot], A[found]];
    for (let i = found + 1; i < A.length; i += 1) subtractRow(A[i], A[found], A[i][col] / A[found][col]);
    found += 1;
  }
  return found;
}

function largestFrom(A, start, col) {
  let best = start;
  for (let i = start + 1; i < A.length; i += 1) if (Math.abs(A[i][col]) > Math.abs(A[best][col])) best = i;
  return best;
}

function subtractRow(row, pivotRow, times) {
  for (let j = 0; j < row.length; j += 1) row[j] -= times * pivotRow[j];
}
