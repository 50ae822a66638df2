import type { Evicted } from "@/lib/api/evictions";
import { SafeText } from "../../ui/safe-text";

/** Who may still send requests to what was evicted; nothing where nobody does. */
export function Laggards({ laggards }: Pick<Evicted, "laggards">) {
  if (laggards === null) return <> Whether other gateways honour it yet is not known.</>;
  if (laggards.length === 0) return null;
  return (
    <>
      {" "}
      May still send to it:{" "}
      {laggards.map(({ name, address }, index) => (
        <span key={name}>
          {index > 0 && ", "}
          <SafeText text={name} max={40} />
          {address && (
            <>
              {" "}
              at <SafeText text={address} max={60} className="mono" />
            </>
          )}
        </span>
      ))}
      .
    </>
  );
}
