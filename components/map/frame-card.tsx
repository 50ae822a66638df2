"use client";
import { type NodeProps, useStore } from "@xyflow/react";
import { memo } from "react";
import { useLive } from "@/components/live/use-live";
import { cn } from "@/components/ui/cn";
import { plural } from "@/components/ui/format";
import { partsOf } from "@/lib/map/grouping";
import { GroupName } from "./group-name";
import type { FrameFlowNode } from "./map-nodes";

/** A datacenter, namespace or layout: what stands inside belongs to it. */
export const FrameCard = memo(function FrameCard({ data: { group, grouping } }: NodeProps<FrameFlowNode>) {
  const text = useLive((state) => {
    let services = 0;
    let instances = 0;
    for (const service of state.services) {
      const part = partsOf(service, grouping).get(group);
      if (!part) continue;
      services++;
      instances += part.instances.length;
    }
    return `${plural(services, "service")}, ${plural(instances, "instance")}`;
  });
  const size = useStore(({ transform }) => sizeAt(transform[2]));
  return (
    <div className="pointer-events-none size-full rounded-dialog border border-line bg-app">
      <p
        className={cn(
          "flex items-baseline whitespace-nowrap font-mono text-muted",
          size === null
            ? "gap-3 px-5 py-3.25 text-12 leading-[normal] group-data-[detail=far]/map:py-2 group-data-[detail=far]/map:text-20"
            : "absolute bottom-full left-0 gap-[0.9em] pb-[0.25em] leading-tight",
        )}
        {...(size !== null && { style: { fontSize: size } })}
      >
        <b
          className={cn(
            "font-medium text-prose",
            size === null ? "text-13 group-data-[detail=far]/map:text-24" : "text-[length:inherit]",
          )}
        >
          <GroupName group={group} grouping={grouping} />
        </b>
        <span>{text}</span>
      </p>
    </div>
  );
});

/** From far away a name stands above its frame, as large as it can be read; in steps. Null where there is room in it. */
function sizeAt(zoom: number): number | null {
  return zoom < 0.3 ? Math.min(110, Math.round(12.5 / zoom / 4) * 4) : null;
}
