"use client";
import type { EvictionPreview } from "@/lib/api/evictions";
import type { GuardRule } from "@/lib/guards/rules";
import { useOrigin } from "../../instances/use-origin";
import { CommandBlock } from "../../ui/command-block";
import { curlWrites, etcdctlLines } from "../write-commands";
import { etcdctlEvict } from "./evict-commands";
import { evictionOf, type Mode } from "./eviction-of";

/** The same evictions as commands. */
export function EvictCommandBlock({
  previews,
  mode,
  reason,
  overridden,
}: {
  previews: readonly EvictionPreview[];
  mode: Mode;
  reason: string;
  overridden: ReadonlySet<GuardRule>;
}) {
  const origin = useOrigin();
  if (previews.length === 0) return null;
  const sends = previews.map((preview) => evictionOf(preview, mode, reason || "WHY", overridden));
  const lines = previews.map((preview) => etcdctlEvict(preview, mode));
  return <CommandBlock commands={[curlWrites(origin, sends), ...etcdctlLines(lines)]} />;
}
