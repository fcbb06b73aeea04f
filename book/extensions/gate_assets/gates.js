// The page asks before it tells: what follows a gate is hidden until it is answered. Run before the page is there.
(() => {
  const { keep, kept, read, name } = window.bookProgress;
  const SHOWN = "shown";
  const isOpen = ({ given, right } = {}) => Boolean(right) || given === SHOWN;

  // From the first paint on, and by a rule, for there is no element yet. On paper nothing is hidden.
  const opened = (page) =>
    Object.entries(read().pages[page] ?? {}).flatMap(([key, one]) => (isOpen(one) ? key : []));
  window.bookGates = { opened };
  const but = opened(name(location.pathname))
    .map((key) => `[data-gate="${CSS.escape(key)}"]`)
    .join();
  const early = document.createElement("style");
  early.textContent = `@media screen { .cw-gated${but && `:not(${but})`} { display: none } }`;
  document.head.append(early);

  const gateOf = (key) => document.querySelector(`.cw-page-gate[data-key="${CSS.escape(key)}"]`);
  const partsOf = (key) => document.querySelectorAll(`.cw-gated[data-gate="${CSS.escape(key)}"]`);
  const veilOf = (part) => part.previousElementSibling?.closest(".cw-veil");

  function show(key, visible) {
    const gate = gateOf(key);
    gate.classList.toggle("is-open", visible);
    for (const part of partsOf(key)) {
      part.hidden = !visible;
      veilOf(part)?.toggleAttribute("hidden", visible);
    }
    gate.querySelector(".cw-show").hidden = visible;
    gate.querySelector(".cw-all")?.toggleAttribute("hidden", !visible);
  }

  /** The reader's doing: say so, keep it, and keep the focus where something is. */
  function open(gate) {
    const { key } = gate.dataset;
    if (gate.classList.contains("is-open")) return;
    const hadFocus = gate.querySelector(".cw-show").contains(document.activeElement);
    show(key, true);
    keep(key, SHOWN, false);
    const status = gate.querySelector(".cw-opened");
    status.textContent = status.dataset.text;
    if (!hadFocus) return;
    const [first] = partsOf(key);
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
  }

  /** As it is kept: this page or another one has opened it, or all is forgotten. */
  function follow(gate) {
    const { key } = gate.dataset;
    let was = isOpen(kept(key));
    show(key, was);
    const look = () => {
      const now = isOpen(kept(key));
      if (now !== was) show(key, now); // one that a link opened for this visit stays so
      was = now;
    };
    document.addEventListener("book-progress", () => queueMicrotask(look)); // after `open`, where it is our doing
  }

  /** A widget's own question was answered: the gates that wait for it open. */
  function widgetAnswered({ target }) {
    for (const { dataset, parentElement: gate } of document.querySelectorAll(".cw-show[data-widget]"))
      if (document.getElementById(dataset.widget)?.contains(target)) open(gate);
  }

  /** A link leads to something hidden: open that, for this visit. */
  function openAround(target) {
    const part = target?.closest(".cw-gated[hidden]");
    if (part) show(part.dataset.gate, true);
    return Boolean(part);
  }
  function followAddress() {
    let id = location.hash.slice(1).split("?")[0];
    try {
      id = decodeURIComponent(id);
    } catch {
      return; // no address of ours
    }
    const target = id && document.getElementById(id);
    if (target && openAround(target)) target.scrollIntoView();
  }

  function start() {
    for (const gate of document.querySelectorAll(".cw-page-gate")) {
      follow(gate);
      gate.querySelector(".cw-show button").addEventListener("click", () => open(gate));
      gate.addEventListener("answered", () => open(gate));
    }
    document.addEventListener("answered", widgetAnswered);
    early.remove();
    followAddress();
    addEventListener("hashchange", followAddress);
    document.addEventListener("wanted", ({ target }) => openAround(target));
    addEventListener("beforeprint", () => hidden(false));
    addEventListener("afterprint", () => hidden(true));
  }
  /** On paper all is there: pictures measure themselves when they are seen. */
  function hidden(on) {
    for (const gate of document.querySelectorAll(".cw-page-gate:not(.is-open)"))
      for (const part of partsOf(gate.dataset.key)) part.hidden = on;
  }
  document.addEventListener("DOMContentLoaded", start);
})();
