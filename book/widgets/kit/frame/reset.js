// Reset: the first state again, data included.
import { button } from "./dom.js";
import { reset } from "./state.js";

/** Every widget has this button: in its timeline, or beside its link. */
export const resetButton = (model, t) => button(t("reset"), () => reset(model));
