// The model is the only state: views write to it here and redraw when it says so.

/** Set several traits as one change. */
export function change(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

/** Call draw once after any of these traits changed, however many changed together. Returns the undo. */
export function watch(model, names, draw) {
  let due = false;
  const later = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      draw();
    });
  };
  for (const name of names) model.on(`change:${name}`, later);
  return () => names.forEach((name) => model.off(`change:${name}`, later));
}

/** Keep the traits that follow from others, now and whenever one of `names` changes; null: not now. Returns the undo. */
export function derive(model, names, values) {
  function publish() {
    const differs = ([name, value]) => JSON.stringify(model.get(name)) !== JSON.stringify(value);
    const changed = Object.entries(values() ?? {}).filter(differs);
    if (changed.length) change(model, Object.fromEntries(changed));
  }
  publish();
  return watch(model, names, publish);
}

/** { X, K, step } from the model: the named traits as a plain object. */
export function snapshot(model, names) {
  return Object.fromEntries(names.map((name) => [name, model.get(name)]));
}

/**
 * What follows from the named traits, computed once a state: make({ X, K, … }, model). However many ask, and whatever
 * else has changed, it is the same object while these traits are the same.
 */
export function once(names, make) {
  const known = new WeakMap(); // model → the last state, and what was made of it
  return (model) => {
    const now = snapshot(model, names);
    const last = known.get(model);
    if (last && names.every((name) => Object.is(now[name], last.now[name]))) return last.made;
    const made = make(now, model);
    known.set(model, { now, made });
    return made;
  };
}

const first = new WeakMap(); // model → the state that its page or its link began with

/** What *Reset* brings back. */
export function remember(model, names) {
  first.set(model, snapshot(model, names));
}

/** The first state again, data included. */
export function reset(model) {
  change(model, first.get(model) ?? {});
}
