"use client";
import Link from "next/link";
import { servicePath } from "@/components/shell/pages";
import { plural } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { StateGlyph } from "@/components/ui/state-glyph";
import { Time } from "@/components/ui/time";
import type { ServiceSummary } from "@/lib/registry/select";
import type { Tombstone } from "@/lib/registry/types";
import { stateOf } from "./service-cells";

/** The few services that a person should see first, each with the one thing that is wrong. */
export function Attention({ services }: { services: readonly ServiceSummary[] }) {
  if (services.length === 0) return null;
  return (
    <section className="attention" aria-label="Needs attention">
      {services.map((service) => (
        <AttentionCard key={service.name} service={service} />
      ))}
    </section>
  );
}

function AttentionCard({ service }: { service: ServiceSummary }) {
  const last = newestOf(service.tombstones);
  const state = service.total === 0 ? "gone" : stateOf(service);
  return (
    <Link href={servicePath(service.name)} prefetch={false} data-state={service.total === 0 ? "gone" : "late"}>
      <StateGlyph state={state === "alive" || state === "static" ? "gone" : state} />
      <span className="t">
        <b className="ell">
          <SafeText text={service.name} max={60} />
        </b>
        {last && (
          <span className="when">
            <Time at={last.removedAtMs} suffix=" ago" />
          </span>
        )}
      </span>
      <p>{sentence(service, last)}</p>
    </Link>
  );
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
  unknown: "left; why is not known.",
};

function newestOf(tombstones: readonly Tombstone[]): Tombstone | null {
  let newest: Tombstone | null = null;
  for (const tombstone of tombstones) if (!newest || tombstone.removedAtMs > newest.removedAtMs) newest = tombstone;
  return newest;
}
