// Press, move, let go: one way to follow a pointer, for numbers that are pulled and patterns that are carried.

const ENDS = ["pointerup", "pointercancel"];
const FIRM_PX = 4; // less may be the trembling of a finger that only wants to press

/** begin(event) hears each press of the main button; it returns { move(event), end(event) } for what follows, or null. */
export function onDrag(el, begin) {
  el.addEventListener("pointerdown", (down) => {
    const held = down.button === 0 ? begin(down) : null;
    if (!held) return;
    const stop = (event) => {
      el.removeEventListener("pointermove", held.move);
      for (const name of ENDS) el.removeEventListener(name, stop);
      held.end?.(event);
    };
    el.addEventListener("pointermove", held.move);
    for (const name of ENDS) el.addEventListener(name, stop);
  });
}

/** firmly(down): a question to ask at each move since: has the pointer really left the place of this press? */
export function firmly(down) {
  let isFirm = false;
  return ({ clientX, clientY }) => {
    isFirm ||= Math.hypot(clientX - down.clientX, clientY - down.clientY) >= FIRM_PX;
    return isFirm;
  };
}
