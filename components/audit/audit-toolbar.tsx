"use client";
import { type AuditEntry, OUTCOMES } from "@/lib/audit/entry";
import { isChosen } from "@/lib/query/edit";
import { QueryField } from "../query/query-field";
import type { ListQuery } from "../query/use-list-query";
import { Chip, Chips } from "../ui/chip";
import type { ParamChanges } from "../ui/use-url-params";
import type { Stretch } from "./asked";
import { OUTCOME_WORD } from "./words";

/** A query, a stretch of time, and the outcomes as chips: what is looked for most. */
export function AuditToolbar({
  query,
  stretch,
  entries,
  onChange,
}: {
  query: ListQuery<AuditEntry>;
  stretch: Stretch;
  /** What was read so far, for suggestions. */
  entries: readonly AuditEntry[];
  onChange: (changes: ParamChanges) => void;
}) {
  return (
    <div className="filters audit-filters">
      <QueryField
        label="Filter the trail"
        placeholder="action:evict service:orders actor:mina"
        query={query}
        subjects={() => entries}
      />
      <Moment label="from" value={stretch.since} onChange={(since) => onChange({ since })} />
      <Moment label="to" value={stretch.until} onChange={(until) => onChange({ until })} />
      <Chips label="Outcomes">
        {OUTCOMES.map((outcome) => (
          <Chip
            key={outcome}
            pressed={isChosen(query.query, ["outcome"], outcome)}
            onPressedChange={() => query.toggle(["outcome"], outcome)}
          >
            {OUTCOME_WORD[outcome]}
          </Chip>
        ))}
      </Chips>
    </div>
  );
}

function Moment({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <label className="moment">
      {label}
      <input type="datetime-local" className="input" value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}
