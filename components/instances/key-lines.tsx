import type { Instance } from "@/lib/registry/types";
import { CopyButton } from "../ui/copy-button";
import { SafeText } from "../ui/safe-text";

/** The keys of an instance exactly as stored. */
export function KeyLines({ instance }: { instance: Instance }) {
  const fragment =
    instance.keys[0] !== undefined && instance.id !== instance.keys[0]
      ? instance.id.slice(instance.keys[0].length)
      : "";
  return (
    <ul className="key-lines">
      {instance.keys.map((key) => (
        <li key={key}>
          <code className="mono">
            <SafeText text={key} max={300} expandable />
          </code>
          <CopyButton text={key} label="Copy the key" />
        </li>
      ))}
      {fragment !== "" && (
        <li className="dim">
          The key holds several instances; this one is <code className="mono">{fragment}</code>
        </li>
      )}
    </ul>
  );
}
