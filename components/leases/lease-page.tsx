"use client";
import { useMemo } from "react";
import { curlCommand } from "@/components/instances/commands";
import { leaseHex } from "@/components/instances/instance-fields";
import { LIVENESS_WORD } from "@/components/instances/instance-state";
import { TombstoneNote } from "@/components/instances/tombstone-note";
import { useOrigin } from "@/components/instances/use-origin";
import { isFrozen } from "@/components/live/freshness";
import { useFreshness } from "@/components/live/use-freshness";
import { useLive } from "@/components/live/use-live";
import { BeforeTheFirstList } from "@/components/shell/before-the-first-list";
import { Page } from "@/components/shell/page";
import { servicePath } from "@/components/shell/pages";
import { Card } from "@/components/ui/card";
import { DetailColumn, DetailColumns, DetailSub, DetailTitle, OwnerLink } from "@/components/ui/detail-page";
import { EmptyState } from "@/components/ui/empty-state";
import { Frozen } from "@/components/ui/frozen";
import { SafeText } from "@/components/ui/safe-text";
import { StateLabel } from "@/components/ui/state-glyph";
import type { LeaseReading } from "@/lib/leases/reading";
import type { LiveState } from "@/lib/live/state";
import type { Instance, LeaseId, Tombstone } from "@/lib/registry/types";
import { BeatStrip } from "./beat-strip";
import { KeysOnLease, LeaseHistoryCards } from "./lease-cards";
import { LeaseDial } from "./lease-dial";
import { LeaseFactsCard } from "./lease-facts-card";
import { NotObserved } from "./lease-lane";
import { LeaseLife } from "./lease-life";
import { useInterest } from "./lease-provider";
import { readLease } from "./use-lease-tick";
import { useStrip } from "./use-strip";

/** One lease: how long it still has, who renews it how, and what goes with it. */
export function LeasePage({ id }: { id: LeaseId }) {
  const hex = leaseHex(id);
  const origin = useOrigin();
  const freshness = useFreshness();
  const read = useLive((state) => state.view !== null);
  const instances = useLive(
    useMemo(() => held(id), [id]),
    sameList,
  );
  const liveness = useLive(({ leases }) => leases.get(id)?.liveness ?? "alive");
  const commands = [
    { tool: "etcdctl", line: `etcdctl lease timetolive ${hex} --keys` },
    curlCommand(origin, `/api/v1/leases?id=${id}`),
  ];
  return (
    <Page
      title={
        <DetailTitle name={hex}>
          {instances.length > 0 && (
            <StateLabel state={liveness} quiet={liveness === "alive"}>
              {LIVENESS_WORD[liveness]}
            </StateLabel>
          )}
        </DetailTitle>
      }
      sub={<LeaseServices instances={instances} />}
      commands={commands}
    >
      {!read ? (
        <BeforeTheFirstList freshness={freshness} />
      ) : instances.length === 0 ? (
        <AbsentLease id={id} hex={hex} />
      ) : (
        <Frozen frozen={isFrozen(freshness)}>
          <div className="mb-3 empty:hidden">
            <NotObserved />
          </div>
          <Known id={id} hex={hex} instances={instances} liveness={liveness} />
        </Frozen>
      )}
    </Page>
  );
}

function Known({
  id,
  hex,
  instances,
  liveness,
}: {
  id: LeaseId;
  hex: string;
  instances: readonly Instance[];
  liveness: LeaseReading["liveness"];
}) {
  const read = useMemo(() => readLease(id), [id]);
  const items = useStrip(read);
  const [first] = instances;
  const resets = useLive(({ leases }) => leases.get(id)?.resets ?? 0);
  useInterest({ keys: first ? [first.id] : [] });
  return (
    <DetailColumns>
      <DetailColumn>
        <Card>
          <LeaseDial read={read} size={252} legend />
        </Card>
        <Card title="Last 30 heartbeats">
          <BeatStrip items={items} wide />
        </Card>
      </DetailColumn>
      <DetailColumn>
        <LeaseHistoryCards leaseId={id} />
        {first && <LeaseLife key={first.id} instanceId={first.id} resets={resets} />}
      </DetailColumn>
      <DetailColumn>
        <LeaseFactsCard id={id} hex={hex} />
        <KeysOnLease instances={instances} state={liveness} />
      </DetailColumn>
    </DetailColumns>
  );
}

function LeaseServices({ instances }: { instances: readonly Instance[] }) {
  const services = [...new Set(instances.map(({ service }) => service))];
  return (
    <DetailSub>
      {services.slice(0, 6).map((service) => (
        <OwnerLink key={service} href={servicePath(service)}>
          <SafeText text={service} max={60} />
        </OwnerLink>
      ))}
      {services.length > 6 && <span className="dim">and {services.length - 6} more services</span>}
    </DetailSub>
  );
}

function AbsentLease({ id, hex }: { id: LeaseId; hex: string }) {
  const tombstones = useLive(
    useMemo(() => leftOn(id), [id]),
    sameList,
  );
  return (
    <>
      {tombstones.map((tombstone) => (
        <TombstoneNote key={tombstone.id} tombstone={tombstone} />
      ))}
      <EmptyState title="No instance hangs on this lease">
        <p>
          Lease <span className="mono">{hex}</span> ({id} in decimal) holds no key that Rollcall reads. It may have run
          out, been revoked, or hold other keys; the command below asks etcd.
        </p>
      </EmptyState>
    </>
  );
}

const held = (id: LeaseId) => {
  let known: { of: unknown; list: readonly Instance[] } = { of: null, list: [] };
  return ({ view }: LiveState): readonly Instance[] => {
    if (!view) return [];
    if (known.of !== view.instances)
      known = {
        of: view.instances,
        list: [...view.instances.values()].filter(({ leaseId }) => leaseId === id).sort(byId),
      };
    return known.list;
  };
};

const leftOn =
  (id: LeaseId) =>
  ({ view }: LiveState): readonly Tombstone[] =>
    view ? [...view.tombstones.values()].filter(({ instance }) => instance.leaseId === id).slice(0, 20) : [];

function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function byId(a: Instance, b: Instance): number {
  return a.id < b.id ? -1 : 1;
}
