// Every word a reader sees comes from the `labels` trait (the words.json beside the view), never from the code.

/** words(labels)("where", { row: 1 }): the label with its {row} filled in. */
export function words(labels) {
  return function t(key, values = {}) {
    if (!(key in labels)) throw new Error(`no label "${key}": add it to words.json`);
    return labels[key].replace(/\{(\w+)\}/g, (hole, name) => (name in values ? values[name] : hole));
  };
}
