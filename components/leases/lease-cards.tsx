"use client";
import Link from "next/link";
import { useMemo } from "react";
import { useKey } from "@/components/api/use-key";
import { useLive } from "@/components/live/use-live";
import { instancePath } from "@/components/shell/pages";
import { Card } from "@/components/ui/card";
import { count, plural } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { StateGlyph } from "@/components/ui/state-glyph";
import type { Instance } from "@/lib/registry/types";
import { BeatHistogram } from "./beat-histogram";
import { LeaseSaw } from "./lease-saw";
import { readLease } from "./use-lease-tick";
import { useStrip } from "./use-strip";

/** What is drawn of one lease over time: on its own page and on its instance's. */
export function LeaseHistoryCards({ leaseId }: { leaseId: string }) {
  const items = useStrip(useMemo(() => readLease(leaseId), [leaseId]));
  const rhythm = useLive(({ leases }) => leases.get(leaseId)?.rhythmMs ?? null);
  return (
    <>
      <Card title="Lease over the last minutes" aside="as sampled">
        <LeaseSaw leaseId={leaseId} />
      </Card>
      <Card title="Time between heartbeats">
        <BeatHistogram items={items} rhythmMs={rhythm} />
      </Card>
    </>
  );
}

const KEY = "flex min-w-0 items-center gap-2 border-line-soft border-b py-1.5 text-meta last:border-b-0";

/** Everything that goes when the lease goes. */
export function KeysOnLease({
  instances,
  state,
}: {
  instances: readonly Instance[];
  state: "alive" | "late" | "overdue";
}) {
  const [first] = instances;
  const stored = useKey(first?.keys[0] ?? null, first?.modRevision ?? null);
  const lease = stored.data?.lease;
  const own = new Map(instances.flatMap((instance) => instance.keys.map((key) => [key, instance.id] as const)));
  const others = lease?.keys.filter((key) => !own.has(key)) ?? [];
  const total = lease ? lease.keys.length + lease.moreKeys + lease.otherKeys : own.size;
  return (
    <Card title="Keys on this lease" aside={total > 1 ? `a revoke removes all ${count(total)}` : undefined}>
      <ul>
        {[...own].slice(0, 100).map(([key, id]) => (
          <li key={key} className={KEY}>
            <StateGlyph state={state} className="size-2.5" />
            <Link
              href={instancePath(id)}
              prefetch={false}
              className="mono ell hover:underline hover:underline-offset-3"
            >
              <SafeText text={key} max={200} />
            </Link>
          </li>
        ))}
        {others.slice(0, 50).map((key) => (
          <li key={key} className={KEY}>
            <StateGlyph state={state} className="size-2.5" />
            <span className="mono ell">
              <SafeText text={key} max={200} />
            </span>
          </li>
        ))}
      </ul>
      {own.size > 100 && <p className="dim">and {plural(own.size - 100, "more key", "more keys")} of instances</p>}
      {others.length > 50 && <p className="dim">and {plural(others.length - 50, "more key", "more keys")}</p>}
      {(lease?.otherKeys ?? 0) > 0 && (
        <p className="dim">
          {plural(lease?.otherKeys ?? 0, "more key hangs", "more keys hang")} on it outside the watched prefixes.
        </p>
      )}
    </Card>
  );
}
