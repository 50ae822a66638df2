"use client";
import { ArrowDown } from "lucide-react";
import { rateText, wayWord } from "@/lib/map/traffic";
import { useMapTraffic } from "./traffic-context";

/** Requests that come to a card from outside the registry: at its upper edge, because there is no card to come from. */
export function CardInbound({ node }: { node: string }) {
  const inbound = useMapTraffic().inbound.get(node);
  if (!inbound) return null;
  return (
    <span className="card-inbound">
      {inbound.map((one) => (
        <span key={one.way} data-failed={one.failedPerSecond > 0 || undefined}>
          <ArrowDown className="icon" aria-hidden />
          {wayWord(one.way)} <b className="num">{rateText(one)}</b>
        </span>
      ))}
    </span>
  );
}
