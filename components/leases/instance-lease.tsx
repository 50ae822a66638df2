"use client";
import { type ComponentProps, useMemo } from "react";
import { CAUSE_WORD } from "@/components/events/event-kind";
import { DrainMark } from "@/components/instances/drain-mark";
import { Time } from "@/components/ui/time";
import { departureOf } from "@/lib/registry/departures";
import type { InstanceRow } from "@/lib/registry/select";
import { BeatStrip } from "./beat-strip";
import { LeaseBar, NoLease } from "./lease-bar";
import { LeaseDial, StillDial } from "./lease-dial";
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

/** A small ring with the shape of its state inside, and beside it the mark of who took it out of rotation. */
export function InstanceRing({ row, size }: { row: InstanceRow; size: number }) {
  return (
    <DrainMark row={row}>
      <LivenessRing row={row} size={size} />
    </DrainMark>
  );
}

function LivenessRing({ row, size }: { row: InstanceRow; size: number }) {
  const { leaseId } = row.instance;
  if (row.tombstone) return <StillRing state={departureOf(row.tombstone)} size={size} label="Gone" />;
  if (leaseId === null) return <StillRing state="static" size={size} label="Static, no lease" />;
  return <Ring leaseId={leaseId} size={size} />;
}

function Ring({ leaseId, size }: { leaseId: string; size: number }) {
  return <LeaseRing read={useMemo(() => readLease(leaseId), [leaseId])} size={size} />;
}

type StripLook = Omit<ComponentProps<typeof BeatStrip>, "items">;

/** Its last heartbeats. As long as it is drawn, the lease is observed finely. */
export function InstanceStrip({ row, ...look }: { row: InstanceRow } & StripLook) {
  const { instance, tombstone } = row;
  if (instance.leaseId === null) return <span className="dim text-meta">static keys do not beat</span>;
  if (tombstone) return <EndedStrip row={row} leaseId={instance.leaseId} {...look} />;
  return <Strip id={instance.id} leaseId={instance.leaseId} {...look} />;
}

function Strip({ id, leaseId, ...look }: { id: string; leaseId: string } & StripLook) {
  useInterest({ keys: [id] });
  const items = useStrip(useMemo(() => readLease(leaseId), [leaseId]));
  return <BeatStrip items={items} {...look} />;
}

/** What this page saw of it before it went; nothing where it did not look. */
function EndedStrip({ row: { tombstone }, leaseId, ...look }: { row: InstanceRow; leaseId: string } & StripLook) {
  const memory = useLeases()?.memory;
  const items = useMemo(() => {
    const seen = stripFor(memory?.last(leaseId) ?? null);
    if (!tombstone || seen.length === 0) return seen;
    return endedStrip(seen, tombstone.removedAtMs, tombstone.cause === "expired");
  }, [memory, leaseId, tombstone]);
  if (items.length === 0) return <span className="dim text-meta">heartbeats not watched</span>;
  return <BeatStrip items={items} {...look} />;
}

const IN_PANEL = { className: "-mt-1.5 mb-1" };

/** The ring of one instance, large, with its heartbeats below. */
export function InstanceDial({ row, size, legend }: { row: InstanceRow; size: number; legend?: boolean }) {
  const { instance, tombstone } = row;
  const { leaseId } = instance;
  const place = legend ? {} : IN_PANEL;
  const below = legend ? "mt-2.5 mb-0.5" : "mt-2.5 mb-3.5";
  if (tombstone)
    return (
      <>
        <StillDial state={departureOf(tombstone)} size={size} word={CAUSE_WORD[tombstone.cause]} {...place}>
          Gone <Time at={tombstone.removedAtMs} suffix=" ago" />. The ring stays for a while, so that its place is kept.
        </StillDial>
        {leaseId !== null && <InstanceStrip row={row} wide className={below} />}
      </>
    );
  if (leaseId === null)
    return (
      <StillDial state="static" size={size} word="No lease" {...place}>
        It never expires by itself: somebody has to delete its key.
      </StillDial>
    );
  return <LeasedDial row={row} leaseId={leaseId} size={size} {...(legend && { legend })} />;
}

function LeasedDial({
  row,
  leaseId,
  size,
  legend,
}: {
  row: InstanceRow;
  leaseId: string;
  size: number;
  legend?: boolean;
}) {
  const read = useMemo(() => readLease(leaseId), [leaseId]);
  return (
    <>
      <DrainMark row={row} large>
        <LeaseDial read={read} size={size} {...(legend ? { legend } : IN_PANEL)} />
      </DrainMark>
      <InstanceStrip row={row} wide className={legend ? "mt-2.5 mb-0.5" : "mt-2.5 mb-3.5"} />
    </>
  );
}
