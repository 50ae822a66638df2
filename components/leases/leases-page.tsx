"use client";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useRef } from "react";
import { apiPath } from "@/components/api/get-json";
import { curlCommand } from "@/components/instances/commands";
import { useOrigin } from "@/components/instances/use-origin";
import { isFrozen } from "@/components/live/freshness";
import { useFreshness } from "@/components/live/use-freshness";
import { useLive } from "@/components/live/use-live";
import { NoMatch } from "@/components/query/no-match";
import { QueryField } from "@/components/query/query-field";
import { type ListQuery, useListQuery } from "@/components/query/use-list-query";
import { useSlowly } from "@/components/services/use-slowly";
import { BeforeTheFirstList } from "@/components/shell/before-the-first-list";
import { Page } from "@/components/shell/page";
import { Chip, Chips } from "@/components/ui/chip";
import { EmptyState } from "@/components/ui/empty-state";
import { plural } from "@/components/ui/format";
import { Frozen } from "@/components/ui/frozen";
import { ListCard } from "@/components/ui/list-card";
import { Toolbar } from "@/components/ui/toolbar";
import { VirtualTable } from "@/components/ui/virtual-table";
import { isChosen } from "@/lib/query/edit";
import { type LeaseSubject, leaseLanguage } from "@/lib/query/languages/leases";
import { compactLease, LEASE_COLUMNS, LEASE_COMPACT_PX, LEASE_ROW_PX } from "./lease-columns";
import { LeaseField } from "./lease-field";
import { LeaseLaneLine } from "./lease-lane";
import { LeaseNav } from "./lease-nav";
import { type LeaseRow, leasePath, leaseRowsOf } from "./lease-rows";

const FIELD_FROM = 12;
const LEASE_STATES = ["alive", "late", "overdue"] as const;
const STATE_FIELDS = ["state", "liveness"];

/** Every lease that holds an instance. */
export function LeasesPage() {
  const read = useLive((state) => state.view !== null);
  const freshness = useFreshness();
  const origin = useOrigin();
  const rows = useLeaseRows();
  const query = useListQuery(leaseLanguage);
  const path = apiPath("leases", { q: query.applied }).replaceAll("'", "%27");
  const commands = [{ tool: "etcdctl", line: "etcdctl lease list" }, curlCommand(origin, path)];
  return (
    <Page title="Leases" sub={read && <LeaseLaneLine leases={rows.length} />} commands={commands}>
      <LeaseNav current="leases" />
      {!read ? (
        <BeforeTheFirstList freshness={freshness} />
      ) : rows.length === 0 ? (
        <EmptyState title="No lease holds an instance">
          <p>Every registered key is static: none of them goes by itself when its owner dies.</p>
        </EmptyState>
      ) : (
        <Frozen frozen={isFrozen(freshness)}>
          <LeaseList rows={rows} query={query} />
        </Frozen>
      )}
    </Page>
  );
}

function useLeaseRows(): readonly LeaseRow[] {
  const services = useSlowly(
    useLive((state) => state.services),
    500,
  );
  const known = useRef<readonly LeaseRow[]>([]);
  return useMemo(() => {
    known.current = leaseRowsOf(services, known.current);
    return known.current;
  }, [services]);
}

/** An owner that puts its key under a new lease at each heartbeat keeps its row: the key is what stays. */
const rowId = ({ id, instances: [first, ...others] }: LeaseRow) => (first && others.length === 0 ? first.id : id);
const rowHeight = () => LEASE_ROW_PX;
const look = ({ state }: LeaseRow) => ({ state, hot: state !== "alive" });

function LeaseList({ rows, query }: { rows: readonly LeaseRow[]; query: ListQuery<LeaseSubject> }) {
  const router = useRouter();
  const { matches, text } = query;
  const asked = query.parts.length > 0;
  const shown = useMemo(() => (asked ? rows.filter(matches) : rows), [rows, asked, matches]);
  const chips = LEASE_STATES.filter(
    (state) => isChosen(query.query, STATE_FIELDS, state) || rows.some((row) => row.state === state),
  );
  const open = useCallback((row: LeaseRow) => router.push(leasePath(row.id)), [router]);
  return (
    <>
      {shown.length >= FIELD_FROM && <LeaseField rows={shown} />}
      <Toolbar>
        <QueryField
          label="Filter leases"
          placeholder="state:late service:web 694d8f0a"
          query={query}
          subjects={() => rows}
        />
        <Chips label="Leases in these states">
          {chips.map((state) => (
            <Chip
              key={state}
              state={state}
              count={rows.filter((row) => row.state === state).length}
              pressed={isChosen(query.query, STATE_FIELDS, state)}
              onPressedChange={() => query.toggle(STATE_FIELDS, state)}
            >
              {state}
            </Chip>
          ))}
        </Chips>
        {asked && <span className="dim">{plural(shown.length, "lease")}</span>}
      </Toolbar>
      {shown.length === 0 ? (
        <NoMatch what="lease" query={query} subjects={rows} />
      ) : (
        <ListCard>
          <VirtualTable
            label="Leases"
            rows={shown}
            rowId={rowId}
            rowHeight={rowHeight}
            columns={LEASE_COLUMNS}
            compact={compactLease}
            compactHeight={LEASE_COMPACT_PX}
            look={look}
            onOpen={open}
            orderKey={text}
          />
        </ListCard>
      )}
    </>
  );
}
