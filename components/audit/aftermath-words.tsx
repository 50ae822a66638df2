import type { Aftermath } from "@/lib/audit/entry";
import { AuditLink } from "../actions/audit-link";
import { age, revision as formatRevision } from "../ui/format";
import { Time } from "../ui/time";

/** Whether an evicted instance came back, as far as the console has looked. */
export function AftermathWords({ aftermath }: { aftermath: Aftermath }) {
  switch (aftermath.kind) {
    case "watching":
      return (
        <>
          The console watches whether it comes back, until <Time at={aftermath.until} as="clock" />.
        </>
      );
    case "returned":
      return (
        <>
          <b>It came back</b> after {age(aftermath.afterMs)}, at revision{" "}
          <span className="num">{formatRevision(aftermath.revision)}</span>.
        </>
      );
    case "restored":
      return (
        <>
          <b>It was put back</b> at revision <span className="num">{formatRevision(aftermath.revision)}</span>:{" "}
          <AuditLink id={aftermath.auditId} />
        </>
      );
    case "stayed-away":
      return `It did not come back while the console watched, ${age(aftermath.watchedMs)} long.`;
    case "unwatched":
      return "Whether it came back nobody knows: the console that watched ended meanwhile.";
  }
}
