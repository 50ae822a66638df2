/**
 * Makes selecting cheap: asked again for the same state with the same selector it answers at once, and an equal
 * answer keeps the identity of the one before, also across selectors, so that nothing is drawn for it.
 */
export function createSelection<S, T>(): (state: S, selector: (state: S) => T, equal: (a: T, b: T) => boolean) => T {
  let last: { state: S; selector: (state: S) => T; value: T } | null = null;
  return (state, selector, equal) => {
    if (last && last.state === state && last.selector === selector) return last.value;
    const value = selector(state);
    last = { state, selector, value: last && equal(last.value, value) ? last.value : value };
    return last.value;
  };
}

/** Equal where every field is identical. */
export function shallowEqual<T>(a: T, b: T): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const left = Object.entries(a);
  if (left.length !== Object.keys(b).length) return false;
  return left.every(([key, value]) => Object.is(value, (b as Record<string, unknown>)[key]));
}
