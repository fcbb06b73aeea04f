// Plays the anywidgets saved in a notebook page: no kernel, no RequireJS, no html-manager.
// A classic script on purpose: module scripts do not run from file://.
(() => {
  const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';

  // What a front end knows of its widget: traits with change events, as anywidget's model has them.
  function createModel(state) {
    const traits = structuredClone(state);
    const listeners = new Map();
    const emit = (name, value) => (listeners.get(name) ?? new Set()).forEach((call) => call({}, value));
    const differs = (a, b) => JSON.stringify(a) !== JSON.stringify(b);
    const setOne = (name, value) => {
      if (!differs(traits[name], value)) return;
      traits[name] = value;
      emit(`change:${name}`, value);
      emit("change", value);
    };
    return {
      get: (name) => traits[name],
      set(name, value) {
        if (typeof name === "string") setOne(name, value);
        else Object.entries(name).forEach((pair) => setOne(...pair));
      },
      save_changes() {}, // no kernel to send to
      send() {},
      on(names, call) {
        for (const name of names.split(/\s+/)) {
          listeners.set(name, (listeners.get(name) ?? new Set()).add(call));
        }
      },
      off(names, call) {
        if (names == null) return listeners.clear();
        for (const name of names.split(/\s+/)) {
          if (call) listeners.get(name)?.delete(call);
          else listeners.delete(name);
        }
      },
    };
  }

  const modules = new Map(); // one import for each distinct front end
  function frontEnd(source) {
    if (!modules.has(source)) {
      const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      const load = import(url).then(({ default: made }) => (typeof made === "function" ? made() : made));
      modules.set(
        source,
        load.finally(() => URL.revokeObjectURL(url)),
      );
    }
    return modules.get(source);
  }

  const styles = new Set();
  function addStyle(css) {
    if (!css || styles.has(css)) return;
    styles.add(css);
    const style = document.createElement("style");
    style.textContent = css;
    document.head.append(style);
  }

  async function mount(state, el) {
    addStyle(state._css);
    const view = { model: createModel(state), el, signal: new AbortController().signal };
    const widget = await frontEnd(state._esm);
    await widget.initialize?.(view);
    await widget.render?.(view);
  }

  // Every saved model of the page by its id; front ends are kept once, under their digest.
  function savedModels() {
    const models = {};
    for (const script of document.querySelectorAll(STATE)) {
      const { state, sources = {} } = JSON.parse(script.textContent);
      for (const [id, model] of Object.entries(state)) {
        const { _esm, _css } = model.state;
        const whole = { ...model.state, _esm: sources[_esm] ?? _esm, _css: sources[_css] ?? _css };
        models[id] = { ...model, state: whole };
      }
    }
    return models;
  }

  function sorry(el, sentence) {
    const note = document.createElement("p");
    note.className = "widget-note";
    note.textContent = sentence;
    el.append(note);
  }

  function mountAll() {
    const models = savedModels();
    for (const script of document.querySelectorAll(VIEW)) {
      const model = models[JSON.parse(script.textContent).model_id];
      const el = document.createElement("div");
      el.className = "widget-place";
      script.after(el);
      if (model?.model_module !== "anywidget") {
        sorry(el, "These controls need Python: open this page as a notebook in JupyterLab.");
        continue;
      }
      mount(model.state, el).catch((error) => {
        sorry(el, `This widget could not start (${error.message}). Reload the page, or try another browser.`);
        console.error(error);
      });
    }
  }

  // "interactive" comes once the page is parsed, before deferred scripts run.
  if (document.readyState !== "loading") mountAll();
  else document.addEventListener("readystatechange", mountAll, { once: true });
})();
