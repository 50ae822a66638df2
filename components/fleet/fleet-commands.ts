import { curlCommand } from "@/components/instances/commands";
import { quoteText } from "@/components/instances/shell-quote";
import type { Command } from "@/components/ui/command-strip";
import type { Order } from "./use-fleet";

/** What was done last, as commands; before anything was done, how to look. */
export function fleetCommands(origin: string, last: Order | null): Command[] {
  const look = curlCommand(origin, "/api/v1/fleet");
  if (!last) return [look];
  const headers = `-H 'Content-Type: application/json' -H ${quoteText(`Origin: ${origin}`)}`;
  const url = quoteText(`${origin}/api/v1/fleet/${last.verb}`);
  const commands = [
    { tool: "curl", line: `curl -s ${headers} -d ${quoteText(JSON.stringify(last.body))} ${url}` },
    { ...look, tool: "look" },
  ];
  if (last.signal && last.signal.pids.length > 0)
    commands.push({ tool: "kill", line: `kill -${last.signal.name} ${last.signal.pids.join(" ")}` });
  return commands;
}
