import { Check, CircleHelp, Info } from "lucide-react";
import type { ReactNode } from "react";
import type { RegistryEvent } from "@/lib/registry/types";
import { AuditLink } from "../actions/audit-link";
import { cn } from "../ui/cn";
import { revision as formatRevision } from "../ui/format";
import { SafeText } from "../ui/safe-text";
import { Tag } from "../ui/tag";
import { KNOWLEDGE_MEANING, knowledgeOf } from "./event-kind";

const FACT =
  "grid grid-cols-[18px_minmax(0,1fr)] gap-2 border-b border-line-soft py-1.75 text-12 leading-body wrap-anywhere text-prose last:border-b-0 [&_b]:font-medium [&_b]:text-ink";

/** Where each thing that the event claims comes from. */
export function HowWeKnow({ event }: { event: RegistryEvent }) {
  const knowledge = knowledgeOf(event);
  return (
    <ul>
      {event.revision !== null && event.type !== "gap" && (
        <Fact sure>
          etcd's watch brought it at revision <b className="num">{formatRevision(event.revision)}</b>.
        </Fact>
      )}
      {event.evidence && (
        <Fact sure={knowledge === "exact"}>
          <SafeText text={event.evidence} max={800} />
        </Fact>
      )}
      {event.actor && (
        <Fact sure>
          Done by{" "}
          <b>
            <SafeText text={event.actor} max={80} />
          </b>
          , as {event.auditId ? <AuditLink id={event.auditId}>the audit entry</AuditLink> : "the audit trail"} says.
        </Fact>
      )}
      <Fact sure={typeof event.at === "number"}>{timeFact(event)}</Fact>
      {knowledge && knowledge !== "exact" && (
        <li className={FACT}>
          <CircleHelp className="icon mt-0.5 size-3.5 text-late" aria-hidden />
          <span>
            That is why it is marked <Tag>{knowledge}</Tag>: {KNOWLEDGE_MEANING[knowledge].toLowerCase()}
          </span>
        </li>
      )}
    </ul>
  );
}

function timeFact({ at }: RegistryEvent): string {
  if (at === null) return "When it happened is not known: etcd keeps revisions, not times.";
  if (typeof at === "number") return "The time is when this console saw it. etcd keeps no times.";
  return "It happened somewhere in this stretch of time, while this console was not watching.";
}

function Fact({ sure, children }: { sure: boolean; children: ReactNode }) {
  const Icon = sure ? Check : Info;
  return (
    <li className={FACT}>
      <Icon className={cn("icon mt-0.5 size-3.5", sure ? "text-alive" : "text-late")} aria-hidden />
      <span>{children}</span>
    </li>
  );
}
