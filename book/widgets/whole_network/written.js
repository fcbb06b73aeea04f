// The one window: what it sees, its weights, and their products written out; the other windows as sums.
import { attribute, h, write } from "../kit/frame/dom.js";
import { change } from "../kit/frame/state.js";
import { biggest } from "../kit/maths/matrices.js";
import { show } from "../kit/maths/numbers.js";
import { formula } from "../kit/parts/formula.js";
import { grid } from "../kit/parts/grid.js";
import { sign, stage } from "../kit/parts/stage.js";
import { isExact, termsOf, widestProduct } from "../kit/parts/terms.js";
import { parts } from "./parts.js";

const FINEST = -9.99; // the widest number that a product shows is as wide as this

/** { el, draw(now, names), stop } */
export function written({ model, t }) {
  const wide = () => now.cols;
  const hover = (row, col) => point(row === undefined ? undefined : row * wide() + col);
  const [seen, kernel] = [
    grid({ name: "patch", caption: t("window"), t, hover }),
    grid({ name: "net-kernel", caption: t("kernel"), t, hover }),
  ];
  const sum = grid({ name: "sum", caption: t("sum"), t });
  const star = sign("⋆", "cw-star");
  const board = stage([seen.el, star, kernel.el, sign("="), sum.el], () => [
    now.cols,
    now.K ? now.cols : 1,
    2,
  ]);
  const said = formula({ t, hover: point });
  const answer = h("span", { class: "cw-plain-answer" });
  said.result.append(answer);
  const others = parts({ name: t("parts"), bare: true, choose: (part) => change(model, { part }) });
  const el = h("div", { class: "cw-net-near" }, board.el, said.el, others.el);
  let now = { cols: 3, K: null };

  function point(index) {
    const at = index === undefined ? [-1, -1] : [Math.floor(index / wide()), index % wide()];
    seen.mark(...at);
    kernel.mark(...at);
    said.mark(index);
  }
  function draw({ unit, layer, part }, names) {
    now = unit.parts[part];
    const X = now.seen.map((line) => line.map((x) => x ?? 0));
    const brightest = Math.max(...layer.from.values, 1e-9);
    const isPicture = layer.from.kind === "input";
    seen.draw(X, (a, b) => {
      if (now.seen[a][b] === null) return { pad: true };
      return isPicture
        ? { grey: 255 * X[a][b] }
        : { tint: X[a][b] / brightest, now: !now.K && X[a][b] === now.sum };
    });
    seen.rename(names.title(now, part));
    const isPool = !now.K;
    for (const one of [star, kernel.el]) attribute(one, "hidden", isPool);
    said.el.classList.toggle("is-out", isPool);
    const K = now.K ?? X.map((line) => line.map(() => 0));
    const heaviest = biggest(K) || 1;
    kernel.draw(K, (a, b) => ({ tint: Math.abs(K[a][b]) / heaviest }));
    sum.draw([[now.sum]], () => ({ now: true }));
    sum.rename(t(isPool ? "largest" : "sum"));
    board.fit();
    const widest = widestProduct(K.flat().map((w) => [FINEST, w]));
    said.draw({
      place: names.here,
      terms: termsOf(X, K, t),
      perRow: now.cols > 4 ? 2 : now.cols, // a phone has room for two products of a long row
      exact: isExact(X, K),
      widest,
      widestAnswer: 3.2,
    });
    write(answer, show(now.sum));
    others.draw({ unit, layer, part }, names);
  }
  return { el, draw, stop: board.stop };
}
