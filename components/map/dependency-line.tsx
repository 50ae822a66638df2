"use client";
import { BaseEdge, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { linePath } from "@/lib/map/line-path";
import type { DependencyEdge } from "./map-nodes";

/** Who calls whom, as declared: a thin curve from left to right. Who calls itself has a loop at its side. */
export const DependencyLine = memo(function DependencyLine(props: EdgeProps<DependencyEdge>) {
  const { path } = linePath(props, props.data?.self ?? false);
  return <BaseEdge path={path} markerEnd="url(#map-arrow)" interactionWidth={0} />;
});
