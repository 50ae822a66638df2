import { quoteText } from "@/components/instances/shell-quote";
import type { Command } from "@/components/ui/command-strip";
import { DEFAULTS, picksOf, requestOf, type Settings } from "./settings";

/** The same run, in a shell: the console's own command, and the bare API. */
export function runCommands(origin: string, settings: Settings): Command[] {
  const request = requestOf(settings);
  const { policy = "random", against = [], method, path, headers = {}, body, seed, key, datacenter } = request;
  // With `=` where the value could be taken for an option itself.
  const option = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${name}${String(value).startsWith("-") ? "=" : " "}${quoteText(String(value))}`];
  const options = [
    ...option("policy", policy),
    ...against.flatMap((one) => option("against", one)),
    ...option("count", request.count),
    ...option("concurrency", request.concurrency),
    ...option("per-second", request.perSecond),
    ...option("protocol", request.protocol),
    ...option("method", method),
    ...option("path", path),
    ...Object.entries(headers).flatMap(([name, value]) => option("header", `${name}: ${value}`)),
    ...option("body", body),
    ...(settings.timeoutMs === DEFAULTS.timeoutMs ? [] : option("timeout", settings.timeoutMs)),
    ...(settings.retries === DEFAULTS.retries ? [] : option("retries", settings.retries)),
    ...(settings.ejection ? [] : ["--no-ejection"]),
    ...option("seed", seed),
    ...option("key", key),
    ...option("datacenter", datacenter),
    ...(origin === "http://localhost:3000" ? [] : option("console", origin)),
  ];
  const curl = (route: string, asked: object) =>
    `curl -sN -H 'Content-Type: application/json' -H ${quoteText(`Origin: ${origin}`)} -d ${quoteText(JSON.stringify(asked))} ${quoteText(`${origin}/api/v1/${route}`)}`;
  return [
    { tool: "npm", line: `npm run send -- ${quoteText(settings.service)} ${options.join(" ")}` },
    { tool: "curl", line: curl("test-requests", request) },
    { tool: "picks", line: curl("picks", picksOf(settings, policy)) },
  ];
}
