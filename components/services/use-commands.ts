"use client";
import { curlCommand, keyWord } from "@/components/instances/commands";
import { useOrigin } from "@/components/instances/use-origin";
import type { Command } from "@/components/ui/command-strip";

/** What a view shows, as etcdctl over its prefixes and as curl over the API. */
export function useCommands(prefixes: readonly string[], apiPath: string, flags: string): readonly Command[] {
  const origin = useOrigin();
  const words = prefixes.map(keyWord).filter((word) => word !== null);
  const line = words.map((word) => `etcdctl get --prefix ${flags} ${word}`).join(" && ");
  return [...(line ? [{ tool: "etcdctl", line }] : []), curlCommand(origin, apiPath)];
}
