import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { Problem } from "@/lib/errors";
import type { HttpMetrics } from "@/server/metrics/http";
import type { Api } from "@/server/routes/api";
import type { Admit } from "./admission";
import { problemOf, sendProblem } from "./problem";
import { ClientGone } from "./reply";
import { newRequestId } from "./request-id";
import { setSecurityHeaders } from "./security-headers";
import type { SocketAttempts } from "./socket-attempts";
import { pathOf, targetOf } from "./target";
import type { TurnedAway } from "./turned-away";
import { isLivePath } from "./upgrades";

export interface HandlerOptions {
  admit: Admit;
  api: Api;
  /** The Prometheus text. */
  metricsText(): Promise<{ contentType: string; text: string }>;
  /** Null when ready, else why not. */
  notReady(): string | null;
  /** Renders pages; waits where they are not prepared yet. */
  pages(request: IncomingMessage, response: ServerResponse): Promise<void>;
  socketAttempts: Pick<SocketAttempts, "arrived">;
  turnedAway: Pick<TurnedAway, "note">;
  metrics: HttpMetrics;
  log: Logger;
}

const API = "/api/v1";
/** Requests that Next must not believe: it takes its nonce from these, and they come from proxy.ts alone. */
const NOT_FROM_OUTSIDE = ["content-security-policy", "content-security-policy-report-only", "x-nonce"];

/** Every request, in this order: id, headers, admission, health, metrics, API, pages. */
export function createHandler(options: HandlerOptions) {
  const { admit, api, log, metrics, turnedAway } = options;

  async function answer(request: IncomingMessage, response: ServerResponse, observe: (route: string) => void) {
    admit(request);
    const target = targetOf(request.url ?? "/");
    const { path } = target;
    if (path === "/healthz" || path === "/readyz" || path === "/metrics") {
      observe(path);
      onlyReads(request, response);
      if (path === "/metrics") {
        const { contentType, text } = await options.metricsText();
        return sendText(request, response, 200, text, contentType);
      }
      const reason = path === "/readyz" ? options.notReady() : null;
      return sendText(request, response, reason === null ? 200 : 503, reason === null ? "ok\n" : `${reason}\n`);
    }
    if (path === API || path.startsWith(`${API}/`)) {
      const rest = path.slice(API.length) || "/";
      observe(`${API}${api.templateOf(request.method ?? "GET", rest) ?? "/*"}`);
      return api.handle(request, response, { ...target, path: rest });
    }
    observe("pages");
    if (path === "/api" || path.startsWith("/api/"))
      throw new Problem("not-found", "The API is at /api/v1; /api/v1/openapi.json lists its routes.");
    if (isLivePath(path)) {
      // Proxies that do not pass upgrades on leave the rest of the handshake as it was.
      if (request.headers["sec-websocket-key"] !== undefined)
        options.socketAttempts.arrived(request.headers.origin, "missing");
      throw new Problem("not-found", "The live stream speaks WebSocket only; lib/live/protocol.ts describes it.");
    }
    onlyReads(request, response);
    refuseBody(request);
    if (!isDecodable(path)) throw new Problem("invalid-request", "The path is not percent-encoded UTF-8.");
    for (const header of NOT_FROM_OUTSIDE) delete request.headers[header];
    return options.pages(request, response);
  }

  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = newRequestId();
    const startedAt = performance.now();
    let route = "refused";
    response.setHeader("X-Request-Id", requestId);
    setSecurityHeaders(response, pathOf(request.url));
    response.once("close", () =>
      metrics.observe(request.method ?? "?", route, response.statusCode, performance.now() - startedAt),
    );
    try {
      await answer(request, response, (name) => {
        route = name;
      });
    } catch (thrown) {
      if (response.destroyed || isAborted(thrown)) return;
      const problem = problemOf(thrown);
      if (problem.status >= 500 && problem.code !== "not-ready" && !turnedAway.note(problem, route))
        log.error({ requestId, method: request.method, route, err: problem.extra.cause ?? problem }, problem.title);
      // What the client still sends of a refused body would be read as its next request.
      if (!request.complete) response.setHeader("Connection", "close");
      sendProblem(response, problem, requestId, request.method === "HEAD");
    }
  };
}

function onlyReads({ method }: IncomingMessage, response: ServerResponse): void {
  if (method === "GET" || method === "HEAD") return;
  response.setHeader("Allow", "GET, HEAD");
  throw new Problem("method-not-allowed", `This path takes GET and HEAD, not ${method?.slice(0, 20)}.`);
}

/** Next holds a request's body before it looks at the request: none gets there. */
function refuseBody({ headers }: IncomingMessage): void {
  if (headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0)
    throw new Problem("invalid-request", "Pages take no body: send the request without one.");
}

/** What is not, Next answers with a bare 500. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

function isAborted(thrown: unknown): boolean {
  if (thrown instanceof ClientGone) return true;
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  return code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET" || code === "EPIPE";
}

function sendText(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
  contentType = "text/plain; charset=utf-8",
): void {
  const body = Buffer.from(text);
  response.statusCode = status;
  response.setHeader("Content-Type", contentType);
  response.setHeader("Content-Length", body.length);
  response.setHeader("Cache-Control", "no-store");
  response.end(request.method === "HEAD" ? undefined : body);
}
