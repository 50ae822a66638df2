import { SafeText } from "@/components/ui/safe-text";

/** Watched prefixes, in a sentence. */
export function Prefixes({ prefixes, last = " or " }: { prefixes: readonly string[]; last?: string }) {
  return prefixes.map((prefix, index) => (
    <span key={prefix}>
      {index > 0 && (index === prefixes.length - 1 ? last : ", ")}
      <span className="mono">
        <SafeText text={prefix} max={80} />
      </span>
    </span>
  ));
}
