"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import type { EvictionPreview } from "@/lib/api/evictions";
import type { KeyAnswer } from "@/lib/api/keys";
import type { ApiError } from "../../api/api-error";
import { leaseHex } from "../../instances/instance-fields";
import { revision as formatRevision } from "../../ui/format";
import { MarkedText } from "../../ui/marked-text";
import { Note } from "../../ui/note";
import { RawLine } from "../../ui/raw-text";

/** What was seen when the eviction was decided. */
export interface Was {
  preview: EvictionPreview;
  value: KeyAnswer["value"] | null;
}

/** The key changed in the meantime: nothing was written. What it was, what it is, and the decision again. */
export function Conflict({
  was,
  error,
  preview,
  stored,
}: {
  was: Was;
  error: ApiError;
  preview: UseQueryResult<EvictionPreview>;
  stored: KeyAnswer | null;
}) {
  const now = preview.data;
  const moved = now !== undefined && now.modRevision !== was.preview.modRevision;
  return (
    <div role="alert" className="grid gap-2">
      <Note state="late">
        <b>Not evicted.</b> {error.detail} Nothing was written.
      </Note>
      {moved && stored && stored.modRevision !== was.preview.modRevision && (
        <>
          <div>
            <h4 className="mb-1 font-medium text-12 text-prose">
              As you saw it, revision <span className="num">{formatRevision(was.preview.modRevision)}</span>
              {leaseWords(was.preview.leaseId)}
            </h4>
            <RawLine className="max-h-37.5">{valueText(was.value)}</RawLine>
          </div>
          <div>
            <h4 className="mb-1 font-medium text-12 text-prose">
              As it is now, revision <span className="num">{formatRevision(stored.modRevision)}</span>
              {leaseWords(stored.lease?.id ?? null)}
            </h4>
            <RawLine className="max-h-37.5">
              <MarkedText before={was.value?.text ?? null} text={valueText(stored.value)} />
            </RawLine>
          </div>
          <p className="mid">
            {sameText(was.value, stored.value)
              ? "The value is the same: its owner registered again or put it once more."
              : "The marked parts are new."}{" "}
            What stands below is about the key as it is now.
          </p>
        </>
      )}
    </div>
  );
}

function leaseWords(leaseId: string | null): string {
  return leaseId === null ? ", no lease" : `, lease ${leaseHex(leaseId)}`;
}

function valueText(value: KeyAnswer["value"] | null): string {
  if (value === null) return "not read";
  return value.text ?? `${value.bytes} bytes that are not text`;
}

function sameText(a: KeyAnswer["value"] | null, b: KeyAnswer["value"]): boolean {
  return a !== null && a.text === b.text && a.bytes === b.bytes;
}
