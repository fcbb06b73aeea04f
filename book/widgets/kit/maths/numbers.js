// Numbers as people write them: a true minus sign, two decimals at most, brackets where a sign would clash.

/** 3 → "3", -0.5 → "−0.5", 1/9 → "0.11". */
export function show(value, digits = 2) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const text = size >= 1e6 ? size.toExponential(1).replace("e+", "e") : String(Number(size.toFixed(digits)));
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** The value, or the bound that it lies beyond. */
export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** A factor inside a product: negative numbers in brackets. */
export function factor(value) {
  return show(value).startsWith("−") ? `(${show(value)})` : show(value);
}

/** "−3", "-3", "0.5", "0,5", "1/9" → the number; anything else → NaN. */
export function read(text) {
  const plain = String(text).trim().replaceAll("−", "-").replace(",", ".");
  const fraction = plain.match(/^(-?\d*\.?\d+)\s*\/\s*(\d*\.?\d+)$/);
  if (fraction) return Number(fraction[2]) === 0 ? NaN : Number(fraction[1]) / Number(fraction[2]);
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

/** Is the number shown in full, or rounded? */
export function isShownInFull(value) {
  return read(show(value)) === value;
}

/** Would a reader who typed `guess` be right about `value`, given that two decimals are shown? */
export function sameShown(guess, value) {
  return Math.abs(guess - value) <= 0.0051 + 1e-9 * Math.abs(value);
}

const EM = { "−": 0.84, "(": 0.4, ")": 0.4, "·": 0.33, ".": 0.33 };

/** How wide a number is at most, in em: enough to reserve room for it in any of the usual fonts. */
export function emWidth(text) {
  return [...text].reduce((sum, letter) => sum + (EM[letter] ?? 0.64), 0);
}
