import type { Instance } from "@/lib/registry/types";
import { CopyLine } from "../ui/copy-line";
import { SafeText } from "../ui/safe-text";

/** The keys of an instance exactly as stored. */
export function KeyLines({ instance }: { instance: Instance }) {
  const fragment =
    instance.keys[0] !== undefined && instance.id !== instance.keys[0]
      ? instance.id.slice(instance.keys[0].length)
      : "";
  return (
    <ul className="mb-2 grid gap-1.5">
      {instance.keys.map((key) => (
        <li key={key}>
          <CopyLine text={key} label="Copy the key">
            <SafeText text={key} max={300} expandable />
          </CopyLine>
        </li>
      ))}
      {fragment !== "" && (
        <li className="dim text-12">
          The key holds several instances; this one is <code className="mono">{fragment}</code>
        </li>
      )}
    </ul>
  );
}
