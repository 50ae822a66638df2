import { AUDIT_COLUMNS, type AuditAnswer, auditAnswerSchema, auditQuerySchema } from "@/lib/api/audit";
import type { AuditEntry } from "@/lib/audit/entry";
import type { AuditFilter } from "@/lib/audit/query";
import type { ApiContext } from "./context";
import { decodeCursor, encodeCursor } from "./cursor";
import { csvRows } from "./events";
import { type Nothing, route } from "./route";

const CSV = "text/csv";
const NDJSON = "application/x-ndjson";
const EXPORT_PAGE = 100;

export const auditRoute = route<ApiContext, Nothing, typeof auditQuerySchema>({
  method: "GET",
  path: "/audit",
  id: "listAudit",
  summary: "Who did what, newest first; as CSV or newline-delimited JSON all that fits the filters, without pages",
  role: "viewer",
  query: auditQuerySchema,
  answer: { status: 200, description: "A page of the trail.", schema: auditAnswerSchema, also: [CSV, NDJSON] },
  cost: "scan",
  handle({ query, accepts }, context) {
    const { limit, cursor, ...filter } = query;
    if (accepts === CSV)
      return {
        kind: "stream",
        contentType: `${CSV}; charset=utf-8`,
        fileName: "audit.csv",
        pieces: csv(context, filter),
      };
    if (accepts === NDJSON)
      return { kind: "stream", contentType: NDJSON, fileName: "audit.ndjson", pieces: ndjson(context, filter) };
    const page = pageOf(context, filter, limit, cursor === undefined ? undefined : decodeCursor(cursor));
    const last = page.entries.at(-1);
    const body: AuditAnswer = {
      entries: page.entries,
      unsigned: context.world.trail.unsigned(),
      complete: page.complete,
      keptDays: context.auditDays,
      nextCursor: page.more && last ? encodeCursor(last.id) : null,
    };
    return { kind: "json", body };
  },
});

function pageOf({ world }: ApiContext, filter: AuditFilter, limit: number, before: string | undefined) {
  return world.trail.query(filter, { limit, before }, (entry) => {
    const aftermath = entry.aftermath ?? world.aftermaths.watching(entry.id);
    return aftermath === entry.aftermath ? entry : { ...entry, aftermath };
  });
}

/** Everything that fits, a page at a time. */
function* pages(context: ApiContext, filter: AuditFilter): Generator<AuditEntry[]> {
  let before: string | undefined;
  for (;;) {
    const { entries, more } = pageOf(context, filter, EXPORT_PAGE, before);
    yield entries;
    before = entries.at(-1)?.id;
    if (!more) return;
  }
}

function* ndjson(context: ApiContext, filter: AuditFilter): Generator<string> {
  for (const entries of pages(context, filter)) yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}

function* csv(context: ApiContext, filter: AuditFilter): Generator<string> {
  yield csvRows([[...AUDIT_COLUMNS]]);
  for (const entries of pages(context, filter))
    if (entries.length > 0) yield csvRows(entries.map((entry) => AUDIT_COLUMNS.map((column) => cell(entry, column))));
}

function cell(entry: AuditEntry, column: (typeof AUDIT_COLUMNS)[number]): string | null {
  if (column === "aftermath") return entry.aftermath?.kind ?? null;
  const value = entry[column];
  if (typeof value === "number") return new Date(value).toISOString();
  if (typeof value === "boolean") return value ? "yes" : "no";
  return Array.isArray(value) ? value.join(" ") : value;
}
