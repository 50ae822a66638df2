"use client";
import Link from "next/link";
import { useMemo } from "react";
import { LeaseRing } from "@/components/leases/lease-ring";
import { readShortest } from "@/components/leases/shortest";
import { servicePath } from "@/components/shell/pages";
import { failingIn } from "@/components/sightings/failing-in";
import { kindWords } from "@/components/sightings/sighting-words";
import { useFailing } from "@/components/sightings/sightings-provider";
import { plural } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { safeString } from "@/components/ui/safe-text-parts";
import { StateGlyph } from "@/components/ui/state-glyph";
import { Time } from "@/components/ui/time";
import type { Sighting } from "@/lib/api/sightings";
import { newestOf } from "@/lib/registry/departures";
import { isBelowMinimum, type ServiceSummary } from "@/lib/registry/select";
import type { Tombstone } from "@/lib/registry/types";
import { stateOf } from "./service-cells";

/** The few services that a person should see first, each with the one thing that is wrong. */
export function Attention({ services }: { services: readonly ServiceSummary[] }) {
  if (services.length === 0) return null;
  return (
    <section
      className="mb-4 grid grid-cols-3 gap-2.5 max-sm:grid-cols-1 max-lg:grid-cols-[repeat(auto-fit,minmax(260px,1fr))]"
      aria-label="Needs attention"
    >
      {services.map((service) => (
        <AttentionCard key={service.name} service={service} />
      ))}
    </section>
  );
}

function AttentionCard({ service }: { service: ServiceSummary }) {
  const last = newestOf(service.tombstones);
  const failing = failingIn(useFailing(), service.name, service.instances);
  const shortest = useMemo(() => readShortest(service.name), [service.name]);
  const state = stateOf(service);
  return (
    <Link
      href={servicePath(service.name)}
      prefetch={false}
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 rounded-card border border-line-soft bg-panel px-3.5 py-2.75 shadow-[var(--sh-1),inset_2px_0_0_var(--c)] transition-colors hover:border-line-hard"
      data-state={state === "gone" || state === "overdue" ? state : "late"}
    >
      {(state === "late" || state === "overdue") && shortest ? (
        <LeaseRing read={shortest} size={40} className="row-span-2 self-center" />
      ) : (
        <StateGlyph state={glyphOf(state, service, failing)} className="row-span-2 mt-1 size-3.5" />
      )}
      <span className="flex min-w-0 items-baseline gap-1.75">
        <b className="ell font-semibold">
          <SafeText text={service.name} max={60} />
        </b>
        {last && service.unwell.size === 0 && failing.length === 0 && (
          <span className="ml-auto whitespace-nowrap text-meta text-state">
            <Time at={last.removedAtMs} suffix=" ago" />
          </span>
        )}
      </span>
      <p className="text-12 text-prose leading-[1.4]">
        {unwellSentence(service) ?? failingSentence(service, failing) ?? sentence(service, last)}
      </p>
    </Link>
  );
}

/** Where only requests fail, the registry has nothing against it. */
function glyphOf(state: ReturnType<typeof stateOf>, service: ServiceSummary, failing: readonly Sighting[]) {
  if (state !== "alive" && state !== "static") return state;
  return failing.length > 0 && service.counts.gone < service.total ? "late" : "gone";
}

/** What requests of this console saw, as what it is. */
function failingSentence({ instances }: ServiceSummary, failing: readonly Sighting[]): string | null {
  const [first] = failing;
  if (!first) return null;
  const how = kindWords(first.lastFailure);
  const name = instances.find(({ id }) => id === first.instance)?.instance ?? first.instance;
  return failing.length === 1
    ? `The last requests from this console to ${safeString(name, 40)} failed: ${how}.`
    : `The last requests from this console to ${failing.length} of ${plural(instances.length, "instance")} failed: ${how}.`;
}

/** What is wrong now comes before who left. */
function unwellSentence(service: ServiceSummary): string | null {
  const { counts, instances, unwell, minimum, inService, total } = service;
  if (minimum !== null && isBelowMinimum(service))
    return total === 0
      ? `Nobody is registered any more; at least ${minimum} should be.`
      : `${inService} in service, at least ${minimum} should be.`;
  const overdue =
    counts.overdue > 0 && `${plural(counts.overdue, "lease")} ran out and etcd has not removed the key yet.`;
  if (counts.late === 0) return overdue || null;
  const first = instances.find(({ id }) => unwell.get(id) === "late");
  const late =
    counts.late === 1 && first
      ? `${safeString(first.instance, 40)} missed a heartbeat. It is still registered, and still called.`
      : `${counts.late} of ${plural(instances.length, "instance")} missed a heartbeat.`;
  return overdue ? `${overdue} ${late}` : late;
}

function sentence({ total, counts }: ServiceSummary, last: Tombstone | null): string {
  const left =
    total === 0 ? "Nobody is registered any more" : `${plural(total, "instance")} of ${total + counts.gone} left`;
  return last ? `${left}. The last one ${WENT[last.cause]}` : `${left}.`;
}

const WENT: Record<Tombstone["cause"], string> = {
  expired: "expired.",
  evicted: "was evicted.",
  revoked: "had its lease revoked.",
  deleted: "was deleted.",
  replaced: "went with etcd's store.",
  unknown: "left; why is not known.",
};
