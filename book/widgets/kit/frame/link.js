// The state in the URL: #sliding-window-1?K=1,0;0,1&step=3. Written by "Copy link", read when the page opens.
import { change } from "./state.js";

const met = new Map();

/** sliding-window-1, -2, …: the nth widget of its kind on the page. */
export function pageName(kind) {
  met.set(kind, (met.get(kind) ?? 0) + 1);
  return `${kind}-${met.get(kind)}`;
}

/** JupyterLab has an address of its own for its own purposes. */
export const hasOwnAddress = () => !document.body.hasAttribute("data-jp-theme-light");

export function encode(value) {
  if (Array.isArray(value))
    return Array.isArray(value[0]) ? value.map((row) => row.join(",")).join(";") : value.join(",");
  return typeof value === "boolean" ? String(Number(value)) : String(value);
}

/** The text back to a value like `model`: a matrix, a list, a switch, a number or a word; undefined if it is none. */
export function decode(text, like) {
  if (Array.isArray(like)) {
    const rows = text.split(";").map((row) => row.split(",").map(number));
    if (!rows.flat().every(Number.isFinite)) return undefined;
    if (Array.isArray(like[0])) return rows;
    return rows.length === 1 && rows[0].length === like.length ? rows[0] : undefined; // [row, column] stays a pair
  }
  if (typeof like === "boolean") return { 0: false, 1: true }[text];
  if (typeof like === "string") return text;
  return Number.isFinite(number(text)) ? number(text) : undefined;
}

const number = (text) => (text.trim() === "" ? NaN : Number(text));

export function addressOf(name, model, traits) {
  const state = traits
    .map((trait) => `${trait}=${encodeURI(encode(model.get(trait))).replaceAll("&", "%26")}`)
    .join("&");
  return `${location.href.split("#")[0]}#${name}?${state}`;
}

/** The hash without its percent signs; as it stands where they make no sense. */
function plainText(hash) {
  try {
    return decodeURI(hash);
  } catch (error) {
    if (error instanceof URIError) return hash;
    throw error;
  }
}

/** What an address asks of this widget: { values, unread }, or null if it names another. */
export function wishes(name, model, traits, address) {
  const [who, state = ""] = plainText(address).split("?");
  if (who !== name) return null;
  const values = {};
  const unread = [];
  for (const [key, text] of state
    .split("&")
    .filter(Boolean)
    .map((pair) => pair.split(/=(.*)/s))) {
    const value = traits.includes(key) ? decode(text ?? "", model.get(key)) : undefined;
    if (value === undefined) unread.push(key);
    else values[key] = value;
  }
  return { values, unread };
}

/**
 * Follow the address now and whenever it changes, and the phrases of the page, which are addresses with words.
 * refuse(values) returns a sentence if the state is impossible; tell(sentence, words) hears it, tell(null, words)
 * that the state is the one asked for now. Returns the undo.
 */
export function followAddress({ name, model, traits, refuse, tell }) {
  if (!hasOwnAddress()) return () => {};
  function follow(address, words) {
    const asked = wishes(name, model, traits, address);
    if (!asked) return;
    const all = Object.fromEntries(traits.map((trait) => [trait, asked.values[trait] ?? model.get(trait)]));
    const why =
      refuse(all) ?? (asked.unread.length ? { key: "bad_link", names: asked.unread.join(", ") } : null);
    const still = words && model.get("playing") ? { playing: false } : {}; // a phrase is heard; what plays is silent
    if (!why) change(model, { ...asked.values, ...still });
    tell(why, words);
  }
  const followHash = () => follow(location.hash.slice(1));
  const followPhrase = ({ detail }) => follow(detail.address, detail.words);
  followHash();
  addEventListener("hashchange", followHash);
  addEventListener("phrase", followPhrase);
  return () => {
    removeEventListener("hashchange", followHash);
    removeEventListener("phrase", followPhrase);
  };
}

/** Put text on the clipboard; false where the browser does not let us (plain http, an old browser). */
export async function copy(text) {
  if (!navigator.clipboard) return false;
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
