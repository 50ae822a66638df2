import { Lock } from "lucide-react";
import { REDACTED } from "@/lib/layouts/redact";
import { FilterValue } from "../query/filter-value";
import { SafeText } from "../ui/safe-text";
import { Changed } from "./changed";

/** Longer values are for reading, not for filtering. */
const MOST_TO_FILTER = 120;

export function Metadata({ metadata }: { metadata: Readonly<Record<string, string>> }) {
  const names = Object.keys(metadata).sort();
  if (names.length === 0) return <p className="dim">No metadata.</p>;
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
