// What the reader wrote, kept in this browser only, an item for each box: "book:/:exercises/mlp/mlp#fc_params".
const { item, page, onChange: onChangeOf } = window.bookProgress;
const key = (name) => `${item}:${page}#${name}`;

// templates/storage.html stands in where a browser forbids storage: then all is lost with the page
export const isForbidden = "value" in (Object.getOwnPropertyDescriptor(window, "localStorage") ?? {});

export const get = (name) => localStorage.getItem(key(name));

/** Does it last? Not where there is no room, or it is forbidden. Nothing (null, "") is not kept. */
export function put(name, text) {
  try {
    if (text) localStorage.setItem(key(name), text);
    else localStorage.removeItem(key(name));
    return !isForbidden;
  } catch {
    return false;
  }
}

/** Another tab wrote: heard(its text or null). */
export function onChange(name, heard) {
  onChangeOf(key(name), () => heard(get(name)));
}
