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

  // A front end of this page is there at once, as a function; any other is a module in the saved state.
  const modules = new Map(); // one import for each distinct front end
  const imported = (source) => {
    if (!modules.has(source)) {
      const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      const load = import(url).then(({ default: made }) => (typeof made === "function" ? made() : made));
      modules.set(
        source,
        load.finally(() => URL.revokeObjectURL(url)),
      );
    }
    return modules.get(source);
  };

  const styles = new Set();
  function addStyle(css) {
    if (!css || styles.has(css)) return;
    styles.add(css);
    const style = document.createElement("style");
    style.textContent = css;
    document.head.append(style);
  }

  // Every saved model that the page has so far, by its id.
  const models = new Map();
  const read = new WeakSet();
  function savedModel(id) {
    for (const script of document.querySelectorAll(STATE)) {
      if (read.has(script)) continue;
      read.add(script);
      for (const [key, model] of Object.entries(JSON.parse(script.textContent).state)) {
        models.set(key, model);
        for (const [name, owner] of Object.entries(model.shared ?? {}))
          model.state[name] = models.get(owner).state[name];
      }
    }
    return models.get(id);
  }

  function sorry(el, sentence) {
    const note = document.createElement("p");
    note.className = "widget-note";
    note.textContent = sentence;
    el.append(note);
  }

  function failed(el, error) {
    sorry(el, `This widget could not start (${error.message}). Reload the page, or try another browser.`);
    console.error(error);
  }

  // What is or soon will be in sight starts where the parser meets it, so nothing below it ever moves. The rest
  // starts when it comes near or when the browser has time; all of it at once where the reader arrives
  // in the middle of the page, or prints.
  const arrivesInside = () =>
    location.hash !== "" || performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  const isFar = (el) => el.getBoundingClientRect().top > 2 * innerHeight;
  const waiting = new Map(); // place → render
  const near = new IntersectionObserver(
    (entries) => entries.forEach((e) => e.isIntersecting && start(e.target)),
    {
      rootMargin: "100% 0%",
    },
  );
  function start(el) {
    near.unobserve(el);
    waiting.get(el)?.();
    waiting.delete(el);
  }
  const startAll = () => [...waiting.keys()].forEach(start);
  const whenIdle = window.requestIdleCallback ?? ((call) => setTimeout(call, 200));
  function startNext() {
    if (waiting.size === 0) return;
    start(waiting.keys().next().value);
    whenIdle(startNext);
  }

  function renderSoon(el, render) {
    const safely = () => {
      try {
        render();
      } catch (error) {
        failed(el, error);
      }
    };
    if (arrivesInside() || !isFar(el)) return safely();
    waiting.set(el, safely);
    near.observe(el);
  }

  async function mountModule(state, view) {
    addStyle(state._css);
    const widget = await imported(state._esm);
    await widget.initialize?.(view);
    await widget.render?.(view);
  }

  const playing = new Map(); // saved model → its model in the page
  function mount(saved, el) {
    const { state } = saved;
    const view = { model: createModel(state), el, signal: new AbortController().signal };
    playing.set(saved, view.model);
    const make = frontEnds[state._esm];
    if (!make) return mountModule(state, view).catch((error) => failed(el, error));
    try {
      const widget = made.get(make) ?? made.set(make, make()).get(make);
      widget.initialize?.(view); // in the order of the page, for the widgets are numbered by it
      renderSoon(el, () => widget.render?.(view));
    } catch (error) {
      failed(el, error);
    }
  }

  const made = new Map(); // front end as a function → what it made
  let frontEnds = {};
  const placed = new WeakSet();
  function place(view) {
    const model = savedModel(JSON.parse(view.textContent).model_id);
    if (placed.has(view) || (model?.later && location.hash)) return; // an address may ask for what comes later
    placed.add(view);
    const el = document.createElement("div");
    el.className = "widget-place";
    view.after(el);
    if (model?.model_module === "anywidget") mount(model, el);
    else sorry(el, "These controls need Python: open this page as a notebook in JupyterLab.");
  }
  // What a widget has begun without stands behind it: tables with the entries that are still missing.
  const joined = (table, more) => {
    const entries = Object.entries(more).map(([key, value]) => [
      key,
      key in table ? joined(table[key], value) : value,
    ]);
    return { ...table, ...Object.fromEntries(entries) };
  };
  function complete(script) {
    for (const [id, rest] of Object.entries(JSON.parse(script.textContent))) {
      const model = savedModel(id);
      model.later = false;
      model.state = joined(model.state, rest);
      for (const name of Object.keys(rest)) playing.get(model)?.set(name, structuredClone(model.state[name]));
    }
    placeAll();
  }
  const placeAll = () => document.querySelectorAll(VIEW).forEach(place);

  // What the page calls: once with its front ends, then behind each view, and behind the rest of a state.
  window.bookWidgets = {
    bring: (functions) => (frontEnds = { ...frontEnds, ...functions }),
    here: () => place(document.currentScript.previousElementSibling),
    rest: () => complete(document.currentScript.previousElementSibling),
  };
  if (document.readyState !== "loading") placeAll();
  else document.addEventListener("readystatechange", placeAll, { once: true });
  addEventListener("load", () => whenIdle(startNext));
  addEventListener("beforeprint", startAll);
})();
