import { cookieForBrowser } from "./cookies";
import { HOP_BY_HOP, judgedNames, namedByConnection } from "./header-names";
import type { Shown } from "./one-origin";

/**
 * What tells a browser something about the whole origin, or about the host with all its ports, and not about this
 * answer: it would hold for every other service, too, and for the console on the same host. docs/adr/0028.
 */
const OF_THE_WHOLE_ORIGIN = [
  "service-worker-allowed",
  "clear-site-data",
  "alt-svc",
  "strict-transport-security",
  "public-key-pins",
  "public-key-pins-report-only",
  "expect-ct",
  "nel",
  "report-to",
  "reporting-endpoints",
  "origin-agent-cluster",
  "set-login",
  "idp-signin-status",
  "sec-session-registration",
  "secure-session-registration",
  "sec-session-challenge",
  "secure-session-challenge",
  "accept-ch",
  "accept-ch-lifetime",
  "critical-ch",
  "use-as-dictionary",
  "activate-storage-access",
  "attribution-reporting-register-source",
  "attribution-reporting-register-trigger",
  "shared-storage-write",
  "observe-browsing-topics",
  "x-permitted-cross-domain-policies",
  "set-cookie2",
];
/** What makes a browser act when it shows the answer as a page; of no use to anybody else. */
const OF_PAGES = ["refresh", "speculation-rules", "link"];
/** A browser sends what was typed for one service's challenge to every other service of the same realm. */
const CHALLENGES = ["www-authenticate", "authentication-info"];

const NEVER = new Set([...HOP_BY_HOP, ...OF_THE_WHOLE_ORIGIN, "x-request-id"]);

type Judgement = "passes" | "never" | "page" | "challenge" | "sniffing" | "connection" | "cookie" | "length";

const judged = judgedNames((name): Judgement => {
  if (name === "connection") return "connection";
  if (NEVER.has(name)) return "never";
  if (OF_PAGES.includes(name)) return "page";
  if (CHALLENGES.includes(name)) return "challenge";
  if (name === "x-content-type-options") return "sniffing";
  if (name === "set-cookie") return "cookie";
  return name === "content-length" ? "length" : "passes";
});

export interface AnswerContext {
  requestId: string;
  /** The service's path as the client wrote it, and what was asked below it. */
  prefix: string;
  path: string;
  /** How a browser may use it, by who asked. */
  shown: Shown;
  /** It has no body, whatever length it announces. */
  withoutLength: boolean;
}

/** What goes back, in the instance's own spelling. `length`: of the body, where it says so. */
export function answerHeaders(
  rawHeaders: readonly Buffer[],
  { requestId, prefix, path, shown, withoutLength }: AnswerContext,
): { headers: string[]; length: number | null } {
  const asPage = shown.asPage(() => headerOf(rawHeaders, "content-type"));
  const headers: string[] = ["x-request-id", requestId];
  let length: number | null = null;
  let named: ReadonlySet<string> | null = null;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const spelled = rawHeaders[index]?.toString("latin1") ?? "";
    const value = rawHeaders[index + 1]?.toString("latin1") ?? "";
    switch (judged(spelled).is) {
      case "connection":
        named = namedByConnection(value);
        continue;
      case "never":
        continue;
      case "page":
      case "sniffing":
        if (!asPage) continue;
        break;
      case "challenge":
        if (shown.inBrowser) continue;
        break;
      case "cookie": {
        const cookie = cookieForBrowser(value, prefix, path);
        if (cookie !== null) headers.push(spelled, cookie);
        continue;
      }
      case "length":
        if (withoutLength) continue;
        length = Number(value);
        break;
      case "passes":
        break;
    }
    headers.push(spelled, value);
  }
  const rest = named ? without(headers, named) : headers;
  // Beside a policy of the instance's own, which can only forbid more: browsers obey all of them.
  if (!asPage) rest.push("Content-Security-Policy", "sandbox", "X-Content-Type-Options", "nosniff");
  // A browser that keeps the answer to a script's request must not show it as the page, nor the other way round.
  if (shown.varies) rest.push("Vary", "Sec-Fetch-Dest");
  return { headers: rest, length };
}

function headerOf(rawHeaders: readonly Buffer[], wanted: string): string | null {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    if (judged(rawHeaders[index]?.toString("latin1") ?? "").name === wanted)
      return rawHeaders[index + 1]?.toString("latin1") ?? "";
  return null;
}

function without(headers: string[], named: ReadonlySet<string>): string[] {
  const rest: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2)
    if (!named.has(judged(headers[index] ?? "").name)) rest.push(headers[index] ?? "", headers[index + 1] ?? "");
  return rest;
}
