/**
 * Every card has the same size, whatever it holds: so counts may change from one to five thousand and nothing moves.
 * Pixels at zoom 1.
 */
export const CARD = { width: 248, height: 92 } as const;
/** Room for the instances within a card. */
export const BODY = { x: 14, y: 40, width: 220, height: 40 } as const;
/** Between cards: across, where edges run, and down. */
export const GAP = { flow: 92, across: 24, down: 22 } as const;
/** Of a frame around its cards. */
export const FRAME = { side: 26, top: 46, bottom: 26, gap: 40 } as const;

/** At a smaller zoom a card's name is a grey line. */
export const LEAST_ZOOM_FOR_NAMES = 0.25;

export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function boxAround(points: Iterable<Point>): Box | null {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + CARD.width);
    bottom = Math.max(bottom, y + CARD.height);
  }
  return left > right ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

/** What a frame covers whose cards stand at these places. */
export function frameAround(points: Iterable<Point>): Box | null {
  const box = boxAround(points);
  return (
    box && {
      x: box.x - FRAME.side,
      y: box.y - FRAME.top,
      width: box.width + 2 * FRAME.side,
      height: box.height + FRAME.top + FRAME.bottom,
    }
  );
}

/** Where a line from one card to another begins and ends. */
export interface Ends {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
}

/** From the right side of one card to the left side of another; null where one of them has no place. */
export function endsOf(from: Point | undefined, to: Point | undefined): Ends | null {
  if (!from || !to) return null;
  return {
    sourceX: from.x + CARD.width,
    sourceY: from.y + CARD.height / 2,
    targetX: to.x,
    targetY: to.y + CARD.height / 2,
  };
}
