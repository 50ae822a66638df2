import { DRAINS_PREFIX } from "@/lib/registry/marks";
import type { Key } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";

/** Knows which drains are not honoured because they could not be verified, and warns of the first. */
export function createUnverifiedNotice() {
  let seen: View["unrecognized"] | null = null;
  let keys: ReadonlySet<Key> = new Set();
  let warned = false;

  return {
    keys: () => keys,
    look({ unrecognized }: Pick<View, "unrecognized">, hasKey: boolean): void {
      if (unrecognized === seen) return;
      seen = unrecognized;
      const marks = [...unrecognized.values()].filter(
        ({ key, reason }) => reason === "unsigned" && key.startsWith(DRAINS_PREFIX),
      );
      keys = new Set(marks.map(({ key }) => key.slice(DRAINS_PREFIX.length)));
      if (keys.size === 0 || warned) return;
      warned = true;
      process.emitWarning(
        hasKey
          ? "Instances are marked as drained by somebody whose signature cannot be verified with the key that is set here: the marks are not honoured. Use the consoles' ROLLCALL_SECRET, or ROLLCALL_DRAINS_KEY made of it."
          : "Instances are marked as drained, which cannot be verified here: the marks are not honoured. Set ROLLCALL_DRAINS_KEY to the key made of the consoles' ROLLCALL_SECRET.",
        { code: "ROLLCALL_UNVERIFIED_DRAINS" },
      );
    },
  };
}
