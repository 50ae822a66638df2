"use client";
import type { NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useLive } from "@/components/live/use-live";
import { plural } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { type Grouping, partsOf } from "@/lib/map/grouping";
import type { FrameFlowNode } from "./map-nodes";

const NO_GROUP: Record<Grouping, string> = {
  datacenter: "no datacenter",
  namespace: "no namespace",
  layout: "no layout",
  none: "",
};

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
  return (
    <div className="map-frame">
      <p>
        <b>
          <SafeText text={group || NO_GROUP[grouping]} max={80} />
        </b>
        <span>{text}</span>
      </p>
    </div>
  );
});
