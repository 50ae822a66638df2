/** `npm run send -- web --policy random --count 100`: a run of the Balancer page, in a shell, through the console's API. */
import { parseArgs } from "node:util";
import { type TestLine, testLineSchema } from "@/lib/api/test-requests";
import { policyOf } from "@/lib/balancer/policies";
import { printable, printableLines } from "@/lib/printable";
import { headersOf } from "@/lib/test-requests/headers";
import { summaryText, timelineText } from "@/lib/test-requests/text";

const USAGE = `npm run send -- <service> [options]
  --policy random|round-robin|weighted-round-robin|least-requests|rendezvous
  --against <policy>          beside it, with the same seed; may be given again
  --count 100  --concurrency 4  --per-second 200  --timeout 2000 (ms)  --retries 1  --no-ejection
  --protocol http|https|tcp|grpc  --method GET  --path /  --header 'Name: value'  --body text
  --seed 1  --key text  --datacenter name
  --json                      the lines as they come
  --console http://localhost:3000`;

const text = { type: "string" } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    policy: text,
    against: { type: "string", multiple: true },
    count: text,
    concurrency: text,
    "per-second": text,
    timeout: text,
    retries: text,
    "no-ejection": { type: "boolean" },
    protocol: text,
    method: text,
    path: text,
    header: { type: "string", multiple: true },
    body: text,
    seed: text,
    key: text,
    datacenter: text,
    json: { type: "boolean" },
    console: { type: "string", default: "http://localhost:3000" },
  },
});

/** 0: everything was answered · 1: something failed · 2: nothing was sent. */
async function send(): Promise<number> {
  const [service] = positionals;
  if (service === undefined) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const origin = values.console.replace(/\/$/, "");
  const response = await fetch(`${origin}/api/v1/test-requests`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/x-ndjson", origin },
    body: JSON.stringify(wanted(service)),
  });
  if (!response.ok || !response.body) {
    const problem = (await response.json().catch(() => null)) as { title?: string; detail?: string } | null;
    process.stderr.write(
      `${printable(`${problem?.title ?? response.status}: ${problem?.detail ?? "no explanation"}`)}\n`,
    );
    return 2;
  }
  let failed = true;
  for await (const line of linesOf(response.body)) {
    if (values.json) process.stdout.write(`${printable(JSON.stringify(line))}\n`);
    else if (line.kind === "change") process.stdout.write(`${printable(timelineText(line))}\n`);
    if (line.kind !== "summary") continue;
    failed = line.lanes.some((lane) => lane.failed > 0);
    if (!values.json) process.stdout.write(`${printableLines(summaryText(line, (id) => policyOf(id).title))}\n`);
  }
  return failed ? 1 : 0;
}

function wanted(service: string): Record<string, unknown> {
  const numbers = {
    count: values.count,
    concurrency: values.concurrency,
    perSecond: values["per-second"],
    timeoutMs: values.timeout,
    retries: values.retries,
    seed: values.seed,
  };
  const { policy, against, protocol, method, path, header, body, key, datacenter } = values;
  return {
    service,
    ...given({ policy, against, protocol, method, path, body, key, datacenter }),
    ...(header ? { headers: headersOf(header.join("\n")) } : {}),
    ...(values["no-ejection"] ? { ejection: false } : {}),
    // What is no number is sent as it stands: the console says what is wrong with it.
    ...Object.fromEntries(
      Object.entries(given(numbers)).map(([name, value]) => [
        name,
        Number.isNaN(Number(value)) ? value : Number(value),
      ]),
    ),
  };
}

function given(all: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<TestLine> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of body) {
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield testLineSchema.parse(JSON.parse(line));
  }
}

try {
  process.exitCode = await send();
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
  process.stderr.write(`${printable(`${error instanceof Error ? error.message : String(error)}${cause}`)}\n`);
  process.exitCode = 2;
}
