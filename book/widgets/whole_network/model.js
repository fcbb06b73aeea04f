// The whole network without its page: its traits, when they cannot be drawn, and what follows from them.
import { snapshot } from "../kit/frame/state.js";
import { matrixProblem } from "../kit/maths/matrices.js";
import { clamp } from "../kit/maths/numbers.js";
import { forward, inputOf, madeOf, unpacked } from "./forward.js";

export const WHAT = ["X", "moved", "task", "net", "permuted"];
export const TRAITS = [...WHAT, "zoom", "at", "part", "answer"];
export const FULL = 16;
export const SIDE = 8;
export const BLANK = Array.from({ length: SIDE }, () => Array(SIDE).fill(0));

/** Why this state cannot be drawn: { key, ...values } of a label, or null. */
export function problem({ X, trained, ...which }) {
  const why = matrixProblem("X", X);
  if (why) return why;
  if (X.length !== SIDE || X[0].length !== SIDE)
    return { key: "bad_picture", got: `${X.length} × ${X[0].length}` };
  const odd = X.flat().find((value) => !Number.isInteger(value) || value < 0 || value > FULL);
  if (odd !== undefined) return { key: "bad_pixel", got: String(odd), most: FULL };
  return keyOf(which) in trained.networks ? null : { key: "bad_late" };
}

/** The name of a network among those that travel to the page. */
const keyOf = ({ net, task, permuted }) => `${net}, ${task}, ${permuted ? "permuted" : "in order"}`;

/** Moved by [down, right] on a ring: what leaves comes in at the other side. */
export const rolled = (X, [down, right]) =>
  X.map((line, i) => line.map((_, j) => X[(i - down + SIDE) % SIDE][(j - right + SIDE) % SIDE]));

const known = new Map(); // weights as text → as numbers: unpacked once

/** The network in force: { facts, P }. */
export function networkOf(model) {
  const which = snapshot(model, WHAT);
  const { networks, shapes } = model.get("trained");
  const facts = networks[keyOf(which)];
  if (!known.has(facts.weights)) known.set(facts.weights, unpacked(facts.weights, shapes[which.net]));
  return { facts, P: known.get(facts.weights) };
}

let last = { key: null, layers: null };

/** All layers for this picture; computed once a picture, whatever is looked at. */
function layersOf(model, x, P) {
  const key = JSON.stringify([model.get("net"), model.get("task"), model.get("permuted"), x]);
  if (last.key !== key) last = { key, layers: forward(model.get("net"), P, x) };
  return last.layers;
}

/**
 * Everything that follows from the traits.
 *   seen       the 64 numbers that the network sees, 0 to 1;  input  the same as a layer
 *   layers     what each layer makes of them;  layer  the chosen one
 *   at, part   what is chosen, inside of what there is;  unit  what it is made of (madeOf)
 *   scores, best, second
 */
export function scene(model) {
  const now = snapshot(model, TRAITS);
  const { facts, P } = networkOf(model);
  const flat = rolled(now.X, now.moved).flat();
  const seen = flat.map((_, i) => flat[now.permuted ? facts.perm[i] : i] / FULL);
  const layers = layersOf(model, seen, P);
  const number = clamp(now.at[0], 0, layers.length - 1);
  const layer = layers[number];
  const at = [
    number,
    clamp(now.at[1], 0, layer.units - 1),
    clamp(now.at[2], 0, layer.rows - 1),
    clamp(now.at[3], 0, layer.cols - 1),
  ];
  const unit = madeOf(layer, at.slice(1));
  const scores = [...layers.at(-1).values];
  const order = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a]);
  return {
    ...now,
    facts,
    seen,
    input: inputOf(seen),
    layers,
    layer,
    at,
    unit,
    part: clamp(now.part, 0, unit.parts.length - 1),
    scores,
    best: order[0],
    second: order[1],
  };
}

/** For Python. */
export const values = (model) => ({ logits: scene(model).scores });
