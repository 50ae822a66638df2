import type { RegistryEvent } from "@/lib/registry/types";
import { apiPath } from "../api/get-json";
import { curlCommand, keyWord } from "../instances/commands";
import type { Command } from "../ui/command-strip";
import type { EventFilters } from "./event-filters";
import { queryOf, shownTypes } from "./event-history";

/** What is on screen, as a watch of etcd's own and as a request to this console. */
export function eventCommands(
  origin: string,
  prefixes: readonly string[],
  filters: EventFilters,
  chosen: RegistryEvent | null,
): Command[] {
  const commands: Command[] = [];
  const word = chosen?.key ? keyWord(chosen.key) : null;
  if (word && chosen?.revision) {
    commands.push({ tool: "etcdctl", line: `etcdctl watch --rev=${chosen.revision} --prev-kv ${word}` });
  } else {
    const words = prefixes.map(keyWord).filter((one) => one !== null);
    const line = words.map((one) => `etcdctl watch --prefix --prev-kv ${one}`).join(" & ");
    if (line) commands.push({ tool: "etcdctl", line });
  }
  commands.push(curlCommand(origin, apiPath("events", queryOf(filters, shownTypes(filters))).replaceAll("'", "%27")));
  return commands;
}
