"use client";
import type { EvictionPreview } from "@/lib/api/evictions";
import type { InstanceRow } from "@/lib/registry/select";
import { InstanceRing, InstanceStrip } from "../../leases/instance-lease";
import { Facts } from "../../ui/facts";
import { revision as formatRevision, plural } from "../../ui/format";

/** What is known about the owner, beside the decision. */
export function OwnerCard({ row, preview }: { row: InstanceRow; preview: EvictionPreview }) {
  const { owner, lease } = preview;
  return (
    <section className="evidence" aria-label="Its owner">
      <div className="top">
        <InstanceRing row={row} size={48} />
        <div>
          <h3>
            {owner.alive === null
              ? "Not known whether its owner lives"
              : owner.alive
                ? "Its owner looks alive"
                : "Its owner looks gone"}
          </h3>
          <p>{owner.words}</p>
        </div>
      </div>
      <InstanceStrip row={row} />
      <Facts
        rows={[
          ...(lease
            ? [
                {
                  label: "Lease, read just now",
                  value: <span className="num">{`${lease.remainingTtl} of ${lease.grantedTtl} s`}</span>,
                },
                { label: "Keys on the lease", value: <span className="num">{plural(lease.keyCount, "key")}</span> },
              ]
            : [{ label: "Lease", value: "none" }]),
          { label: "Read at revision", value: <span className="num">{formatRevision(preview.revision)}</span> },
        ]}
      />
    </section>
  );
}
