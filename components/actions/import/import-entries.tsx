import type { Imported, ImportedEntry } from "@/lib/api/imports";
import { MarkedText } from "../../ui/marked-text";
import { RawLine } from "../../ui/raw-text";
import { SafeText } from "../../ui/safe-text";
import { Tag } from "../../ui/tag";
import { AuditLink } from "../audit-link";

const WORD: Record<ImportedEntry["change"], string> = {
  create: "new",
  update: "changed",
  same: "the same",
  refused: "refused",
};

/** Entry by entry what the file asks for, beside what etcd has; after the import, what became of each. */
export function ImportEntries({ answer }: { answer: Imported }) {
  const { counts, entries, dryRun } = answer;
  return (
    <section className="grid gap-2" aria-label={dryRun ? "The difference" : "What became of it"}>
      <p role="status">
        <b>{dryRun ? "The difference:" : "Imported."}</b> {counts.create} new, {counts.update} changed, {counts.same}{" "}
        the same{counts.refused > 0 && `, ${counts.refused} refused`}.
      </p>
      <ol className="max-h-75 overflow-auto rounded-control border border-line-soft">
        {entries.map((entry) => (
          <li
            key={entry.index}
            data-change={entry.change}
            className="grid gap-1.25 border-line-soft border-b px-3 py-2 text-12 last:border-b-0"
          >
            <div className="row">
              <Tag>{dryRun ? WORD[entry.change] : entry.outcome}</Tag>
              <span className="mono ell min-w-0 flex-1">
                <SafeText text={entry.key ?? `entry ${entry.index + 1}, ${entry.service}`} max={160} />
              </span>
              {entry.auditId && <AuditLink id={entry.auditId} />}
            </div>
            {(entry.change === "refused" || entry.change === "update" || !dryRun) && (
              <p className="mid">
                <SafeText text={entry.words} max={300} />
              </p>
            )}
            {dryRun && entry.after !== null && (entry.change === "create" || entry.change === "update") && (
              <RawLine className="px-2.25 py-1.5 text-meta">
                <MarkedText before={entry.before} text={entry.after} />
              </RawLine>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
