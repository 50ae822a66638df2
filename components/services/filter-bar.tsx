"use client";
import { QueryField } from "@/components/query/query-field";
import type { ListQuery } from "@/components/query/use-list-query";
import { Chip, Chips } from "@/components/ui/chip";
import { Segmented } from "@/components/ui/segmented";
import { Toolbar } from "@/components/ui/toolbar";
import { isChosen } from "@/lib/query/edit";
import type { ServiceSummary } from "@/lib/registry/select";
import type { Totals } from "./arrange";
import { type ServiceSort, STATE_FIELDS, STATES } from "./services-query";

const SORTS = [
  { value: "worst", label: "Worst first" },
  { value: "name", label: "Name" },
  { value: "datacenter", label: "Datacenter" },
] as const satisfies readonly { value: ServiceSort; label: string }[];

/** The query and the order. A state that nobody is in has no chip, unless it is being asked for. */
export function FilterBar({
  query,
  services,
  totals,
  sort,
  onSort,
}: {
  query: ListQuery<ServiceSummary>;
  services: readonly ServiceSummary[];
  totals: Totals;
  sort: ServiceSort;
  onSort: (sort: ServiceSort) => void;
}) {
  const shown = STATES.filter(
    (state) => state === "alive" || totals.states[state] > 0 || isChosen(query.query, STATE_FIELDS, state),
  );
  return (
    <Toolbar>
      <QueryField
        label="Filter services"
        placeholder="state:late dc:eu-west -layout:grpc"
        query={query}
        subjects={() => services}
      />
      <Chips label="Services with instances in these states">
        {shown.map((state) => (
          <Chip
            key={state}
            state={state === "gone" && totals.lost === 0 ? "left" : state}
            count={totals.states[state]}
            pressed={isChosen(query.query, STATE_FIELDS, state)}
            onPressedChange={() => query.toggle(STATE_FIELDS, state)}
          >
            {state === "gone" ? "gone lately" : state}
          </Chip>
        ))}
      </Chips>
      <span className="min-w-0 flex-1 max-sm:hidden" />
      <span className="max-sm:hidden">
        <Segmented label="Order" value={sort} options={SORTS} onChange={onSort} />
      </span>
    </Toolbar>
  );
}
