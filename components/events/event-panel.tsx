"use client";
import { ArrowRight, Link2 } from "lucide-react";
import { longAt } from "@/components/ui/time-words";
import type { RegistryEvent } from "@/lib/registry/types";
import { auditPath } from "../actions/audit-link";
import { ApiErrorNote } from "../api/api-error-note";
import { LastHeartbeats } from "../leases/last-heartbeats";
import { instancePath, servicePath } from "../shell/pages";
import { ButtonLink } from "../ui/button";
import { cn } from "../ui/cn";
import { CopyButton } from "../ui/copy-button";
import { revision as formatRevision } from "../ui/format";
import { SafeText } from "../ui/safe-text";
import { PanelPart, SidePanel } from "../ui/side-panel";
import { SkeletonRows } from "../ui/skeleton";
import { StateLabel } from "../ui/state-glyph";
import { EventDiff } from "./event-diff";
import { EventGlyph } from "./event-glyph";
import { CAUSE_WORD, headOf } from "./event-kind";
import { sentenceOf } from "./event-sentence";
import { EventAge } from "./event-time-label";
import { FoldedChanges } from "./folded-changes";
import { HowWeKnow } from "./how-we-know";
import { PANEL_LINE } from "./panel-line";
import { useEvent } from "./use-event";

interface EventPanelProps {
  id: string;
  /** The event where the list has it; else it is looked up in the history. */
  known: RegistryEvent | null;
  /** Others of the same transaction. */
  together: readonly RegistryEvent[];
  onOpen: (event: RegistryEvent) => void;
  onClose: () => void;
}

/** The chosen event: what happened, how that is known, what it changed, and where to go from here. */
export function EventPanel({ id, known, together, onOpen, onClose }: EventPanelProps) {
  const { event, pending, error } = useEvent(id, known);
  return (
    <SidePanel label="Chosen event" title="How we know" onClose={onClose}>
      {event ? (
        <Body event={event} together={together} onOpen={onOpen} />
      ) : error ? (
        <ApiErrorNote error={error} />
      ) : pending ? (
        <SkeletonRows rows={4} columns={[180]} />
      ) : (
        <p className="mid">
          The history no longer has this event. It keeps the newest ones, since this console was started.
        </p>
      )}
    </SidePanel>
  );
}

function Body({ event, together, onOpen }: Pick<EventPanelProps, "together" | "onOpen"> & { event: RegistryEvent }) {
  return (
    <div>
      <p className="num text-muted">
        {longAt(event.at)}
        {event.at !== null && (
          <>
            , <EventAge at={event.at} />
          </>
        )}
        {event.revision !== null && `, revision ${formatRevision(event.revision)}`}
      </p>
      <Title event={event} />
      <p className="wrap-anywhere mb-3 text-code text-prose">
        {event.type === "removed" ? whyGone(event) : <SafeText text={sentenceOf(event)} max={600} />}
      </p>
      <HowWeKnow event={event} />
      <LastHeartbeats event={event} />
      {(event.before || event.after) && (
        <PanelPart title={event.after ? (event.before ? "What changed" : "What came") : "What was there"}>
          <EventDiff before={event.before ?? null} after={event.after ?? null} />
        </PanelPart>
      )}
      {event.key !== null && (
        <PanelPart title="Key">
          <p className="flex items-start gap-1.5 text-12">
            <code className="mono wrap-anywhere min-w-0 flex-1 whitespace-pre-wrap py-0.75">
              <SafeText text={event.key} max={300} expandable />
            </code>
            <CopyButton text={event.key} label="Copy the key" />
          </p>
        </PanelPart>
      )}
      {together.length > 0 && (
        <PanelPart title="In the same transaction">
          <ul>
            {together.slice(0, 30).map((other) => (
              <li className={PANEL_LINE} key={other.id} data-state={headOf(other).tone}>
                <EventGlyph event={other} />
                <button
                  className="min-w-0 truncate text-prose underline-offset-3 hover:text-ink hover:underline"
                  type="button"
                  onClick={() => onOpen(other)}
                >
                  {headOf(other).word} <SafeText text={other.service ?? ""} max={40} />{" "}
                  <SafeText text={other.instance ?? ""} max={40} className="mono" />
                </button>
              </li>
            ))}
            {together.length > 30 && <li className={`${PANEL_LINE} text-muted`}>and {together.length - 30} more</li>}
          </ul>
        </PanelPart>
      )}
      {event.folded && <FoldedChanges event={event} folded={event.folded} />}
      <Ways event={event} />
    </div>
  );
}

/** The evidence itself stands below. */
function whyGone(event: RegistryEvent): string {
  if ((event.cause ?? "unknown") === "unknown") return "It left, and nothing tells why.";
  if (event.certainty === "exact") return "etcd says that the key is gone, and the cause leaves no doubt.";
  return "etcd says only that the key is gone. Rollcall worked out the cause.";
}

const TITLE = "mt-1 mb-1.5 text-18 leading-6 font-semibold tracking-[-0.015em] wrap-anywhere";

function Title({ event }: { event: RegistryEvent }) {
  const head = headOf(event);
  if (event.service === null) return <h3 className={TITLE}>{head.word}</h3>;
  const verb = event.type === "removed" ? CAUSE_WORD[event.cause ?? "unknown"].toLowerCase() : head.word.toLowerCase();
  return (
    <h3 className={TITLE}>
      <StateLabel
        state={head.tone === "time" ? "static" : head.tone}
        quiet={head.quiet}
        className={cn("items-baseline whitespace-normal font-semibold", head.quiet && "text-ink")}
      >
        <span>
          <SafeText text={event.service} max={60} /> <SafeText text={event.instance ?? ""} max={60} className="mono" />{" "}
          {verb}
        </span>
      </StateLabel>
    </h3>
  );
}

function Ways({ event }: { event: RegistryEvent }) {
  return (
    <div className="mt-4.5 flex flex-wrap items-center gap-2">
      {event.instanceId !== undefined && (
        <ButtonLink href={instancePath(event.instanceId)} prefetch={false} icon={ArrowRight}>
          Instance
        </ButtonLink>
      )}
      {event.service !== null && (
        <ButtonLink href={servicePath(event.service)} prefetch={false}>
          Service
        </ButtonLink>
      )}
      {event.auditId !== undefined && (
        <ButtonLink href={auditPath(event.auditId)} prefetch={false}>
          Audit entry
        </ButtonLink>
      )}
      <span className="inline-flex items-center gap-0.5 text-prose">
        <Link2 className="icon size-3.25" aria-hidden />
        <CopyButton
          text={typeof window === "undefined" ? "" : window.location.href}
          label="Copy a link to this event"
        />
      </span>
    </div>
  );
}
