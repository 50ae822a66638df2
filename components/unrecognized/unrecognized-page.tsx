"use client";
import "./unrecognized.css";
import { CircleCheck } from "lucide-react";
import { useCallback, useMemo } from "react";
import { BeforeTheFirstList } from "@/components/shell/before-the-first-list";
import type { UnrecognizedKey, UnrecognizedReason } from "@/lib/registry/types";
import { apiPath } from "../api/get-json";
import { useTypedText } from "../events/use-typed-text";
import { curlCommand, keyCommands, keyWord } from "../instances/commands";
import { useOrigin } from "../instances/use-origin";
import { isFrozen } from "../live/freshness";
import { useBoot } from "../live/live-provider";
import { useFreshness } from "../live/use-freshness";
import { Page } from "../shell/page";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Chip, Chips } from "../ui/chip";
import { EmptyState } from "../ui/empty-state";
import { plural } from "../ui/format";
import { Frozen } from "../ui/frozen";
import { SearchField } from "../ui/search-field";
import { useUrlParams } from "../ui/use-url-params";
import { VirtualTable } from "../ui/virtual-table";
import { REASON_WORD, REASONS } from "./reasons";
import { compactKey, KEY_COLUMNS, KEY_COMPACT_PX, KEY_ROW_PX } from "./unrecognized-columns";
import { UnrecognizedPanel } from "./unrecognized-panel";
import { readQuery, type UnrecognizedQuery, useUnrecognized } from "./use-unrecognized";

const rowId = (row: UnrecognizedKey) => row.key;
const rowHeight = () => KEY_ROW_PX;

/** Keys under the watched prefixes that no layout reads, and why. Nothing is hidden because it is not understood. */
export function UnrecognizedPage() {
  const [params, change] = useUrlParams();
  const query = useMemo(() => readQuery(params), [params]);
  const found = useUnrecognized(query);
  const freshness = useFreshness();
  const origin = useOrigin();
  const { prefixes } = useBoot();
  const chosen = params.get("key");
  const open = useCallback(
    ({ key }: UnrecognizedKey) =>
      change({ key }, new URLSearchParams(window.location.search).has("key") ? "replace" : "push"),
    [change],
  );
  const close = useCallback(() => change({ key: null }), [change]);
  const list = curlCommand(
    origin,
    apiPath("unrecognized", { reason: query.reasons, q: query.q }).replaceAll("'", "%27"),
  );
  const word = keyWord(prefixes[0]?.prefix ?? "/");
  const keys = word === null ? [] : [{ tool: "etcdctl", line: `etcdctl get --prefix --keys-only ${word}` }];
  return (
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
          <Filters query={query} counts={found.counts} onChange={change} />
          {found.rows.length === 0 ? (
            <EmptyState title="No key matches" plain>
              <p>{plural(found.total, "key stands", "keys stand")} here without the filters.</p>
              <Button onClick={() => change({ q: null, reason: null })}>Clear all</Button>
            </EmptyState>
          ) : (
            <Card flush className="list">
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
                  orderKey={`${query.q} ${query.reasons.join()}`}
                />
              </Frozen>
            </Card>
          )}
        </>
      )}
    </Page>
  );
}

function sum(total: number): string {
  if (total === 0) return "Keys under the watched prefixes that no layout reads.";
  return `${plural(total, "key")} under the watched prefixes that no layout reads. Rollcall shows them as they are and changes nothing.`;
}

function Filters({
  query,
  counts,
  onChange,
}: {
  query: UnrecognizedQuery;
  counts: ReadonlyMap<UnrecognizedReason, number>;
  onChange: ReturnType<typeof useUrlParams>[1];
}) {
  const [text, setText] = useTypedText(query.q, (q) => onChange({ q }));
  const shown = REASONS.filter((reason) => counts.has(reason) || query.reasons.includes(reason));
  return (
    <div className="un-bar">
      <SearchField
        className="un-search"
        label="Filter unrecognized keys"
        placeholder="Part of a key or a reason"
        value={text}
        onChange={setText}
      />
      <Chips label="Reasons">
        {shown.map((reason) => (
          <Chip
            key={reason}
            pressed={query.reasons.includes(reason)}
            count={counts.get(reason) ?? 0}
            onPressedChange={(pressed) =>
              onChange({
                reason: pressed ? [...query.reasons, reason] : query.reasons.filter((one) => one !== reason),
              })
            }
          >
            {REASON_WORD[reason]}
          </Chip>
        ))}
      </Chips>
    </div>
  );
}
