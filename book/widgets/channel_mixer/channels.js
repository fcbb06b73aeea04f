// Many channels: each its own slice of the filter, the partial maps added, one bias. Flat lists, row by row.

/** Cross-correlation of one channel with one slice, only where the slice fits: (H, W), (h, w) → (H − h + 1)·(W − w + 1). */
export function partialMap(values, [rows, cols], slice) {
  const [h, w] = [slice.length, slice[0].length];
  const out = new Float64Array((rows - h + 1) * (cols - w + 1));
  let at = 0;
  for (let i = 0; i <= rows - h; i += 1) {
    for (let j = 0; j <= cols - w; j += 1) {
      let sum = 0;
      for (let a = 0; a < h; a += 1)
        for (let b = 0; b < w; b += 1) sum += slice[a][b] * values[(i + a) * cols + j + b];
      out[at] = sum;
      at += 1;
    }
  }
  return out;
}

/** The maps added, place by place, and the bias. */
export function addMaps(maps, bias) {
  return Float64Array.from(maps[0], (_, i) => maps.reduce((sum, map) => sum + map[i], bias));
}

/** A 1 × 1 convolution: each pixel's channels times the same matrix, one row of W for each output channel. */
export function mixChannels(channels, W) {
  return W.map((weights) =>
    Float64Array.from(channels[0], (_, i) => weights.reduce((sum, w, c) => sum + w * channels[c][i], 0)),
  );
}

/** Bytes in the order height, width, channel as one flat list a channel: what a transpose gives. */
export function channelsOf(bytes, channels) {
  const size = bytes.length / channels;
  return Array.from({ length: channels }, (_, c) =>
    Float64Array.from({ length: size }, (_, i) => bytes[i * channels + c]),
  );
}

/** The same bytes cut into `channels` lists as they lie: what a reshape gives, and no picture. */
export function slicesOf(bytes, channels) {
  const size = bytes.length / channels;
  return Array.from({ length: channels }, (_, c) =>
    Float64Array.from(bytes.subarray(c * size, (c + 1) * size)),
  );
}
