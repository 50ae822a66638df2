"use client";
import { Panel } from "@xyflow/react";
import { ArrowDown } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { MapTraffic } from "@/lib/map/traffic";

/** What the lines mean, of those that are there. */
export function MapLegend({ declared, traffic }: { declared: boolean; traffic: MapTraffic }) {
  const seen = traffic.edges.length > 0;
  const inbound = traffic.inbound.size > 0;
  if (!declared && !seen && !inbound) return null;
  return (
    <Panel
      position="bottom-left"
      className="m-3.5! rounded-card border border-line bg-panel px-3 py-1.5 text-11 text-prose shadow-card"
    >
      <ul className="flex flex-wrap gap-x-4 gap-y-0.75" aria-label="What the lines mean">
        {declared && (
          <li className="flex items-center gap-1.75">
            <Sample kind="declared" /> declared: says that it calls
          </li>
        )}
        {seen && (
          <li className="flex items-center gap-1.75">
            <Sample kind="seen" /> seen: requests a second
          </li>
        )}
        {inbound && (
          <li className="flex items-center gap-1.75">
            <ArrowDown className="icon size-3.25" aria-hidden /> seen, from outside the registry
          </li>
        )}
      </ul>
    </Panel>
  );
}

function Sample({ kind }: { kind: "declared" | "seen" }) {
  return (
    <svg
      className={cn(
        "h-2 w-[26px] fill-none",
        kind === "seen" ? "stroke-[1.75] stroke-ink" : "stroke-[1.25] stroke-muted",
      )}
      viewBox="0 0 26 8"
      aria-hidden
    >
      <path d="M1 4H24" {...(kind === "seen" && { strokeDasharray: "5 3" })} />
      <path d="M20 1 24.5 4 20 7" />
    </svg>
  );
}
