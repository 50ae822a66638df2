import type { ChangeLine, SummaryLine } from "@/lib/api/test-requests";
import type { PolicyId } from "@/lib/balancer/types";

const BAR = 30;

/** A run's summary for a terminal: a table for each policy. Names come from whoever may register: control characters are shown. */
export function summaryText({ lanes, elapsedMs, ended }: SummaryLine, titleOf: (id: PolicyId) => string): string {
  const parts = lanes.map((lane) => {
    const most = Math.max(1, ...lane.instances.map(({ picked, expected }) => Math.max(picked, expected)));
    const width = Math.max(8, ...lane.instances.map(({ id }) => plain(id).length));
    const rows = lane.instances.map(({ id, picked, expected, failed, retried }) => {
      const bar = "█".repeat(Math.round((picked / most) * BAR)).padEnd(BAR);
      const more = [failed > 0 ? `${failed} failed` : "", retried > 0 ? `${retried} retries` : ""].filter(Boolean);
      return `  ${plain(id).padEnd(width)} ${bar} ${String(picked).padStart(6)} of ${expected.toFixed(1)} expected${more.length > 0 ? `, ${more.join(", ")}` : ""}`;
    });
    const { latencyMs: latency, causes } = lane;
    return [
      `${titleOf(lane.policy)}: ${lane.answered} answered, ${lane.failed} failed, ${lane.retries} retries, ${lane.ejections} ejections`,
      ...rows,
      ...(latency
        ? [`  latency p50 ${ms(latency.p50)}  p90 ${ms(latency.p90)}  p99 ${ms(latency.p99)}  max ${ms(latency.max)}`]
        : []),
      ...Object.entries(causes).map(([cause, times]) => `  ${times} attempts failed: ${cause}`),
    ].join("\n");
  });
  return [
    ...parts,
    `${(elapsedMs / 1_000).toFixed(1)} s${ended === "time" ? ", ended because it took too long" : ""}`,
  ].join("\n\n");
}

export function timelineText({ atMs, what, cause, name, words }: ChangeLine): string {
  const how = cause === undefined ? what : `${what} (${cause})`;
  return `${(atMs / 1_000).toFixed(2).padStart(7)} s  ${how} ${plain(name ?? "registry")}: ${plain(words)}`;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

/** A terminal obeys control characters; here they are only shown. */
function plain(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
