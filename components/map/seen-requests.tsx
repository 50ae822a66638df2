"use client";
import { cn } from "@/components/ui/cn";
import { SafeText } from "@/components/ui/safe-text";
import { readNodeId } from "@/lib/map/graph";
import { type MapTraffic, rateText, wayWord } from "@/lib/map/traffic";
import { useMapTraffic } from "./traffic-context";

export interface Seen {
  id: string;
  /** `from` comes to the card, `to` leaves it. */
  direction: "from" | "to";
  name: string;
  failed: boolean;
  rate: string;
}

/** What was seen of one card in the last seconds: what comes first, then what goes. */
export function seenAt({ edges, inbound }: MapTraffic, node: string): Seen[] {
  const seen = (inbound.get(node) ?? []).map(
    (one): Seen => ({
      id: one.way,
      direction: "from",
      name: one.way === "gateway" ? "the gateway" : wayWord(one.way),
      failed: one.failedPerSecond > 0,
      rate: rateText(one),
    }),
  );
  for (const direction of ["from", "to"] as const)
    for (const edge of edges) {
      const [here, there] = direction === "from" ? [edge.to, edge.from] : [edge.from, edge.to];
      if (here !== node) continue;
      const { service, group } = readNodeId(there) ?? { service: there, group: "" };
      const name = group === "" ? service : `${service} in ${group}`;
      seen.push({
        id: `${direction} ${there}`,
        direction,
        name,
        failed: edge.failedPerSecond > 0,
        rate: rateText(edge),
      });
    }
  return seen;
}

/** The same as the map's thick lines and marks, in one line of words. */
export function SeenLine({ node }: { node: string }) {
  const seen = seenAt(useMapTraffic(), node);
  if (seen.length === 0) return null;
  return (
    <span className="mt-0.5 block text-12 text-prose">
      Seen:{" "}
      {seen.map(({ id, direction, name, rate }, index) => (
        <span key={id}>
          {index > 0 && "; "}
          {direction}{" "}
          <b className="font-medium text-ink">
            <SafeText text={name} max={60} />
          </b>{" "}
          {rate}
        </span>
      ))}
    </span>
  );
}

/** A row each, for the panel. */
export function SeenRows({ node }: { node: string }) {
  const seen = seenAt(useMapTraffic(), node);
  if (seen.length === 0)
    return (
      <p className="dim">
        None in the last seconds through this console: its gateway, its test requests, its demo fleet. What passes
        elsewhere it does not see.
      </p>
    );
  return (
    <ul>
      {seen.map(({ id, direction, name, failed, rate }) => (
        <li className="flex min-h-[26px] min-w-0 items-center justify-between gap-3 text-12" key={id}>
          <span className="ell">
            {direction} <SafeText text={name} max={60} />
          </span>
          <span className={cn("num", failed && "text-gone")}>{rate}</span>
        </li>
      ))}
    </ul>
  );
}
