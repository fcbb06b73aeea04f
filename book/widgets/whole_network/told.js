// One number of the network in words: where it stands, what it is made of, what it is.
import { factor, show } from "../kit/maths/numbers.js";
import { isExact } from "../kit/parts/terms.js";

/** Names of what a number is, where it stands, and what it is made of. */
export function namesOf(t, { net, task, layers, layer, at }) {
  const className = (n) => t(task === "digits" ? `digits_${n}` : `shapes_${n}`);
  const name = (number) => t(net === "CNN" ? `name_cnn_${number}` : `name_mlp_${number}`);
  const place = ([number, unit, row, col]) => {
    if (number === layers.length - 1) return t("place_score", { name: className(unit) });
    if (net === "MLP") return t("place_hidden", { n: row * layer.cols + col + 1 });
    return t("place", { layer: name(number), unit: unit + 1, row: row + 1, col: col + 1 });
  };
  const isRow = layer.kind === "dense" && layer.from.rows * layer.from.cols > 9;
  const isInput = layer.from.kind === "input";
  const part = (kind) => (one, i) => {
    if (isRow) return t(kind === "part" ? "part_row" : "from_row", { n: i + 1, sum: show(one.sum) });
    if (isInput) return t(kind === "part" ? "part_seen" : "from_seen", { sum: show(one.sum) });
    return t(kind === "part" ? "part_map" : "from_map", { n: one.unit + 1, sum: show(one.sum) });
  };
  return { className, place, here: place(at), label: part("part"), title: part("from") };
}

/** The one number in a sentence. */
export function toldOf(t, { unit, layer }, { here }) {
  const value = show(unit.value);
  if (layer.kind === "pool")
    return t("told_pool", {
      place: here,
      list: unit.parts[0].seen
        .flat()
        .map((x) => show(x))
        .join(", "),
      value,
    });
  const few = unit.parts.length <= 6 ? unit.parts.map((part) => part.sum) : [unit.before - unit.bias];
  const isShort = isExact([...few, unit.bias, unit.before]);
  const sums = {
    place: here,
    sum: few.map((sum, i) => (i ? factor(sum) : show(sum))).join(" + "),
    bias: factor(unit.bias),
    is: isShort ? "=" : "≈",
    before: show(unit.before),
  };
  return t(layer.relu ? "told_one" : "told_score", { ...sums, value });
}
