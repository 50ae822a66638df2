import { Lock } from "lucide-react";
import { REDACTED } from "@/lib/layouts/redact";
import type { Instance } from "@/lib/registry/types";
import { FilterValue } from "../query/filter-value";
import { cn } from "../ui/cn";
import { bytes } from "../ui/format";
import { SafeText } from "../ui/safe-text";
import { Changed } from "./changed";

/** Longer values are for reading, not for filtering. */
const MOST_TO_FILTER = 120;

export function Metadata({
  metadata,
  cut,
  wide,
}: Pick<Instance, "metadata"> & { cut: Instance["cut"] /** On a page, not in a panel. */; wide?: boolean }) {
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
      <MetadataTable metadata={metadata} names={names} {...(wide && { wide })} />
    </>
  );
}

function MetadataTable({
  metadata,
  names,
  wide,
}: Pick<Instance, "metadata"> & { names: readonly string[]; wide?: boolean }) {
  return (
    <table className="w-full table-fixed border-collapse text-12" aria-label="Metadata">
      <tbody>
        {names.map((name) => {
          const value = metadata[name] ?? "";
          return (
            <tr key={name} className="border-line-soft border-b last:border-b-0">
              <th
                scope="row"
                className={cn(
                  "wrap-anywhere w-31 py-1.5 pr-3.5 pl-0 text-left align-top font-normal text-muted",
                  wide && "sm:w-50",
                )}
              >
                <SafeText text={name} max={80} />
              </th>
              <td className="wrap-anywhere whitespace-pre-wrap px-0 py-1.5 text-left align-top font-mono text-meta">
                {value === REDACTED ? (
                  <span
                    className="inline-flex items-center gap-1.25 font-sans text-muted italic"
                    title="Secret-looking: replaced before it left the server"
                  >
                    <Lock className="icon size-3" aria-hidden /> redacted
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
