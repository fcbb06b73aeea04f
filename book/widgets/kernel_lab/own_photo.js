// The reader's own photo: read in the page, kept in the page. No trait holds it, so no kernel, link or server gets it.
const LARGEST = 256;
const chosen = new WeakMap(); // model → { width, height, pixels }

export const ownPhoto = (model) => chosen.get(model);

/** Read a file as greys, at most 256 pixels a side, the mean of the colours as in Python; false if it is no picture. */
export async function readPhoto(model, file) {
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) return false;
  const scale = Math.min(1, LARGEST / Math.max(image.width, image.height));
  const [width, height] = [image.width, image.height].map((n) => Math.max(1, Math.round(n * scale)));
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const grey = (_, i) => Math.round((data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3);
  chosen.set(model, { width, height, pixels: Uint8Array.from({ length: width * height }, grey) });
  return true;
}
