// A few views of one thing, one of them in sight: a radio group whose arrow keys choose.
import { attribute, h, rove } from "../frame/dom.js";

const MOVES = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** tabs(name, texts, choose): choose(index) hears which; { el, draw(index) }. */
export function tabs(name, texts, choose) {
  const all = texts.map((text, index) =>
    h("button", { type: "button", class: "cw-tab", role: "radio", onclick: () => choose(index) }, text),
  );
  const el = h("div", { class: "cw-tabs", role: "radiogroup", "aria-label": name, onkeydown: onKey }, ...all);

  function onKey(event) {
    if (!(event.key in MOVES)) return;
    const to = (all.indexOf(event.target) + MOVES[event.key] + all.length) % all.length;
    choose(to);
    all[to].focus();
    event.preventDefault();
    event.stopPropagation();
  }
  function draw(now) {
    all.forEach((tab, index) => attribute(tab, "aria-checked", String(index === now)));
    rove(all, all[now]);
  }
  return { el, draw };
}
