"use client";
import { useMemo } from "react";
import type { InstanceRow } from "@/lib/registry/select";
import { BeatStrip } from "./beat-strip";
import { LeaseBar, NoLease } from "./lease-bar";
import { useInterest, useLeases } from "./lease-provider";
import { LeaseRing, StillRing } from "./lease-ring";
import { endedStrip } from "./strip";
import { readLease } from "./use-lease-tick";
import { stripFor, useStrip } from "./use-strip";

/** The lease bar of one instance. */
export function InstanceLeaseBar({ row: { instance }, bare }: { row: InstanceRow; bare?: boolean }) {
  return instance.leaseId === null ? <NoLease /> : <Bar leaseId={instance.leaseId} {...(bare && { bare })} />;
}

function Bar({ leaseId, bare }: { leaseId: string; bare?: boolean }) {
  return <LeaseBar read={useMemo(() => readLease(leaseId), [leaseId])} {...(bare && { bare })} />;
}

/** A small ring with the shape of its state inside. */
export function InstanceRing({ row, size }: { row: InstanceRow; size: number }) {
  const { leaseId } = row.instance;
  if (row.tombstone) return <StillRing state="gone" size={size} label="Gone" />;
  if (leaseId === null) return <StillRing state="static" size={size} label="Static, no lease" />;
  return <Ring leaseId={leaseId} size={size} />;
}

function Ring({ leaseId, size }: { leaseId: string; size: number }) {
  return <LeaseRing read={useMemo(() => readLease(leaseId), [leaseId])} size={size} />;
}

/** Its last heartbeats. As long as it is drawn, the lease is observed finely. */
export function InstanceStrip({ row, inRow, wide }: { row: InstanceRow; inRow?: boolean; wide?: boolean }) {
  const { instance, tombstone } = row;
  if (instance.leaseId === null) return <span className="dim strip-none">static keys do not beat</span>;
  if (tombstone) return <EndedStrip row={row} leaseId={instance.leaseId} {...(inRow && { inRow })} />;
  return <Strip id={instance.id} leaseId={instance.leaseId} {...(inRow && { inRow })} {...(wide && { wide })} />;
}

function Strip({ id, leaseId, inRow, wide }: { id: string; leaseId: string; inRow?: boolean; wide?: boolean }) {
  useInterest({ keys: [id] });
  const items = useStrip(useMemo(() => readLease(leaseId), [leaseId]));
  return <BeatStrip items={items} {...(inRow && { inRow })} {...(wide && { wide })} />;
}

/** What this page saw of it before it went; nothing where it did not look. */
function EndedStrip({ row: { tombstone }, leaseId, inRow }: { row: InstanceRow; leaseId: string; inRow?: boolean }) {
  const memory = useLeases()?.memory;
  const items = useMemo(() => {
    const seen = stripFor(memory?.last(leaseId) ?? null);
    if (!tombstone || seen.length === 0) return seen;
    return endedStrip(seen, tombstone.removedAtMs, tombstone.cause === "expired");
  }, [memory, leaseId, tombstone]);
  if (items.length === 0) return <span className="dim strip-none">not looked at before it went</span>;
  return <BeatStrip items={items} {...(inRow && { inRow })} />;
}
