"use client";
import { CircleCheck } from "lucide-react";
import { useCallback } from "react";
import { BeforeTheFirstList } from "@/components/shell/before-the-first-list";
import { isChosen } from "@/lib/query/edit";
import { unrecognizedLanguage } from "@/lib/query/languages/unrecognized";
import type { UnrecognizedKey, UnrecognizedReason } from "@/lib/registry/types";
import { apiPath } from "../api/get-json";
import { curlCommand, keyCommands, keyWord } from "../instances/commands";
import { useOrigin } from "../instances/use-origin";
import { isFrozen } from "../live/freshness";
import { useBoot } from "../live/live-provider";
import { useFreshness } from "../live/use-freshness";
import { FilterProvider } from "../query/filter-value";
import { NoMatch } from "../query/no-match";
import { QueryField } from "../query/query-field";
import { type ListQuery, useListQuery } from "../query/use-list-query";
import { Page } from "../shell/page";
import { Chip, Chips } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { plural } from "../ui/format";
import { Frozen } from "../ui/frozen";
import { ListCard } from "../ui/list-card";
import { Toolbar } from "../ui/toolbar";
import { paramsNow, useUrlParams } from "../ui/use-url-params";
import { VirtualTable } from "../ui/virtual-table";
import { REASON_WORD, REASONS } from "./reasons";
import { compactKey, KEY_COLUMNS, KEY_COMPACT_PX, KEY_ROW_PX } from "./unrecognized-columns";
import { UnrecognizedPanel } from "./unrecognized-panel";
import { useUnrecognized } from "./use-unrecognized";

/** Parameters of older links. */
const OLD_PARAMS = { reason: "reason" };

const rowId = (row: UnrecognizedKey) => row.key;
const rowHeight = () => KEY_ROW_PX;

/** Keys under the watched prefixes that no layout reads, records of the console's own that count for nothing, and why. Nothing is hidden because it is not understood. */
export function UnrecognizedPage() {
  const [params, change] = useUrlParams();
  const query = useListQuery(unrecognizedLanguage, OLD_PARAMS);
  const found = useUnrecognized(query);
  const freshness = useFreshness();
  const origin = useOrigin();
  const { prefixes } = useBoot();
  const chosen = params.get("key");
  const open = useCallback(
    ({ key }: UnrecognizedKey) => change({ key }, paramsNow().has("key") ? "replace" : "push"),
    [change],
  );
  const close = useCallback(() => change({ key: null }), [change]);
  const list = curlCommand(origin, apiPath("unrecognized", { q: query.applied }).replaceAll("'", "%27"));
  const word = keyWord(prefixes[0]?.prefix ?? "/");
  const keys = word === null ? [] : [{ tool: "etcdctl", line: `etcdctl get --prefix --keys-only ${word}` }];
  return (
    <FilterProvider query={query}>
      <Page
        title="Unrecognized"
        sub={found && <p>{sum(found.total)}</p>}
        commands={chosen === null ? [list, ...keys] : keyCommands(origin, chosen, null)}
        panel={chosen !== null && <UnrecognizedPanel id={chosen} onClose={close} />}
      >
        {!found ? (
          <BeforeTheFirstList freshness={freshness} />
        ) : found.total === 0 ? (
          <EmptyState title="Every key is read" icon={CircleCheck} state="alive">
            <p>Each key under the watched prefixes belongs to a registration that a layout understands.</p>
          </EmptyState>
        ) : (
          <>
            <Filters query={query} all={found.all} counts={found.counts} />
            {found.rows.length === 0 ? (
              <NoMatch what="key" query={query} subjects={found.all} />
            ) : (
              <ListCard>
                <Frozen frozen={isFrozen(freshness)}>
                  <VirtualTable
                    label="Unrecognized keys"
                    rows={found.rows}
                    rowId={rowId}
                    rowHeight={rowHeight}
                    columns={KEY_COLUMNS}
                    compact={compactKey}
                    compactHeight={KEY_COMPACT_PX}
                    onOpen={open}
                    selectedId={chosen}
                    orderKey={query.text}
                  />
                </Frozen>
              </ListCard>
            )}
          </>
        )}
      </Page>
    </FilterProvider>
  );
}

function sum(total: number): string {
  if (total === 0) return "Keys under the watched prefixes that no layout reads.";
  return `${plural(total, "key")} under the watched prefixes that no layout reads, or under /rollcall/ that ${total === 1 ? "counts" : "count"} for nothing. Rollcall shows them as they are and changes nothing.`;
}

function Filters({
  query,
  all,
  counts,
}: {
  query: ListQuery<UnrecognizedKey>;
  all: readonly UnrecognizedKey[];
  counts: ReadonlyMap<UnrecognizedReason, number>;
}) {
  const chosen = (reason: UnrecognizedReason) => isChosen(query.query, ["reason"], reason);
  return (
    <Toolbar wrap>
      <QueryField
        label="Filter unrecognized keys"
        placeholder="reason:value-not-json size:>1000"
        query={query}
        subjects={() => all}
      />
      <Chips label="Reasons">
        {REASONS.filter((reason) => counts.has(reason) || chosen(reason)).map((reason) => (
          <Chip
            key={reason}
            pressed={chosen(reason)}
            count={counts.get(reason) ?? 0}
            onPressedChange={() => query.toggle(["reason"], reason)}
          >
            {REASON_WORD[reason]}
          </Chip>
        ))}
      </Chips>
    </Toolbar>
  );
}
