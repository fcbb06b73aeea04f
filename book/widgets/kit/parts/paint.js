// Numbers to pixels: each painter fills the RGBA of a canvas.

/** Values 0 … 255 as greys; what lies outside is cut off. Fills RGBA. */
export function paintGrey(values, rgba) {
  for (let i = 0; i < values.length; i += 1) {
    const grey = Math.min(255, Math.max(0, values[i]));
    rgba[4 * i] = rgba[4 * i + 1] = rgba[4 * i + 2] = grey;
    rgba[4 * i + 3] = 255;
  }
}

/** Signed values from the paper's colour towards `neg` and `pos`, full at ±most. Fills RGBA. */
export function paintSigned(values, rgba, { paper, pos, neg, most }) {
  for (let i = 0; i < values.length; i += 1) {
    const towards = values[i] < 0 ? neg : pos;
    const part = Math.min(1, Math.abs(values[i]) / most);
    for (let c = 0; c < 3; c += 1) rgba[4 * i + c] = paper[c] + (towards[c] - paper[c]) * part;
    rgba[4 * i + 3] = 255;
  }
}

/** The size that all but a hundredth of the values stay under: a scale that one bright pixel cannot spoil. */
export function scaleOf(values) {
  const sizes = Float32Array.from(values, Math.abs).sort();
  return Math.max(1, sizes[Math.floor(0.99 * (sizes.length - 1))]);
}

/** Three lists of 0 … 255 as colours; what lies outside is cut off. Fills RGBA. */
export function paintColour([red, green, blue], rgba) {
  for (let i = 0; i < red.length; i += 1) {
    rgba[4 * i] = red[i]; // a clamped array cuts off and rounds by itself
    rgba[4 * i + 1] = green[i];
    rgba[4 * i + 2] = blue[i];
    rgba[4 * i + 3] = 255;
  }
}
