"use client";
import { ArrowDown } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { rateText, wayWord } from "@/lib/map/traffic";
import { useMapTraffic } from "./traffic-context";

/** Requests that come to a card from outside the registry: at its upper edge, because there is no card to come from. */
export function CardInbound({ node }: { node: string }) {
  const inbound = useMapTraffic().inbound.get(node);
  if (!inbound) return null;
  return (
    <span className="card-inbound pointer-events-none absolute bottom-[calc(100%-8px)] left-3 flex gap-1 whitespace-nowrap">
      {inbound.map((one) => (
        <span
          className="inline-flex h-4.25 items-center gap-1 rounded-[9px] border border-muted bg-panel pr-1.75 pl-1 text-11 text-prose"
          key={one.way}
        >
          <ArrowDown className="icon size-2.75" aria-hidden />
          {wayWord(one.way)}{" "}
          <b className={cn("num font-medium", one.failedPerSecond > 0 ? "text-gone" : "text-ink")}>{rateText(one)}</b>
        </span>
      ))}
    </span>
  );
}
