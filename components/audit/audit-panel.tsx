"use client";
import { ArrowRight, Undo2 } from "lucide-react";
import type { AuditEntry } from "@/lib/audit/entry";
import { AuditLink } from "../actions/audit-link";
import { restorationOf, usePutBack } from "../actions/restore/use-put-back";
import { useWrites } from "../actions/use-writes";
import { curlWrite } from "../actions/write-commands";
import { ApiErrorNote } from "../api/api-error-note";
import { eventPath } from "../events/event-link";
import { leaseHex } from "../instances/instance-fields";
import { useOrigin } from "../instances/use-origin";
import { useLive } from "../live/use-live";
import { instancePath, servicePath } from "../shell/pages";
import { Button, ButtonLink } from "../ui/button";
import { CommandBlock } from "../ui/command-block";
import { Facts } from "../ui/facts";
import { revision as formatRevision } from "../ui/format";
import { Note } from "../ui/note";
import { SafeText } from "../ui/safe-text";
import { PanelPart, SidePanel } from "../ui/side-panel";
import { SkeletonRows } from "../ui/skeleton";
import { Tag } from "../ui/tag";
import { Time } from "../ui/time";
import { AftermathWords } from "./aftermath-words";
import { OutcomeLabel } from "./outcome-label";
import { useAuditEntry } from "./use-audit";
import { ACTION_WORD, OUTCOME_MEANING, OUTCOME_WORD } from "./words";

/** One entry of the trail: who did what, why, what came of it, and the event that it caused. */
export function AuditPanel({ id, known, onClose }: { id: string; known: AuditEntry | null; onClose: () => void }) {
  const { entry, pending, error } = useAuditEntry(id, known);
  return (
    <SidePanel label="Audit entry" title="Audit entry" onClose={onClose}>
      {entry ? (
        <Body entry={entry} />
      ) : error ? (
        <ApiErrorNote error={error} />
      ) : pending ? (
        <SkeletonRows rows={4} columns={[180]} />
      ) : (
        <p className="mid">The trail does not have this entry any more. Old ones are pruned.</p>
      )}
    </SidePanel>
  );
}

function Body({ entry }: { entry: AuditEntry }) {
  if (!entry.signed) return <Unsigned entry={entry} />;
  const { outcome, reason, detail, aftermath, overridden, refusedBy, keys, of } = entry;
  const count = entry.keyCount ?? keys.length;
  return (
    <>
      <div className="mb-2 flex items-center gap-3">
        <b className="font-semibold text-15">{ACTION_WORD[entry.action]}</b>
        <span className="min-w-0 flex-1" />
        <OutcomeLabel outcome={outcome} />
      </div>
      <p className="mid my-1 leading-[1.5]">
        <SafeText text={detail || OUTCOME_MEANING[outcome]} max={800} />
      </p>
      {aftermath && (
        <p className="mid my-1 leading-[1.5]">
          <AftermathWords aftermath={aftermath} />
        </p>
      )}
      {reason !== null && (
        <PanelPart title="Reason">
          <p>
            <SafeText text={reason} max={1000} />
          </p>
        </PanelPart>
      )}
      <PanelPart title="Who and when">
        <Facts
          rows={[
            { label: "At", value: <Time at={entry.at} as="timestamp" /> },
            {
              label: "By",
              value: (
                <>
                  <SafeText text={entry.actor} max={60} /> <span className="dim">{entry.role}</span>
                </>
              ),
            },
            { label: "Through console", value: <SafeText text={entry.console} max={60} /> },
            ...(entry.mode
              ? [{ label: "Mode", value: entry.mode === "lease" ? "end the lease" : "delete the key" }]
              : []),
            ...(entry.revision !== null
              ? [{ label: "At revision", value: <span className="num">{formatRevision(entry.revision)}</span> }]
              : []),
            ...(entry.leaseId !== null
              ? [{ label: "Lease", value: <span className="mono">{leaseHex(entry.leaseId)}</span> }]
              : []),
            ...(refusedBy.length > 0 ? [{ label: "Refused by", value: refusedBy.join(", ") }] : []),
            ...(overridden.length > 0 ? [{ label: "Overridden", value: overridden.join(", ") }] : []),
            { label: "Entry", value: <span className="mono">{entry.id}</span> },
          ]}
        />
      </PanelPart>
      {keys.length > 0 && (
        <PanelPart title={keys.length === 1 ? "Key" : "Keys"}>
          <ul className="wrap-anywhere grid gap-0.75 text-12">
            {keys.slice(0, 50).map((key) => (
              <li key={key} className="mono">
                <SafeText text={key} max={300} />
              </li>
            ))}
            {count > 50 && <li className="dim">and {count - 50} more</li>}
          </ul>
        </PanelPart>
      )}
      {of !== null && (
        <p>
          <AuditLink id={of}>The entry that this one follows</AuditLink>
        </p>
      )}
      <Ways entry={entry} />
    </>
  );
}

