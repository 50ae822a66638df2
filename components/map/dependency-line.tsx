"use client";
import { BaseEdge, type EdgeProps, getBezierPath, Position } from "@xyflow/react";
import { memo } from "react";
import { CARD } from "@/lib/map/card";
import type { DependencyEdge } from "./map-nodes";

/** Who calls whom, as declared: a thin curve from left to right. Who calls itself has a loop at its side. */
export const DependencyLine = memo(function DependencyLine(props: EdgeProps<DependencyEdge>) {
  const { sourceX, sourceY, targetX, targetY, data } = props;
  const path = data?.self ? selfLoop(sourceX, sourceY) : pathBetween(sourceX, sourceY, targetX, targetY);
  return <BaseEdge path={path} markerEnd="url(#map-arrow)" interactionWidth={0} />;
});

function pathBetween(sourceX: number, sourceY: number, targetX: number, targetY: number): string {
  // Backwards a curve would run through the cards themselves: it goes around them.
  if (targetX < sourceX - CARD.width) {
    const middle = (sourceY + targetY) / 2;
    const under = Math.abs(targetY - sourceY) < CARD.height ? Math.max(sourceY, targetY) + CARD.height * 0.72 : middle;
    return `M${sourceX},${sourceY} C${sourceX + 70},${sourceY} ${sourceX + 70},${under} ${sourceX - 10},${under} L${targetX + 10},${under} C${targetX - 70},${under} ${targetX - 70},${targetY} ${targetX},${targetY}`;
  }
  const sides = { sourcePosition: Position.Right, targetPosition: Position.Left };
  return getBezierPath({ sourceX, sourceY, targetX, targetY, ...sides, curvature: 0.35 })[0];
}

function selfLoop(x: number, y: number): string {
  const end = x - 26;
  const below = y + CARD.height / 2;
  return `M${x},${y} C${x + 46},${y} ${x + 46},${below + 34} ${end},${below + 30} Q${end - 16},${below + 26} ${end - 16},${below}`;
}
