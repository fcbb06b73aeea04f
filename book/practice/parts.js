// Small parts of which the page's exercises are built.

/** An element with these properties; names with a hyphen are attributes. */
export function element(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

/** "{done} of {all}" with the values put in. */
export const fill = (sentence, values) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), sentence);

const TAGS = new Set(
  "CODE DETAILS DIV EM FIGCAPTION FIGURE P PRE STRONG SUMMARY TABLE TBODY TD TR".split(" "),
);
const REACHES_OUT = /url|image|src|\\/i; // of a style that fetches something

/** The nodes of HTML that came from the worker. The reader's code may have made it: nothing in it runs. */
export function harmless(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const one of body.querySelectorAll("*")) {
    if (!TAGS.has(one.tagName)) one.remove();
    for (const { name, value } of [...one.attributes])
      if (!["class", "style"].includes(name) || REACHES_OUT.test(value)) one.removeAttribute(name);
  }
  return body.childNodes;
}
