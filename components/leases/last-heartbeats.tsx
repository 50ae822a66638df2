"use client";
import { useMemo } from "react";
import type { RegistryEvent } from "@/lib/registry/types";
import { PanelPart } from "../ui/side-panel";
import { BeatStrip } from "./beat-strip";
import { useInterest, useLeases } from "./lease-provider";
import { endedStrip } from "./strip";
import { readLease } from "./use-lease-tick";
import { stripFor, useStrip } from "./use-strip";

/** The heartbeats of the lease that an event is about: up to its end, where it left. */
export function LastHeartbeats({ event }: { event: RegistryEvent }) {
  const leaseId = (event.after ?? event.before)?.leaseId ?? null;
  if (leaseId === null || event.instanceId === undefined) return null;
  return <Strip event={event} leaseId={leaseId} id={event.instanceId} />;
}

function Strip({ event, leaseId, id }: { event: RegistryEvent; leaseId: string; id: string }) {
  useInterest({ keys: [id] });
  const memory = useLeases()?.memory;
  const live = useStrip(useMemo(() => readLease(leaseId), [leaseId]));
  const items = useMemo(() => {
    if (live.length > 0) return live;
    const seen = stripFor(memory?.last(leaseId) ?? null);
    const at = typeof event.at === "number" ? event.at : null;
    return at === null || event.type !== "removed" ? seen : endedStrip(seen, at, event.cause === "expired");
  }, [live, memory, leaseId, event]);
  if (items.length === 0) return null;
  return (
    <PanelPart title={live.length > 0 ? "Heartbeats until now" : "Last heartbeats"}>
      <BeatStrip items={items} wide />
    </PanelPart>
  );
}
