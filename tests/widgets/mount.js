// The least page that plays a widget: a model with no kernel behind it, and one import.
class Model {
  constructor(state) {
    this.state = structuredClone(state);
    this.hears = new Map();
  }
  get(name) {
    return this.state[name];
  }
  set(name, value) {
    if (JSON.stringify(this.state[name]) === JSON.stringify(value)) return;
    this.state[name] = value;
    for (const call of [...(this.hears.get(`change:${name}`) ?? [])]) call();
  }
  save_changes() {}
  on(name, call) {
    if (!this.hears.has(name)) this.hears.set(name, new Set());
    this.hears.get(name).add(call);
  }
  off(name, call) {
    this.hears.get(name)?.delete(call);
  }
}

window.models = [];
const css = document.createElement("style");
css.textContent = window.page.css;
document.head.append(css);
const modules = new Map();
for (const { esm, state } of window.page.widgets) {
  if (!modules.has(esm))
    modules.set(esm, await import(URL.createObjectURL(new Blob([esm], { type: "text/javascript" }))));
  const { default: widget } = modules.get(esm);
  const model = new Model(state);
  window.models.push(model);
  const el = document.createElement("div");
  document.querySelector("main").append(el);
  await widget.initialize?.({ model });
  await widget.render?.({ model, el });
}
