import { apiPath } from "../api/request";
import type { Send } from "../api/send-json";
import { quoteText } from "../instances/shell-quote";
import type { Command } from "../ui/command-strip";

/** The write as curl sends it; the same request as the button's, which names its origin as every write has to. */
export function curlWrite(origin: string, { method, path, query = {}, body = {} }: Send): Command {
  const url = `${origin}${apiPath(path, query)}`;
  const line = [
    `curl -s -X ${method} ${quoteText(url)}`,
    `-H 'Content-Type: application/json' -H ${quoteText(`Origin: ${origin}`)}`,
    `-d ${quoteText(JSON.stringify(body))}`,
  ].join(" \\\n  ");
  return { tool: "curl", line };
}
