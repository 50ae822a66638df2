"use client";
import type { EvictionPreview } from "@/lib/api/evictions";
import type { GuardRule } from "@/lib/guards/rules";
import { useOrigin } from "../../instances/use-origin";
import { CommandBlock } from "../../ui/command-block";
import { curlWrite } from "../write-commands";
import { etcdctlEvict } from "./evict-commands";
import { evictionOf, type Mode } from "./eviction-of";

/** The same eviction as commands. */
export function EvictCommandBlock({
  preview,
  mode,
  reason,
  overridden,
}: {
  preview: EvictionPreview;
  mode: Mode;
  reason: string;
  overridden: ReadonlySet<GuardRule>;
}) {
  const origin = useOrigin();
  const etcdctl = etcdctlEvict(preview, mode);
  const curl = curlWrite(origin, evictionOf(preview, mode, reason || "WHY", overridden));
  return <CommandBlock commands={etcdctl ? [curl, etcdctl] : [curl]} />;
}
