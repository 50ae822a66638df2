"use client";
import { type AuditEntry, OUTCOMES } from "@/lib/audit/entry";
import { isChosen } from "@/lib/query/edit";
import { QueryField } from "../query/query-field";
import type { ListQuery } from "../query/use-list-query";
import { Chip, Chips } from "../ui/chip";
import { Input } from "../ui/form-field";
import { Toolbar } from "../ui/toolbar";
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
    <Toolbar wrap>
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
    </Toolbar>
  );
}

function Moment({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <label className="inline-flex items-center gap-1.5 text-12 text-muted max-sm:grid max-sm:grid-cols-[40px_minmax(0,1fr)]">
      {label}
      <Input
        className="h-7.5 w-auto bg-panel text-12 max-sm:h-touch"
        type="datetime-local"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
