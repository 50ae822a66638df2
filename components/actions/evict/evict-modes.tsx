"use client";
import type { EvictionPreview } from "@/lib/api/evictions";
import { Choices } from "../../ui/choices";
import { plural } from "../../ui/format";
import type { Mode } from "./eviction-of";

/** The key alone, or its lease with everything on it; nothing to choose where there is no lease. */
export function EvictModes({
  preview,
  mode,
  onMode,
}: {
  preview: EvictionPreview;
  mode: Mode;
  onMode: (mode: Mode) => void;
}) {
  const { lease, restorable, comesBack } = preview;
  if (!lease) return null;
  const others = lease.keyCount - 1;
  return (
    <Choices
      label="What to take out"
      value={mode}
      onChange={onMode}
      options={[
        {
          value: "key",
          label: "Delete this key",
          means: (
            <>
              The lease {others > 0 ? `and ${plural(others, "other key")} on it stay` : "stays"}.{" "}
              {restorable.key ? "It can be put back while the lease lives." : restorable.words}
            </>
          ),
        },
        {
          value: "lease",
          label: "End the lease",
          means: (
            <>
              Removes {others > 0 ? `all ${plural(others + 1, "key")} on it` : "the key with it"}. <b>No way back:</b>{" "}
              what goes with its lease cannot be put back. {comesBack.lease?.words}
            </>
          ),
        },
      ]}
    />
  );
}
