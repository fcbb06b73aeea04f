// How many parameters a layer has, from an n × n image to an n × n map of the same size.

/** Every output its own weight for every input. */
export function ownWeights(n, cIn = 1, cOut = 1, bias = false) {
  return n * n * cIn * (n * n * cOut) + (bias ? n * n * cOut : 0);
}

/** One weight for each offset that two pixels of the image can have: −(n − 1) … n − 1 each way. */
export function sharedWeights(n, cIn = 1, cOut = 1, bias = false) {
  return localWeights(n - 1, cIn, cOut, bias);
}

/** One weight for each offset of at most delta. */
export function localWeights(delta, cIn = 1, cOut = 1, bias = false) {
  return (2 * delta + 1) ** 2 * cIn * cOut + (bias ? cOut : 0);
}

/** "3,996,001", "3 996 001", "10^12", "1e12" → the number; NaN for anything else. */
export function readCount(text) {
  const plain = String(text)
    .trim()
    .replace(/(\d)[ ,\u00a0](?=\d{3}(\D|$))/g, "$1");
  const power = plain.match(/^(?:(\d+(?:\.\d+)?)\s*[·x×*]\s*)?10\s*\^\s*(\d+)$/);
  if (power) return Number(power[1] ?? 1) * 10 ** Number(power[2]);
  return /^\d+(\.\d+)?(e\d+)?$/i.test(plain) ? Number(plain) : NaN;
}
