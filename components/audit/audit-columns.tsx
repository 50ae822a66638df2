"use client";
import type { AuditEntry } from "@/lib/audit/entry";
import { FilterValue } from "../query/filter-value";
import { CompactLine, CompactRow } from "../ui/compact-row";
import { revision as formatRevision } from "../ui/format";
import { BELOW_NAME, RowName } from "../ui/row-name";
import { SafeText } from "../ui/safe-text";
import { Tag } from "../ui/tag";
import { Time } from "../ui/time";
import type { Column } from "../ui/virtual-table";
import { OutcomeLabel } from "./outcome-label";
import { ACTION_WORD } from "./words";

export const AUDIT_ROW_PX = 44;
export const AUDIT_COMPACT_PX = 76;

function What({ entry }: { entry: AuditEntry }) {
  return (
    <RowName>
      <span className="ell font-medium text-ink">
        {entry.service !== null && (
          <FilterValue field="service" value={entry.service} inRow>
            <SafeText text={entry.service} max={60} />
          </FilterValue>
        )}{" "}
        {entry.instance !== null && <SafeText text={entry.instance} max={60} className="mono" />}
      </span>
      {entry.key !== null && (
        <span className={BELOW_NAME}>
          <SafeText text={entry.key} max={120} />
        </span>
      )}
    </RowName>
  );
}

/** Why, or what came of it. A sentence that nobody vouches for is not repeated as if it had happened. */
export function saidOf({ signed, reason, detail }: Pick<AuditEntry, "signed" | "reason" | "detail">): string {
  return signed ? (reason ?? detail) : "Unsigned: nobody vouches for it.";
}

/** What an unsigned entry says of its outcome is worth nothing. */
function Came({ entry: { signed, outcome } }: { entry: AuditEntry }) {
  return signed ? <OutcomeLabel outcome={outcome} /> : <Tag>unsigned</Tag>;
}

export const AUDIT_COLUMNS: readonly Column<AuditEntry>[] = [
  { id: "at", header: "When", track: "192px", cell: ({ at }) => <Time at={at} as="timestamp" /> },
  {
    id: "actor",
    header: "Who",
    track: "minmax(90px, 1fr)",
    cell: ({ actor }) => (
      <span className="ell">
        <FilterValue field="actor" value={actor} inRow>
          <SafeText text={actor} max={60} />
        </FilterValue>
      </span>
    ),
  },
  {
    id: "action",
    header: "What",
    track: "132px",
    cell: ({ action, mode, signed }) => (
      <span>
        {!signed && <span className="dim">Claims: </span>}
        <FilterValue field="action" value={action} inRow>
          {ACTION_WORD[action]}
        </FilterValue>{" "}
        {mode === "lease" && <Tag>lease</Tag>}
      </span>
    ),
  },
  { id: "to", header: "To what", track: "minmax(160px, 3fr)", cell: (entry) => <What entry={entry} /> },
  { id: "outcome", header: "Outcome", track: "112px", cell: (entry) => <Came entry={entry} /> },
  {
    id: "reason",
    header: "Reason",
    track: "minmax(120px, 2fr)",
    from: 1000,
    cell: (entry) => (
      <span className="ell mid">
        <SafeText text={saidOf(entry)} max={160} />
      </span>
    ),
  },
  {
    id: "revision",
    header: "Revision",
    track: "104px",
    from: 1180,
    end: true,
    cell: ({ revision, signed }) =>
      revision === null || !signed ? (
        <span className="dim">none</span>
      ) : (
        <span className="num">{formatRevision(revision)}</span>
      ),
  },
];

/** On phones: what was done to what, below it who and when. */
export function compactEntry(entry: AuditEntry) {
  return (
    <CompactRow>
      <CompactLine>
        <b className="ell min-w-0 flex-1">
          {!entry.signed && <span className="dim">Claims: </span>}
          {ACTION_WORD[entry.action]}{" "}
          <SafeText text={entry.instance ?? entry.service ?? entry.key ?? ""} max={40} className="mono" />
        </b>
        <Came entry={entry} />
      </CompactLine>
      <CompactLine indented>
        <span className="ell mid min-w-0 flex-1">
          <SafeText text={entry.actor} max={30} />: <SafeText text={saidOf(entry)} max={80} />
        </span>
        <Time at={entry.at} suffix=" ago" />
      </CompactLine>
    </CompactRow>
  );
}
