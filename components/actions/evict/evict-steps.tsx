import type { ReactNode } from "react";
import type { EvictionPreview } from "@/lib/api/evictions";
import { leaseHex } from "../../instances/instance-fields";
import { revision as formatRevision, plural } from "../../ui/format";
import { SafeText } from "../../ui/safe-text";

/** What will happen, in order, with what stops it. */
export function EvictSteps({ preview, mode }: { preview: EvictionPreview; mode: "key" | "lease" }) {
  const { lease } = preview;
  return (
    <ol
      className="grid gap-1.5 text-[12.5px] text-prose leading-[1.45] [counter-reset:step] [&_b]:font-medium [&_b]:text-ink"
      aria-label="What will happen"
    >
      {mode === "key" || !lease ? (
        <>
          <Step>
            Deletes <Key text={preview.key} />
            {lease && `, and nothing else: its lease ${lease.keyCount > 1 ? "and the other keys on it stay" : "stays"}`}
            .
          </Step>
          <Step>
            Only if it is still at revision <b className="num">{formatRevision(preview.modRevision)}</b>
            {preview.leaseId !== null && (
              <>
                {" "}
                and on lease <b className="mono">{leaseHex(preview.leaseId)}</b>
              </>
            )}
            . If it changed in the meantime, nothing happens.
          </Step>
          <Step>The audit entry is written in the same transaction.</Step>
        </>
      ) : (
        <>
          <Step>Writes down what is about to be done, so that it is known whatever happens next.</Step>
          <Step>
            Lists the lease again: if anything else than {lease.keyCount === 1 ? "this key" : "these"}{" "}
            <b>{plural(lease.keyCount, "key")}</b> hangs on it, nothing happens.
          </Step>
          <Step>
            Ends lease <b className="mono">{leaseHex(lease.id)}</b>: etcd removes every key on it at once. {lease.race}
          </Step>
        </>
      )}
    </ol>
  );
}

function Step({ children }: { children: ReactNode }) {
  return (
    <li className="wrap-anywhere grid grid-cols-[20px_minmax(0,1fr)] before:font-medium before:font-mono before:text-[11.5px] before:text-muted before:leading-[18px] before:content-[counter(step)] before:[counter-increment:step]">
      <span>{children}</span>
    </li>
  );
}

/** Every other key that hangs on the lease. */
export function OtherKeys({ preview, mode }: { preview: EvictionPreview; mode: "key" | "lease" }) {
  const others = preview.lease?.keys.filter(({ key }) => key !== preview.key) ?? [];
  const count = (preview.lease?.keyCount ?? 0) - 1;
  const foreign = preview.lease?.otherKeys ?? 0;
  const named = count - foreign;
  if (count <= 0) return null;
  return (
    <details className="text-12 text-prose" open={mode === "lease" || count <= 4}>
      <summary className="cursor-pointer">
        {plural(count, "other key")} on this lease{" "}
        {mode === "lease" ? `${count === 1 ? "goes" : "go"} too` : count === 1 ? "stays" : "stay"}
      </summary>
      <ul className="wrap-anywhere mt-1.25 ml-5 grid max-h-33 gap-0.5 overflow-auto">
        {others.slice(0, 50).map(({ key }) => (
          <li key={key} className="mono">
            <SafeText text={key} max={160} />
          </li>
        ))}
        {named > 50 && <li className="dim">and {plural(named - 50, "more key", "more keys")}</li>}
        {foreign > 0 && <li className="dim">{plural(foreign, "key", "keys")} outside the watched prefixes</li>}
      </ul>
    </details>
  );
}

function Key({ text }: { text: string }) {
  return (
    <span className="mono text-ink">
      <SafeText text={text} max={200} />
    </span>
  );
}
