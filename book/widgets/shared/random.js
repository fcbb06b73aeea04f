// Random numbers that are the same on every machine: a widget's seed is part of its state.

/** A generator of numbers in [0, 1) (mulberry32). */
export function generator(seed) {
  let state = seed >>> 0;
  return function next() {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A copy of the list in random order (Fisher and Yates). */
export function shuffled(list, random) {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}

/**
 * A permutation of n places that moves `percent` of them and leaves the others: place j holds what was at result[j].
 * The moved ones change seats in a circle, so none of them stays; a larger percentage moves all of these and more.
 */
export function partialPermutation(n, percent, seed) {
  const order = shuffled(Array.from({ length: n }, (_, i) => i), generator(seed));
  const moved = order.slice(0, Math.round((n * percent) / 100));
  const perm = Array.from({ length: n }, (_, i) => i);
  if (moved.length > 1) moved.forEach((place, i) => (perm[place] = moved[(i + 1) % moved.length]));
  return perm;
}
