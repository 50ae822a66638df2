"use client";
import { useCallback, useMemo } from "react";
import type { AuditEntry } from "@/lib/audit/entry";
import { auditLanguage } from "@/lib/query/languages/audit";
import { ApiErrorNote } from "../api/api-error-note";
import { ExportMenu } from "../api/export-menu";
import { apiPath } from "../api/get-json";
import { curlCommand } from "../instances/commands";
import { useOrigin } from "../instances/use-origin";
import { FilterProvider } from "../query/filter-value";
import { useListQuery } from "../query/use-list-query";
import { Page } from "../shell/page";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { ListCard } from "../ui/list-card";
import { SkeletonRows } from "../ui/skeleton";
import { useUrlParams } from "../ui/use-url-params";
import { VirtualTable } from "../ui/virtual-table";
import { askedOf, OLD_PARAMS, stretchOf } from "./asked";
import { AUDIT_COLUMNS, AUDIT_COMPACT_PX, AUDIT_ROW_PX, compactEntry } from "./audit-columns";
import { AuditPanel } from "./audit-panel";
import { AuditToolbar } from "./audit-toolbar";
import { useAudit } from "./use-audit";

const FORMATS = [
  { label: "CSV, for a spreadsheet", accept: "text/csv", name: "rollcall-audit.csv" },
  { label: "NDJSON, a line per entry", accept: "application/x-ndjson", name: "rollcall-audit.ndjson" },
] as const;

/** Who did what, when, to which key, at which revision, with what outcome; kept in etcd itself. */
export function AuditPage() {
  const [params, change] = useUrlParams();
  const query = useListQuery(auditLanguage, OLD_PARAMS);
  const stretch = useMemo(() => stretchOf(params), [params]);
  const asked = useMemo(() => askedOf(query.applied, stretch), [query.applied, stretch]);
  const chosen = params.get("entry");
  const audit = useAudit(asked);
  const origin = useOrigin();
  const open = useCallback((entry: AuditEntry) => change({ entry: entry.id }), [change]);
  const commands = useMemo(
    () => [
      curlCommand(origin, apiPath("audit", asked).replaceAll("'", "%27")),
      { tool: "etcdctl", line: "etcdctl get --prefix /rollcall/audit/" },
    ],
    [origin, asked],
  );
  return (
    <FilterProvider query={query}>
      <Page
        title="Audit"
        sub={
          audit.last &&
          `Kept in etcd beside what it tells about, for ${audit.last.keptDays} days; every console on it writes the same trail.`
        }
        actions={<ExportMenu path="audit" query={asked} formats={FORMATS} />}
        commands={commands}
        {...(chosen !== null && {
          panel: (
            <AuditPanel
              key={chosen}
              id={chosen}
              known={audit.entries.find(({ id }) => id === chosen) ?? null}
              onClose={() => change({ entry: null })}
            />
          ),
        })}
      >
        <AuditToolbar query={query} stretch={stretch} entries={audit.entries} onChange={change} />
        {audit.error && <ApiErrorNote error={audit.error} onRetry={() => void audit.refetch()} />}
        {audit.isPending && !audit.error && (
          <Card flush>
            <SkeletonRows rows={6} columns={[120, 80, 200, 80]} />
          </Card>
        )}
        {audit.data && audit.entries.length === 0 && (
          <Nothing filtered={Object.values(asked).some(Boolean)} onClear={() => change(NO_FILTERS)} />
        )}
        {audit.entries.length > 0 && (
          <ListCard>
            <VirtualTable
              label="Audit trail"
              rows={audit.entries}
              rowId={idOf}
              rowHeight={rowHeight}
              columns={AUDIT_COLUMNS}
              compact={compactEntry}
              compactHeight={AUDIT_COMPACT_PX}
              onOpen={open}
              selectedId={chosen}
              orderKey={JSON.stringify(asked)}
            />
          </ListCard>
        )}
        {audit.hasNextPage && (
          <p className="my-3 text-center">
            <Button disabled={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
              Show older entries
            </Button>
          </p>
        )}
        {audit.last && !audit.last.complete && !audit.hasNextPage && (
          <p className="dim my-3 text-center">Older entries are in etcd and no longer held by this console.</p>
        )}
      </Page>
    </FilterProvider>
  );
}

const idOf = (entry: AuditEntry) => entry.id;
const rowHeight = () => AUDIT_ROW_PX;
const NO_FILTERS = Object.fromEntries(["q", ...Object.keys(OLD_PARAMS), "since", "until"].map((name) => [name, null]));

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered)
    return (
      <EmptyState title="No entry matches" plain>
        <Button onClick={onClear}>Clear all</Button>
      </EmptyState>
    );
  return (
    <EmptyState title="Nobody has done anything yet">
      <p>
        Every eviction, drain, registration and refusal is written down here, in the same transaction where etcd can.
      </p>
    </EmptyState>
  );
}
