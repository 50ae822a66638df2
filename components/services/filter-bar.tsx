"use client";
import { Chip, Chips } from "@/components/ui/chip";
import { SafeText } from "@/components/ui/safe-text";
import { SearchField } from "@/components/ui/search-field";
import { Segmented } from "@/components/ui/segmented";
import type { Totals } from "./arrange";
import { type ServiceSort, type ServicesQuery, STATES, type StateFilter } from "./services-query";

const SORTS = [
  { value: "worst", label: "Worst first" },
  { value: "name", label: "Name" },
  { value: "datacenter", label: "Datacenter" },
] as const satisfies readonly { value: ServiceSort; label: string }[];

/** Filters and order. A state that nobody is in has no chip, unless it is being asked for. */
export function FilterBar({
  query,
  totals,
  onChange,
}: {
  query: ServicesQuery;
  totals: Totals;
  onChange: (changes: {
    q?: string;
    state?: readonly StateFilter[];
    dc?: readonly string[];
    sort?: ServiceSort;
  }) => void;
}) {
  const shown = STATES.filter((state) => state === "alive" || totals.states[state] > 0 || query.states.includes(state));
  return (
    <div className="filters">
      <SearchField
        className="filter-text"
        label="Filter services"
        placeholder="Name, datacenter or layout"
        value={query.q}
        onChange={(q) => onChange({ q })}
      />
      <Chips label="Services with instances in these states">
        {shown.map((state) => (
          <Chip
            key={state}
            state={state}
            count={totals.states[state]}
            pressed={query.states.includes(state)}
            onPressedChange={(pressed) =>
              onChange({ state: pressed ? [...query.states, state] : query.states.filter((other) => other !== state) })
            }
          >
            {state === "gone" ? "gone lately" : state}
          </Chip>
        ))}
        {query.datacenters.map((dc) => (
          <Chip
            key={dc}
            pressed
            onPressedChange={() => onChange({ dc: query.datacenters.filter((other) => other !== dc) })}
          >
            <SafeText text={dc} max={40} />
          </Chip>
        ))}
      </Chips>
      <span className="grow desk-only" />
      <span className="desk-only">
        <Segmented label="Order" value={query.sort} options={SORTS} onChange={(sort) => onChange({ sort })} />
      </span>
    </div>
  );
}
