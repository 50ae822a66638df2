import { CARD, type Ends } from "./card";

/** A curve from one card to another, and where its middle is. */
export interface LinePath {
  path: string;
  x: number;
  y: number;
}

/** How far a curve that leads a little backwards swings out. */
const SWING = 8.75;

/** From the right side of who calls to the left side of whom it calls; who calls itself has a loop at its side. */
export function linePath(ends: Ends, self: boolean): LinePath {
  const { sourceX, sourceY, targetX, targetY } = ends;
  if (self) return selfLoop(sourceX, sourceY);
  // Backwards a curve would run through the cards themselves: it goes around them.
  if (targetX < sourceX - CARD.width) return around(ends);
  const ahead = targetX - sourceX;
  const swing = ahead >= 0 ? ahead / 2 : SWING * Math.sqrt(-ahead);
  const path = `M${sourceX},${sourceY} C${sourceX + swing},${sourceY} ${targetX - swing},${targetY} ${targetX},${targetY}`;
  return { path, x: (sourceX + targetX) / 2, y: (sourceY + targetY) / 2 };
}

function around({ sourceX, sourceY, targetX, targetY }: Ends): LinePath {
  const middle = (sourceY + targetY) / 2;
  const under = Math.abs(targetY - sourceY) < CARD.height ? Math.max(sourceY, targetY) + CARD.height * 0.72 : middle;
  const path = `M${sourceX},${sourceY} C${sourceX + 70},${sourceY} ${sourceX + 70},${under} ${sourceX - 10},${under} L${targetX + 10},${under} C${targetX - 70},${under} ${targetX - 70},${targetY} ${targetX},${targetY}`;
  return { path, x: (sourceX + targetX) / 2, y: under };
}

function selfLoop(x: number, y: number): LinePath {
  const end = x - 26;
  const below = y + CARD.height / 2;
  const path = `M${x},${y} C${x + 46},${y} ${x + 46},${below + 34} ${end},${below + 30} Q${end - 16},${below + 26} ${end - 16},${below}`;
  return { path, x: x + 24, y: below + 20 };
}
