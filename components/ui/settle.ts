/**
 * The order to draw in. While `held` (the pointer or the focus is in the list) nothing moves: what was there keeps
 * its place, what is new goes to the end, and only what is gone altogether leaves. Otherwise the wanted order.
 * Ids are unique.
 */
export function settle(drawn: readonly string[], wanted: readonly string[], held: boolean): readonly string[] {
  if (!held || drawn.length === 0) return wanted;
  const present = new Set(wanted);
  const kept = drawn.filter((id) => present.has(id));
  if (kept.length === wanted.length && kept.length === drawn.length) return drawn;
  const known = new Set(kept);
  return [...kept, ...wanted.filter((id) => !known.has(id))];
}
