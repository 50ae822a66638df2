"use client";
import "./leases.css";
import "@/components/services/services.css";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useRef } from "react";
import { curlCommand } from "@/components/instances/commands";
import { useOrigin } from "@/components/instances/use-origin";
import { isFrozen } from "@/components/live/freshness";
import { useFreshness } from "@/components/live/use-freshness";
import { useLive } from "@/components/live/use-live";
import { useSlowly } from "@/components/services/use-slowly";
import { BeforeTheFirstList } from "@/components/shell/before-the-first-list";
import { Page } from "@/components/shell/page";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { plural } from "@/components/ui/format";
import { Frozen } from "@/components/ui/frozen";
import { SearchField } from "@/components/ui/search-field";
import { useUrlParams } from "@/components/ui/use-url-params";
import { VirtualTable } from "@/components/ui/virtual-table";
import { compactLease, LEASE_COLUMNS, LEASE_COMPACT_PX, LEASE_ROW_PX } from "./lease-columns";
import { LeaseField } from "./lease-field";
import { LeaseLaneLine } from "./lease-lane";
import { LeaseNav } from "./lease-nav";
import { filterLeases, type LeaseRow, leasePath, leaseRowsOf } from "./lease-rows";

const FIELD_FROM = 12;

/** Every lease that holds an instance. */
export function LeasesPage() {
  const read = useLive((state) => state.view !== null);
  const freshness = useFreshness();
  const origin = useOrigin();
  const rows = useLeaseRows();
  const commands = [{ tool: "etcdctl", line: "etcdctl lease list" }, curlCommand(origin, "/api/v1/leases")];
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
          <LeaseList rows={rows} />
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

const rowId = (row: LeaseRow) => row.id;
const rowHeight = () => LEASE_ROW_PX;
const look = ({ state }: LeaseRow) => ({ state, hot: state !== "alive" });

function LeaseList({ rows }: { rows: readonly LeaseRow[] }) {
  const router = useRouter();
  const [params, change] = useUrlParams();
  const q = params.get("q") ?? "";
  const shown = useMemo(() => filterLeases(rows, q), [rows, q]);
  const open = useCallback((row: LeaseRow) => router.push(leasePath(row.id)), [router]);
  return (
    <>
      {shown.length >= FIELD_FROM && <LeaseField rows={shown} />}
      <div className="filters">
        <SearchField
          className="filter-text"
          label="Filter leases"
          placeholder="Lease id, key or service"
          value={q}
          onChange={(next) => change({ q: next })}
        />
        {q !== "" && <span className="dim">{plural(shown.length, "lease")}</span>}
      </div>
      {shown.length === 0 ? (
        <EmptyState title="No lease matches">
          <p>Leases are found by id (hex or decimal), key and service.</p>
        </EmptyState>
      ) : (
        <Card flush className="list">
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
            orderKey={q}
          />
        </Card>
      )}
    </>
  );
}
