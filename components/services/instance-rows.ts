import { type InstanceRow, livenessIn, rowOf, rowOfTombstone, type ServiceSummary } from "@/lib/registry/select";
import type { Drain, Instance, Liveness, Tombstone } from "@/lib/registry/types";

/** A row of the table of instances, or the line above those that are gone. */
export type TableRow =
  | { kind: "instance"; id: string; row: InstanceRow }
  | { kind: "group"; id: string; title: string };

const GONE_GROUP = { kind: "group", id: " gone", title: "Gone lately. Kept on screen, no longer in etcd." } as const;

/** Rows are kept per object: an unchanged instance in the same state is the same row, which is not drawn again. */
const rows = new WeakMap<Instance | Tombstone, Extract<TableRow, { kind: "instance" }>>();

function tableRow(
  of: Instance | Tombstone,
  liveness: Liveness,
  drain: Drain | null,
  make: () => InstanceRow,
): TableRow {
  let row = rows.get(of);
  if (row?.row.liveness !== liveness || row.row.drain !== drain) {
    row = { kind: "instance", id: of.id, row: make() };
    rows.set(of, row);
  }
  return row;
}

/** What fits; null fits all. */
export function filteredRows(
  service: ServiceSummary,
  matches: ((row: InstanceRow) => boolean) | null,
): readonly TableRow[] {
  const all: TableRow[] = [];
  const take = (row: TableRow) => {
    if (!matches || (row.kind === "instance" && matches(row.row))) all.push(row);
  };
  for (const instance of service.instances) {
    const liveness = livenessIn(service, instance);
    const drain = service.drains.get(instance.id) ?? null;
    take(tableRow(instance, liveness, drain, () => rowOf(instance, liveness, drain)));
  }
  const present = all.length;
  for (const tombstone of service.tombstones) take(tableRow(tombstone, "gone", null, () => rowOfTombstone(tombstone)));
  if (all.length > present) all.splice(present, 0, GONE_GROUP);
  return all;
}
