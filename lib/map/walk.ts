import type { Places } from "./arrange";
import type { Point } from "./card";

export type Direction = "left" | "right" | "up" | "down";

/**
 * The card that lies next in a direction: near, and straight ahead rather than aside. Null where there is none, so that
 * a walk ends at the edge instead of jumping to the other side.
 */
export function nextInDirection(from: string, direction: Direction, places: Places): string | null {
  const start = places.get(from);
  if (!start) return null;
  let best: { id: string; cost: number } | null = null;
  for (const [id, place] of places) {
    const { ahead, aside } = offset(start, place, direction);
    if (id === from || ahead <= 0 || aside > ahead * 2) continue;
    const cost = ahead + aside * 2;
    if (!best || cost < best.cost || (cost === best.cost && id < best.id)) best = { id, cost };
  }
  return best?.id ?? null;
}

function offset(from: Point, to: Point, direction: Direction): { ahead: number; aside: number } {
  const x = to.x - from.x;
  const y = to.y - from.y;
  switch (direction) {
    case "left":
      return { ahead: -x, aside: Math.abs(y) };
    case "right":
      return { ahead: x, aside: Math.abs(y) };
    case "up":
      return { ahead: -y, aside: Math.abs(x) };
    case "down":
      return { ahead: y, aside: Math.abs(x) };
  }
}

/** In reading order: where a walk begins and ends. */
export function inReadingOrder(places: Places): readonly string[] {
  return [...places].sort(([, a], [, b]) => a.y - b.y || a.x - b.x).map(([id]) => id);
}
