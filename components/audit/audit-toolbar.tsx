"use client";
import { X } from "lucide-react";
import { ACTIONS, OUTCOMES } from "@/lib/audit/entry";
import { Chip, Chips } from "../ui/chip";
import { SafeText } from "../ui/safe-text";
import { SearchField } from "../ui/search-field";
import type { ParamChanges } from "../ui/use-url-params";
import type { AuditFilters } from "./audit-filters";
import { ACTION_WORD, OUTCOME_WORD } from "./words";

/** What is shown: words, one action, outcomes, a stretch of time; names that were followed here stand as chips. */
export function AuditToolbar({
  filters,
  onChange,
}: {
  filters: AuditFilters;
  onChange: (changes: ParamChanges) => void;
}) {
  const exact = (["actor", "service", "key"] as const).filter((name) => filters[name] !== "");
  return (
    <div className="filters audit-filters">
      <SearchField
        className="filter-text"
        label="Filter the trail"
        placeholder="Key, instance, reason or actor"
        value={filters.q}
        onChange={(q) => onChange({ q })}
      />
      <select
        className="input"
        aria-label="Action"
        value={filters.actions[0] ?? ""}
        onChange={(event) => onChange({ action: event.target.value })}
      >
        <option value="">Every action</option>
        {ACTIONS.map((action) => (
          <option key={action} value={action}>
            {ACTION_WORD[action]}
          </option>
        ))}
      </select>
      <label className="moment">
        from
        <input
          type="datetime-local"
          className="input"
          value={filters.since}
          onChange={(event) => onChange({ since: event.target.value })}
        />
      </label>
      <label className="moment">
        to
        <input
          type="datetime-local"
          className="input"
          value={filters.until}
          onChange={(event) => onChange({ until: event.target.value })}
        />
      </label>
      <Chips label="Outcomes">
        {OUTCOMES.map((outcome) => (
          <Chip
            key={outcome}
            pressed={filters.outcomes.includes(outcome)}
            onPressedChange={(pressed) =>
              onChange({
                outcome: pressed
                  ? [...filters.outcomes, outcome]
                  : filters.outcomes.filter((other) => other !== outcome),
              })
            }
          >
            {OUTCOME_WORD[outcome]}
          </Chip>
        ))}
        {exact.map((name) => (
          <Chip key={name} pressed onPressedChange={() => onChange({ [name]: null })}>
            {name} <SafeText text={filters[name]} max={40} />
            <X className="icon" aria-label="drop" />
          </Chip>
        ))}
      </Chips>
    </div>
  );
}