/** Anybody who may write to etcd may have written it: nothing of what it says is told as something that happened. */
function Unsigned({ entry }: { entry: AuditEntry }) {
  const { outcome, reason, detail, key } = entry;
  const claim = (text: string, max: number) => <SafeText text={text} max={max} />;
  return (
    <>
      <div className="mb-2 flex items-center gap-3">
        <b className="font-semibold text-15">Unsigned record</b>
        <span className="min-w-0 flex-1" />
        <Tag>unsigned</Tag>
      </div>
      <Note state="late">
        Not signed with this console's secret: anybody who may write to etcd may have written it. Nobody vouches for
        what it says, it names nobody as the author of anything, and nothing can be put back from it.
      </Note>
      <PanelPart title="What it claims, unverified">
        <Facts
          rows={[
            { label: "Claims that", value: `${ACTION_WORD[entry.action]}: ${OUTCOME_WORD[outcome].toLowerCase()}` },
            { label: "Claims by", value: claim(entry.actor, 60) },
            { label: "Claims at", value: <Time at={entry.at} as="timestamp" /> },
            ...(key === null ? [] : [{ label: "Claims of the key", value: claim(key, 300) }]),
            ...(detail === "" ? [] : [{ label: "Claims to say", value: claim(detail, 400) }]),
            ...(reason === null ? [] : [{ label: "Claims as reason", value: claim(reason, 400) }]),
          ]}
        />
      </PanelPart>
      <PanelPart title="The record">
        <Facts rows={[{ label: "Entry", value: <span className="mono">{entry.id}</span> }]} />
      </PanelPart>
    </>
  );
}

function Ways({ entry }: { entry: AuditEntry }) {
  const epoch = useLive((state) => state.view?.epoch ?? null);
  const marks = entry.revision !== null && entry.key !== null && epoch !== null;
  return (
    <>
      <div className="mt-4 flex flex-wrap gap-2">
        {marks && HAS_EVENT.has(entry.action) && (
          <ButtonLink href={eventPath(`${epoch}:${entry.revision}:${entry.key}:0`)} prefetch={false} icon={ArrowRight}>
            The event it caused
          </ButtonLink>
        )}
        {entry.key !== null && (
          <ButtonLink href={instancePath(entry.key)} prefetch={false}>
            Instance
          </ButtonLink>
        )}
        {entry.service !== null && (
          <ButtonLink href={servicePath(entry.service)} prefetch={false}>
            Service
          </ButtonLink>
        )}
      </div>
      <PutBack entry={entry} />
    </>
  );
}

/** The way back from an eviction, as long as nobody stands in its place. */
function PutBack({ entry }: { entry: AuditEntry }) {
  const writes = useWrites();
  const putBack = usePutBack();
  const origin = useOrigin();
  const isBack = entry.aftermath?.kind === "returned" || entry.aftermath?.kind === "restored";
  if (entry.outcome !== "done" || !entry.restorable || isBack || writes.may === "not") return null;
  return (
    <PanelPart title={entry.leaseId === null ? "As long as its place is free" : "As long as its lease lives"}>
      <Button
        icon={Undo2}
        disabled={writes.may === "wait"}
        onClick={() => void putBack(entry.id, entry.instance ?? entry.key ?? "It")}
      >
        Put back
      </Button>
      <CommandBlock className="mt-2.5" commands={[curlWrite(origin, restorationOf(entry.id))]} />
    </PanelPart>
  );
}

/** Actions that change an instance, so that the history has an event of theirs. */
const HAS_EVENT: ReadonlySet<string> = new Set([
  "evict",
  "restore",
  "drain",
  "resume",
  "register",
  "deregister",
  "import",
]);
