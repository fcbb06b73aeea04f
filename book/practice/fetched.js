// The files that Python is made of, fetched once: they lie in this browser's store, and last without a network.

const STORE = "book-python";

export class Missing extends Error {}

const FIRST = ["worker", "wasm", "stdlib", "lock"]; // with these Python starts while the others come

/** { core, libraries }: two promises of name -> bytes. files: [{ name, address, bytes, packed }]; told(done, all):
 * bytes, while they come. */
export function fetchAll(files, told) {
  const all = files.reduce((sum, file) => sum + file.bytes, 0);
  let done = 0;
  const came = (bytes) => {
    done += bytes;
    told?.(Math.min(done, all), all);
  };
  const some = (isFirst) =>
    named(
      files.filter(({ name }) => FIRST.includes(name) === isFirst),
      came,
    );
  const core = some(true);
  const libraries = core.then(() => some(false)); // not beside them: on a slow line all would be late
  libraries.then(
    () => forget(files, (isOurs) => !isOurs), // left by an earlier edition of the book
    () => {}, // whoever awaits them is told
  );
  return { core, libraries };
}

async function named(files, came) {
  try {
    return Object.fromEntries(
      await Promise.all(files.map(async (file) => [file.name, await content(file, came)])),
    );
  } catch (error) {
    throw new Missing(String(error));
  }
}

/** Remove from the store what lies beside these files, or the files: unwanted(whether it is one of them). */
export async function forget(files, unwanted) {
  const store = await opened();
  const ours = new Set(files.map(({ address }) => address));
  const folder = new URL(".", files[0].address).href;
  for (const { url } of (await store?.keys()) ?? [])
    if (url.startsWith(folder) && unwanted(ours.has(url))) await store.delete(url);
}

/** None where the browser has none, or forbids it. */
async function opened() {
  try {
    return await globalThis.caches?.open(STORE);
  } catch {
    return undefined; // where it is forbidden, `caches` itself throws in some browsers
  }
}

async function content(file, came) {
  const bytes = await body(await response(file.address), came);
  const isPacked = file.packed && bytes[0] === 0x1f && bytes[1] === 0x8b; // some servers unpack by themselves
  if (!isPacked) return bytes;
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

async function response(address) {
  const store = await opened();
  const found = await store?.match(address).catch(() => undefined);
  if (found) return found;
  const came = await fetch(address);
  if (!came.ok) throw new Error(`${came.status} ${address}`);
  store?.put(address, came.clone()).catch(() => {}); // full: then it comes again the next time
  return came;
}

async function body(response, came) {
  const parts = [];
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    came(part.value.length);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
