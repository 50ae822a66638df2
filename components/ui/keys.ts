/** Whether a key press belongs to what is being typed into, or to an open dialog, rather than to the page. */
export function isTyping(event: KeyboardEvent | React.KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest("input, textarea, select, [role='dialog'], [role='menu']") !== null;
}

const STEPS: Record<string, (index: number, count: number, page: number) => number> = {
  j: (index) => index + 1,
  ArrowDown: (index) => index + 1,
  k: (index) => index - 1,
  ArrowUp: (index) => index - 1,
  PageDown: (index, _count, page) => index + page,
  PageUp: (index, _count, page) => index - page,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** Where a key leads in a list, or null where the key is not for lists. */
export function stepFor(key: string, index: number, count: number, page: number): number | null {
  const step = STEPS[key];
  if (!step || count === 0) return null;
  if (index < 0) return key === "End" ? count - 1 : 0;
  return Math.min(count - 1, Math.max(0, step(index, count, page)));
}
