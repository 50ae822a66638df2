"use client";
import { BaseEdge, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { type LinePath, linePath } from "@/lib/map/line-path";
import { rateText } from "@/lib/map/traffic";
import type { SeenEdge } from "./map-nodes";

/** Requests really seen: in ink, packets that move the way the requests go, thicker the more there are. */
export const TrafficLine = memo(function TrafficLine(props: EdgeProps<SeenEdge>) {
  const { source, target, data } = props;
  return data ? <SeenPath {...linePath(props, source === target)} data={data} /> : null;
});

export function SeenPath({ path, x, y, data }: LinePath & { data: NonNullable<SeenEdge["data"]> }) {
  const { perSecond, failedPerSecond, labelled } = data;
  return (
    <g className="map-seen" data-failed={failedPerSecond > 0 || undefined}>
      <BaseEdge
        path={path}
        markerEnd="url(#map-arrow)"
        interactionWidth={0}
        style={{ strokeWidth: 1.4 + Math.min(2.6, Math.log10(1 + perSecond) * 1.3) }}
        {...(labelled && {
          label: rateText({ perSecond, failedPerSecond }),
          labelX: x,
          labelY: y,
          labelBgPadding: [5, 2] as [number, number],
          labelBgBorderRadius: 6,
        })}
      />
    </g>
  );
}
