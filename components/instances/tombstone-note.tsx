"use client";
import { encodeText } from "@/components/shell/pages";
import { departureOf } from "@/lib/registry/departures";
import type { Tombstone } from "@/lib/registry/types";
import { CAUSE_WORD, KNOWLEDGE_MEANING } from "../events/event-kind";
import { useLive } from "../live/use-live";
import { revision as formatRevision } from "../ui/format";
import { InlineLink } from "../ui/link";
import { Note } from "../ui/note";
import { SafeText } from "../ui/safe-text";
import { Tag } from "../ui/tag";
import { Time } from "../ui/time";

/** Why it left, how that is known, and that what follows is how it last was. */
export function TombstoneNote({ tombstone }: { tombstone: Tombstone }) {
  const key = tombstone.instance.keys[0] ?? tombstone.id;
  const unread = useLive((state) => state.view?.unrecognized.has(key) ?? false);
  const { cause, certainty, evidence, revision, removedAtMs } = tombstone;
  const knowledge = cause === "unknown" ? "unknown" : certainty;
  return (
    <Note state={departureOf(tombstone)}>
      <b>{cause === "unknown" ? "Gone, nobody knows why." : `${CAUSE_WORD[cause]}.`}</b>{" "}
      <Tag title={KNOWLEDGE_MEANING[knowledge]}>{knowledge}</Tag>
      <br />
      <SafeText text={evidence} max={600} />
      <br />
      Seen gone <Time at={removedAtMs} suffix=" ago" />, at <Time at={removedAtMs} as="clock" />
      {revision === null ? ", at a revision that is not known" : `, revision ${formatRevision(revision)}`}. What stands
      below is how it last was.
      {unread && (
        <>
          {" "}
          The key is there, but{" "}
          <InlineLink href={`/unrecognized?key=${encodeText(key)}`}>no layout reads its value</InlineLink>.
        </>
      )}
    </Note>
  );
}
