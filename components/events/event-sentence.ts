import { isStoreReplaced } from "@/lib/registry/replaced-store";
import { compareRevisions } from "@/lib/registry/revision";
import type { Instance, RegistryEvent } from "@/lib/registry/types";
import { changesBetween, endpointText, leaseHex } from "../instances/instance-fields";
import { plural, revision } from "../ui/format";

/** A lease by its last four hex digits, as far as a row has room. */
function shortLease(leaseId: string): string {
  return `…${leaseHex(leaseId).slice(-4)}`;
}

function where(instance: Instance): string {
  const first = instance.endpoints[0];
  if (!first) return "";
  const more = instance.endpoints.length - 1;
  return ` ${endpointText(first)}${more > 0 ? ` and ${more} more` : ""}`;
}

function underLease(instance: Instance): string {
  return instance.leaseId === null ? "without a lease" : `under lease ${shortLease(instance.leaseId)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function changeSentence(before: Instance | undefined, after: Instance | undefined): string {
  if (!before || !after) return "The value changed";
  const changes = changesBetween(before, after);
  const first = changes[0];
  if (!first) return "Written again, nothing that Rollcall reads differs";
  const more = changes.length > 1 ? `, and ${changes.length - 1} more` : "";
  if (first.before === null) return `${capital(first.field)} ${first.after} added${more}`;
  if (first.after === null) return `${capital(first.field)} ${first.before} taken out${more}`;
  return `${capital(first.field)} ${first.before} became ${first.after}${more}`;
}

/** Who did it, where an operator did, before what it was. */
function authored(evidence: string | undefined, what: string): string {
  return evidence === undefined ? what : `${evidence} ${what}`;
}

/** What happened, as plain text for one row. */
export function sentenceOf(event: RegistryEvent): string {
  const { before, after, evidence } = event;
  switch (event.type) {
    case "registered":
      return authored(evidence, after ? `New key ${underLease(after)}.${where(after)}` : "New key");
    case "re-registered":
      if (!after?.leaseId) return authored(evidence, "Written again without a lease: it no longer expires");
      return authored(
        evidence,
        before?.leaseId
          ? `Lease ${shortLease(before.leaseId)} became ${shortLease(after.leaseId)}.${where(after)}`
          : `Written again ${underLease(after)}.${where(after)}`,
      );
    case "updated":
      return authored(evidence, changeSentence(before, after));
    case "removed":
      return evidence ?? "It left. Nothing tells why.";
    case "heartbeat":
      return evidence ?? (event.revision === null ? "The lease was renewed" : "The same value was written again");
    case "late":
      return evidence ?? "A heartbeat is overdue";
    case "recovered":
      return evidence ?? "The heartbeat came after all";
    case "drained":
      return evidence ?? (event.actor ? `Taken out of rotation by ${event.actor}` : "Taken out of rotation");
    case "resumed":
      return evidence ?? (event.actor ? `Put back by ${event.actor}` : "Back in rotation");
    case "ttl-reset":
      return evidence ?? "Every lease restarted at full length, so expiries come up to one lease later.";
    case "gap":
      return gapSentence(event);
    case "cleared":
      return `${foldedSentence(event) ?? ""} ${evidence ?? ""}`.trim();
  }
}

/** What the changes come to that the event tells together; null where there are none. */
function foldedSentence({ folded }: RegistryEvent): string | null {
  if (!folded) return null;
  const { removed, registered, changed, serviceCount } = folded;
  const parts = [
    removed > 0 && `${plural(removed, "registration")} of ${plural(serviceCount, "service")} went with it`,
    registered > 0 && `${plural(registered, "registration")} came with it`,
    changed > 0 && `${plural(changed, "is", "are")} there again under other revisions`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? null : `${parts.join("; ")}.`;
}

const GAP_TITLE = {
  compacted: "etcd compacted what this console had not read yet.",
  "other-cluster": "Another etcd cluster answers now.",
  "revision-went-back": "etcd went back in time: it was restored from a backup.",
  "store-replaced": "etcd's store was replaced.",
  "events-lost": "Events were lost on the way.",
  requested: "Everything was read again on request.",
} as const;

function stoodSentence({ registrations, services, now }: NonNullable<NonNullable<RegistryEvent["gap"]>["stood"]>) {
  const before = `${plural(registrations, "registration")} of ${plural(services, "service")} stood there before`;
  return `It happened while this console did not run. ${before}, ${plural(now, "stands", "stand")} there now.`;
}

export function gapSentence(event: RegistryEvent): string {
  if (!event.gap) return event.evidence ?? "What happened here is not known.";
  const { reason, from, to, detail, stood } = event.gap;
  if (isStoreReplaced(reason)) {
    const revisions = `Revision ${from === null ? "unknown" : revision(from)} → ${revision(to)}.`;
    const what = stood ? stoodSentence(stood) : foldedSentence(event);
    return [detail === "" ? GAP_TITLE[reason] : detail, revisions, what].filter(Boolean).join(" ");
  }
  const between =
    from === null || compareRevisions(from, to) >= 0
      ? `Everything was read again at revision ${revision(to)}.`
      : `Between revisions ${revision(from)} and ${revision(to)} single changes are not known.`;
  // The server's own words come first where it has some; they are about this very gap.
  return `${detail === "" ? GAP_TITLE[reason] : detail} ${between}`;
}
