"use client";
import { Panel } from "@xyflow/react";
import { ArrowDown } from "lucide-react";
import type { MapTraffic } from "@/lib/map/traffic";

/** What the lines mean, of those that are there. */
export function MapLegend({ declared, traffic }: { declared: boolean; traffic: MapTraffic }) {
  const seen = traffic.edges.length > 0;
  const inbound = traffic.inbound.size > 0;
  if (!declared && !seen && !inbound) return null;
  return (
    <Panel position="bottom-left" className="map-legend">
      <ul aria-label="What the lines mean">
        {declared && (
          <li>
            <Sample kind="declared" /> declared: says that it calls
          </li>
        )}
        {seen && (
          <li>
            <Sample kind="seen" /> seen: requests a second
          </li>
        )}
        {inbound && (
          <li>
            <ArrowDown className="icon" aria-hidden /> seen, from outside the registry
          </li>
        )}
      </ul>
    </Panel>
  );
}

function Sample({ kind }: { kind: "declared" | "seen" }) {
  return (
    <svg className="map-sample" data-kind={kind} viewBox="0 0 26 8" aria-hidden>
      <path d="M1 4H24" />
      <path className="head" d="M20 1 24.5 4 20 7" />
    </svg>
  );
}
