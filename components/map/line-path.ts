import { getBezierPath, Position } from "@xyflow/react";
import { CARD, type Ends } from "@/lib/map/card";

/** A curve from one card to another, and where its middle is. */
export interface LinePath {
  path: string;
  x: number;
  y: number;
}

export function linePath({ sourceX, sourceY, targetX, targetY }: Ends, self: boolean): LinePath {
  if (self) return selfLoop(sourceX, sourceY);
  // Backwards a curve would run through the cards themselves: it goes around them.
  if (targetX < sourceX - CARD.width) {
    const middle = (sourceY + targetY) / 2;
    const under = Math.abs(targetY - sourceY) < CARD.height ? Math.max(sourceY, targetY) + CARD.height * 0.72 : middle;
    const path = `M${sourceX},${sourceY} C${sourceX + 70},${sourceY} ${sourceX + 70},${under} ${sourceX - 10},${under} L${targetX + 10},${under} C${targetX - 70},${under} ${targetX - 70},${targetY} ${targetX},${targetY}`;
    return { path, x: (sourceX + targetX) / 2, y: under };
  }
  const sides = { sourcePosition: Position.Right, targetPosition: Position.Left };
  const [path, x, y] = getBezierPath({ sourceX, sourceY, targetX, targetY, ...sides, curvature: 0.35 });
  return { path, x, y };
}

function selfLoop(x: number, y: number): LinePath {
  const end = x - 26;
  const below = y + CARD.height / 2;
  const path = `M${x},${y} C${x + 46},${y} ${x + 46},${below + 34} ${end},${below + 30} Q${end - 16},${below + 26} ${end - 16},${below}`;
  return { path, x: x + 24, y: below + 20 };
}
