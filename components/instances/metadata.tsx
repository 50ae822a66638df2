import { Lock } from "lucide-react";
import { REDACTED } from "@/lib/layouts/redact";
import type { Instance } from "@/lib/registry/types";
import { FilterValue } from "../query/filter-value";
import { bytes } from "../ui/format";
import { SafeText } from "../ui/safe-text";
import { Changed } from "./changed";

/** Longer values are for reading, not for filtering. */
const MOST_TO_FILTER = 120;

export function Metadata({ metadata, cut }: Pick<Instance, "metadata"> & { cut: Instance["cut"] }) {
  const names = Object.keys(metadata).sort();
  if (names.length === 0 && !cut) return <p className="dim">No metadata.</p>;
  return (
    <>
      {cut && (
        <p className="dim">
          This is the beginning of {bytes(cut.metadataBytes)} of metadata
          {cut.left > 0 && `; ${cut.left === 1 ? "one entry is" : `${cut.left} entries are`} left out`}. etcd holds all
          of it: the raw value shows more.
        </p>
      )}
      <MetadataTable metadata={metadata} names={names} />
    </>
  );
}

function MetadataTable({ metadata, names }: Pick<Instance, "metadata"> & { names: readonly string[] }) {
  return (
    <table className="meta" aria-label="Metadata">
      <tbody>
        {names.map((name) => {
          const value = metadata[name] ?? "";
          return (
            <tr key={name}>
              <th scope="row">
                <SafeText text={name} max={80} />
              </th>
              <td>
                {value === REDACTED ? (
                  <span className="redacted" title="Secret-looking: replaced before it left the server">
                    <Lock className="icon" aria-hidden /> redacted
                  </span>
                ) : (
                  <Changed value={value}>
                    {value === "" ? (
                      <span className="dim">empty</span>
                    ) : value.length > MOST_TO_FILTER ? (
                      <SafeText text={value} max={400} expandable />
                    ) : (
                      <FilterValue field="meta" sub={name} value={value}>
                        <SafeText text={value} max={MOST_TO_FILTER} />
                      </FilterValue>
                    )}
                  </Changed>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
