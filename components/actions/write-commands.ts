import { apiPath } from "../api/request";
import type { Send } from "../api/send-json";
import { quoteText } from "../instances/shell-quote";
import type { Command } from "../ui/command-strip";

/** The writes as curl sends them, one after the other; the same requests as the button's, which name their origin as every write has to. */
export function curlWrites(origin: string, sends: readonly Send[]): Command {
  return { tool: "curl", line: sends.map((send) => curlWords(origin, send).join(" \\\n  ")).join("\n") };
}

export function curlWrite(origin: string, send: Send): Command {
  return curlWrites(origin, [send]);
}

/** For a strip, which has one line. */
export function curlLine(origin: string, send: Send): string {
  return curlWords(origin, send).join(" ");
}

function curlWords(origin: string, { method, path, query = {}, body = {} }: Send): string[] {
  return [
    `curl -s -X ${method} ${quoteText(`${origin}${apiPath(path, query)}`)}`,
    `-H 'Content-Type: application/json' -H ${quoteText(`Origin: ${origin}`)}`,
    `-d ${quoteText(JSON.stringify(body))}`,
  ];
}

/** Lines of etcdctl as one script, which writes no audit entry; nothing where one of them cannot be said. */
export function etcdctlLines(lines: readonly (string | null)[]): Command[] {
  const said = lines.filter((line) => line !== null);
  return said.length === 0 || said.length < lines.length ? [] : [{ tool: "etcdctl", line: said.join("\n") }];
}
