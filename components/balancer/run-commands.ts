import { quoteText } from "@/components/instances/shell-quote";
import type { Command } from "@/components/ui/command-strip";
import { DEFAULTS, requestOf, type Settings } from "./settings";

/** The same run, in a shell: the console's own command, and the bare API. */
export function runCommands(origin: string, settings: Settings): Command[] {
  const { service, policies, count, concurrency, perSecond, protocol, method, path, seed } = settings;
  const [policy = "random", ...against] = policies;
  const options = [
    `--policy ${policy}`,
    ...against.map((one) => `--against ${one}`),
    `--count ${count}`,
    `--concurrency ${concurrency}`,
    `--per-second ${perSecond}`,
    ...(protocol === "http" ? [] : [`--protocol ${protocol}`]),
    ...(method === "GET" ? [] : [`--method ${quoteText(method)}`]),
    ...(path === "/" ? [] : [`--path ${quoteText(path)}`]),
    ...(settings.timeoutMs === DEFAULTS.timeoutMs ? [] : [`--timeout ${settings.timeoutMs}`]),
    ...(settings.retries === DEFAULTS.retries ? [] : [`--retries ${settings.retries}`]),
    ...(settings.ejection ? [] : ["--no-ejection"]),
    ...(/^\d{1,10}$/.test(seed) ? [`--seed ${seed}`] : []),
    ...(settings.key === "" ? [] : [`--key ${quoteText(settings.key)}`]),
    ...(settings.datacenter === "" ? [] : [`--datacenter ${quoteText(settings.datacenter)}`]),
    ...(origin === "http://localhost:3000" ? [] : [`--console ${quoteText(origin)}`]),
  ];
  const body = JSON.stringify(requestOf(settings));
  const curl = (route: string, text: string) =>
    `curl -sN -H 'Content-Type: application/json' -H ${quoteText(`Origin: ${origin}`)} -d ${quoteText(text)} ${quoteText(`${origin}/api/v1/${route}`)}`;
  return [
    { tool: "npm", line: `npm run send -- ${quoteText(service)} ${options.join(" ")}` },
    { tool: "curl", line: curl("test-requests", body) },
    { tool: "picks", line: curl("picks", JSON.stringify({ service, policy, count, concurrency })) },
  ];
}
