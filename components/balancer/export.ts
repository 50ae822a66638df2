import type { TestLine } from "@/lib/api/test-requests";
import { policiesOf, type RunRecord } from "./run-record";

const COLUMNS = [
  "atMs",
  "latencyMs",
  "policy",
  "request",
  "attempt",
  "instance",
  "outcome",
  "status",
  "cause",
  "message",
  "bytes",
] as const;

/** The run's lines as they came. */
export function jsonOf({ lines }: Pick<RunRecord, "lines">): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** A row per attempt. What a spreadsheet would run as a formula gets a quote in front. */
export function csvOf(record: RunRecord): string {
  const policies = policiesOf(record);
  const rows = record.lines.flatMap((line: TestLine) => {
    if (line.kind !== "attempt") return [];
    const values = { ...line, policy: policies[line.lane] ?? "" };
    return [COLUMNS.map((column) => cell(values[column])).join(",")];
  });
  return [COLUMNS.join(","), ...rows, ""].join("\r\n");
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(Math.round(value * 1_000) / 1_000);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function save(text: string, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
