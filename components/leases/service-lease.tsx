"use client";
import { useCallback, useMemo } from "react";
import { useLive } from "@/components/live/use-live";
import type { ServiceSummary } from "@/lib/registry/select";
import { BeatStrip } from "./beat-strip";
import { LeaseBar, NoLease } from "./lease-bar";
import { useInterest } from "./lease-provider";
import { readShortest, sampledOf } from "./shortest";
import { mergedStrip, type StripItem } from "./strip";
import { sameStrip, stripFor } from "./use-strip";

/** Of a large service so many stand for all of it: to follow thousands finely would take it from the rest. */
const MOST_SAMPLED = 12;

/** The bar of the lease that runs out first. */
export function ShortestLease({ service }: { service: ServiceSummary }) {
  const read = useMemo(() => readShortest(service.name), [service.name]);
  if (service.total === 0) return <span className="dim">nobody left</span>;
  if (service.total === service.counts.static) return <NoLease />;
  return <LeaseBar read={read} />;
}

/** The last heartbeats of the whole service, in the order of time. */
export function ServiceStrip({ service, inRow }: { service: ServiceSummary; inRow?: boolean }) {
  if (service.total === 0) return <span className="dim text-meta">no heartbeats</span>;
  if (service.total === service.counts.static) return <span className="dim text-meta">static keys do not beat</span>;
  return <Merged service={service} {...(inRow && { inRow })} />;
}

function Merged({ service, inRow }: { service: ServiceSummary; inRow?: boolean }) {
  const sampled = useMemo(() => sampledOf(service, MOST_SAMPLED), [service]);
  useInterest({ keys: useMemo(() => sampled.map(({ id }) => id), [sampled]) });
  const merge = useMemo(() => mergeOnce(), []);
  const items = useLive(
    useCallback(
      ({ leases }) =>
        merge(sampled.map(({ leaseId }) => stripFor(leaseId === null ? null : (leases.get(leaseId) ?? null)))),
      [sampled, merge],
    ),
    sameStrip,
  );
  return <BeatStrip items={items} {...(inRow && { inRow })} />;
}

/** Merges again only where one of the strips is another one. */
function mergeOnce() {
  let known: readonly (readonly StripItem[])[] = [];
  let merged: readonly StripItem[] = [];
  return (strips: readonly (readonly StripItem[])[]) => {
    if (strips.length === known.length && strips.every((strip, index) => strip === known[index])) return merged;
    known = strips;
    merged = mergedStrip(strips);
    return merged;
  };
}
