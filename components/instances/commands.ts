import { encodeText } from "@/components/shell/pages";
import { keyTextToBytes } from "@/lib/etcd/key-text";
import type { Command } from "../ui/command-strip";
import { leaseHex } from "./instance-fields";
import { quoteBytes, quoteText } from "./shell-quote";

/** The key as one shell word; null where it holds a NUL, which no program takes as an argument. */
export function keyWord(key: string): string | null {
  const bytes = keyTextToBytes(key);
  if (bytes.includes(0)) return null;
  const word = quoteBytes(bytes);
  // A key that starts with a dash would be read as an option.
  return bytes[0] === 0x2d ? `-- ${word}` : word;
}

export function curlCommand(origin: string, path: string): Command {
  return { tool: "curl", line: `curl -s ${quoteText(`${origin}${path}`)}` };
}

/** The key, its lease and the console's own answer about it. */
export function keyCommands(origin: string, key: string, leaseId: string | null): Command[] {
  const word = keyWord(key);
  const commands: Command[] = [];
  if (word) commands.push({ tool: "etcdctl get", line: `etcdctl get -w json ${word}` });
  if (leaseId) commands.push({ tool: "lease", line: `etcdctl lease timetolive ${leaseHex(leaseId)} --keys` });
  commands.push(curlCommand(origin, `/api/v1/keys?key=${encodeText(key).replaceAll("'", "%27")}`));
  return commands;
}
