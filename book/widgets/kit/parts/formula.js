// The current step written out: one term a product, each linked to its cells by pointer, focus and touch.
import { attribute, h, rove, write } from "../frame/dom.js";

/**
 * hover(index) or hover() hears which term is pointed at. draw() takes the place in words, the terms
 * { text, label, zero }, how many stand in a row of the kernel, the answer, and the room (in em) that the
 * widest term and answer of the whole run need: the sentence may not move from step to step.
 */
export function formula({ t, hover }) {
  const where = h("div", { class: "cw-where" });
  const list = h("span", { class: "cw-terms", role: "group", "aria-label": t("terms") });
  const equals = h("span", { class: "cw-equals" }, "=");
  const result = h("span", { class: "cw-result" });
  const line = h("div", { class: "cw-formula" }, list, h("span", { class: "cw-sum" }, equals, result));
  const el = h("div", { class: "cw-say" }, where, line);
  let spans = [];
  let plan = "";
  let home = 0;

  function build(count, perRow) {
    spans = Array.from({ length: count }, (_, index) => term(index));
    const rows = [];
    for (let start = 0; start < count; start += perRow)
      rows.push(
        h("span", { class: "cw-terms-row" }, ...spans.slice(start, start + perRow).map((s) => s.box)),
      );
    list.replaceChildren(...rows);
    line.classList.toggle("is-rows", rows.length > 2);
    home = 0;
  }

  function term(index) {
    const text = h("span", {
      class: "cw-term",
      role: "img",
      tabindex: "-1",
      onfocus: () => focus(index),
      onblur: () => hover(),
      onkeydown: (event) => onKey(event, index),
      onpointerenter: () => hover(index),
      onpointerleave: () => hover(),
      onclick: () => text.focus(),
    });
    const box = h(
      "span",
      { class: "cw-term-box" },
      h("span", { class: "cw-plus", "aria-hidden": "true" }, index ? "+" : ""),
      text,
    );
    box.style.setProperty("--index", index);
    return { box, text };
  }

  function focus(index) {
    home = index;
    reach();
    hover(index);
  }
  const reach = () =>
    rove(
      spans.map(({ text }) => text),
      spans[home]?.text,
    );
  function onKey(event, index) {
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: spans.length - 1 }[event.key];
    if (to === undefined) return;
    spans[to]?.text.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  function draw({ place, terms, perRow, exact = true, widest, widestAnswer }) {
    write(where, place);
    const next = `${terms.length}/${perRow}`;
    if (next !== plan) build(terms.length, perRow);
    plan = next;
    terms.forEach(({ text, label, zero }, index) => {
      write(spans[index].text, text);
      attribute(spans[index].text, "aria-label", label);
      spans[index].text.classList.toggle("is-zero", Boolean(zero));
    });
    el.style.setProperty("--term", widest);
    el.style.setProperty("--answer", widestAnswer);
    el.style.setProperty("--line", perRow * (widest + 1.3));
    el.style.setProperty("--full", perRow * (widest + 1.3) + widestAnswer + 2.5);
    write(equals, exact ? "=" : "≈");
    reach();
  }
  function mark(index) {
    spans.forEach(({ text }, i) => text.classList.toggle("is-marked", i === index));
  }
  /** Let the terms of this step appear one after the other within `ms`. */
  function land(ms) {
    el.style.setProperty("--beat", `${ms / (spans.length + 1)}ms`);
    el.style.setProperty("--index", spans.length);
    el.dataset.beat = el.dataset.beat === "a" ? "b" : "a"; // another name for the same animation starts it again
  }
  function settle() {
    delete el.dataset.beat;
  }
  return { el, draw, mark, result, land, settle };
}
