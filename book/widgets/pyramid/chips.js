// The layers as chips: one is chosen, and may be changed, moved by Alt and an arrow key, or taken away.
import { attribute, button, h, write } from "../kit/frame/dom.js";

const WAYS = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 };

/** chips({ t, most, choose, add, remove, move }): choose(layer), remove(layer), move(layer, by). { el, draw(layers, chosen) } */
export function chips({ t, most, choose, add, remove, move }) {
  const all = Array.from({ length: most }, (_, i) => {
    const el = button("", () => choose(i + 1));
    el.classList.add("cw-pyramid-chip");
    el.addEventListener("keydown", (event) => {
      if (event.key === "Delete") remove(i + 1);
      else if (event.altKey && event.key in WAYS) {
        const to = move(i + 1, WAYS[event.key]);
        all[to - 1].focus();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
    return el;
  });
  const more = button("+", add, { label: t("add") });
  const less = button("−", () => remove(now), { label: t("remove") });
  const el = h(
    "div",
    { class: "cw-pyramid-chips", role: "group", "aria-label": t("layers") },
    ...all,
    more,
    less,
  );
  let now = 1;

  function draw(layers, chosen) {
    now = chosen;
    all.forEach((chip, i) => {
      const row = layers[i];
      attribute(chip, "hidden", !row);
      if (!row) return;
      const [k, s, d] = row;
      write(chip, t("chip", { k, s, d }));
      attribute(chip, "aria-label", t("chip_name", { layer: i + 1, k, s, d }));
      attribute(chip, "aria-pressed", String(i + 1 === chosen));
    });
    attribute(more, "aria-disabled", layers.length >= most ? "true" : null);
    attribute(less, "aria-disabled", layers.length === 1 ? "true" : null);
  }
  return { el, draw };
}
