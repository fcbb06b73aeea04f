// Elements without a framework: make one, write text into one.

/** h("button", { class: "cw-main", onclick }, "Play"): an element; null and false attributes are left out. */
export function h(tag, attrs = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false)
      el.setAttribute(name, value === true ? "" : value);
  }
  el.append(...children.filter((child) => child !== null && child !== undefined));
  return el;
}

export function button(text, onclick, { main = false, label = null } = {}) {
  return h(
    "button",
    { type: "button", class: main ? "cw-button cw-main" : "cw-button", "aria-label": label, onclick },
    text,
  );
}

/**
 * Write only what changed: an unchanged node keeps its selection and is not announced again. Where one text stood,
 * the same node holds the next: a new one makes the browser look at all rules that count children.
 */
export function write(el, text) {
  const { firstChild: only, lastChild: last } = el;
  if (text !== "" && only?.nodeType === Node.TEXT_NODE && only === last) {
    if (only.data !== text) only.data = text;
  } else if (el.textContent !== text) el.textContent = text;
}

export function attribute(el, name, value) {
  const text = value === true ? "" : value;
  if (value === null || value === undefined || value === false) el.removeAttribute(name);
  else if (el.getAttribute(name) !== String(text)) el.setAttribute(name, text);
}

/** Of many elements, one is reached by Tab: arrow keys go on from there. */
export function rove(elements, home) {
  for (const el of elements) attribute(el, "tabindex", el === home ? "0" : "-1");
}

let made = 0;

/** An id that no other element of the page has. */
export function freshId(name) {
  made += 1;
  return `cw-${name}-${made}-${Math.random().toString(36).slice(2, 7)}`;
}
