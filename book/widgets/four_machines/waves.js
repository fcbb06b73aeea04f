// A small image as a sum of waves, and back: the discrete Fourier transform by its definition.

/** Σ values·e^(sign·2πi·place·wave/n), for each wave; values and result as [real, imaginary]. */
function transform(values, sign) {
  const n = values.length;
  return values.map((_, wave) => {
    let [re, im] = [0, 0];
    values.forEach(([a, b], place) => {
      const angle = (sign * 2 * Math.PI * place * wave) / n;
      re += a * Math.cos(angle) - b * Math.sin(angle);
      im += a * Math.sin(angle) + b * Math.cos(angle);
    });
    return [re, im];
  });
}

const turned = (X) => X[0].map((_, j) => X.map((row) => row[j]));
const both = (X, sign) =>
  turned(turned(X.map((row) => transform(row, sign))).map((col) => transform(col, sign)));

/** The waves of X, as [real, imaginary]; of a smaller one, filled up with zeros to H × W. */
function wavesOf(X, H = X.length, W = X[0].length) {
  const filled = Array.from({ length: H }, (_, i) =>
    Array.from({ length: W }, (__, j) => [X[i]?.[j] ?? 0, 0]),
  );
  return both(filled, -1);
}

/** X times K, wave by wave, and back: on a ring as large as X; with the conjugate of K's waves, K is not turned. */
export function around(X, K, conj) {
  const [x, k] = [wavesOf(X), wavesOf(K, X.length, X[0].length)];
  const product = x.map((row, i) =>
    row.map(([a, b], j) => {
      const [c, d] = [k[i][j][0], conj ? -k[i][j][1] : k[i][j][1]];
      return [a * c - b * d, a * d + b * c];
    }),
  );
  const all = X.length * X[0].length;
  return both(product, 1).map((row) => row.map(([re]) => Number((re / all).toFixed(6)) + 0));
}
