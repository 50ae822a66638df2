"use client";
import type { EvictionPreview } from "@/lib/api/evictions";
import type { InstanceRow } from "@/lib/registry/select";
import { InstanceRing, InstanceStrip } from "../../leases/instance-lease";
import { Facts } from "../../ui/facts";
import { revision as formatRevision, plural } from "../../ui/format";
import { Evidence, EvidenceTitle } from "./evidence";

/** What is known about the owner, beside the decision. */
export function OwnerCard({ row, preview }: { row: InstanceRow; preview: EvictionPreview }) {
  const { owner, lease } = preview;
  return (
    <Evidence label="Its owner">
      <div className="flex items-center gap-3.25">
        <InstanceRing row={row} size={48} />
        <div>
          <EvidenceTitle>
            {owner.alive === null
              ? "Not known whether its owner lives"
              : owner.alive
                ? "Its owner looks alive"
                : "Its owner looks gone"}
          </EvidenceTitle>
          <p>{owner.words}</p>
        </div>
      </div>
      <div className="min-w-0 *:max-w-full">
        <InstanceStrip row={row} />
      </div>
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
    </Evidence>
  );
}
