"use client";
import { curlCommand, keyWord } from "@/components/instances/commands";
import { useOrigin } from "@/components/instances/use-origin";
import type { Command } from "@/components/ui/command-strip";

/** What a view shows, as etcdctl over its prefix and as curl over the API. */
export function useCommands(
  reads: readonly { tool: string; prefix: string }[],
  apiPath: string,
  flags: string,
): readonly Command[] {
  const origin = useOrigin();
  const commands: Command[] = reads.flatMap(({ tool, prefix }) => {
    const word = keyWord(prefix);
    return word === null ? [] : [{ tool, line: `etcdctl get --prefix ${flags} ${word}`.replace("  ", " ") }];
  });
  return [...commands, curlCommand(origin, apiPath)];
}
