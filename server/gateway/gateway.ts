import type { IncomingMessage, ServerResponse } from "node:http";
import { Registry as Metrics } from "prom-client";
import { Problem } from "@/lib/errors";
import { problemOf } from "@/server/http/problem";
import { sendReply } from "@/server/http/reply";
import { settleForm } from "@/server/http/request-form";
import { setSecurityHeaders } from "@/server/http/security-headers";
import { createReachConnector } from "@/server/reach/connector";
import { createAdmission } from "./admission";
import { type AskedAll, askAll } from "./ask-all";
import { cookiePrefix } from "./cookies";
import { DEFAULT_LIMITS, type GatewayOptions, type ServiceTraffic } from "./gateway.types";
import { createLines, type Line } from "./line";
import { createListener } from "./listener";
import { shownTo } from "./one-origin";
import { problemOfFailure, refuse, unknownService } from "./problems";
import { ProxiedRequest } from "./proxied-request";
import { bodyOf, type RequestBody } from "./request-body";
import { nextRequestId } from "./request-ids";
import { send } from "./send";
import { registerTraffic } from "./traffic-metrics";

export interface Gateway {
  /** Resolves to the port. Rejects with a `StartError` where it cannot be had. */
  listen(port: number, host: string): Promise<number>;
  /** Requests per service since the start: what the map's edges and the metrics are made of. */
  traffic(): ServiceTraffic[];
  /** Nothing new is taken; what is under way may end within `graceMs`, then it is cut. */
  stop(graceMs?: number): Promise<void>;
}

const PROXY = "/proxy/";

/**
 * The way to every registered service: `/proxy/{service}/…` hands requests on to an instance chosen by the policy,
 * `/send/{service}` sends one and tells what happened, `/` asks everybody.
 */
export function createGateway(options: GatewayOptions & { ownProcess?: boolean }): Gateway {
  const { source, reach, accessLog, log, documents = false } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const connect = createReachConnector(reach, { timeout: limits.connectTimeoutMs });
  const lines = createLines(options, limits, { connect, bodyIdleMs: limits.idleMs });
  const admission = createAdmission({ ...options, documents });
  const metrics = new Metrics();
  const traffic = () => [...lines.all()].map((line) => line.traffic);
  registerTraffic(metrics, traffic, options.ownProcess ?? false);
  let running = 0;
  /** Whoever asks for everybody while everybody is being asked gets the same answer. */
  let asking: Promise<AskedAll> | null = null;

  function lineOf(encoded: string): Line {
    const service = decoded(encoded);
    const line = lines.of(service);
    if (line) return line;
    throw unknownService(service);
  }

  function checkRoom(): void {
    if (running >= limits.requests)
      throw new Problem("overloaded", "Too many requests are under way.", { retryAfterSeconds: 1 });
  }

  /** No promise where there is no body to wait for: most requests have none, and each turn of the loop costs. */
  function proxy(request: IncomingMessage, response: ServerResponse, requestId: string, url: string) {
    const { encoded, path, below } = partsOf(url);
    const shown = shownTo(request.headers, documents, below);
    const line = lineOf(encoded);
    const asked = { prefix: cookiePrefix(encoded), path, shown };
    checkRoom();
    let proxied: ProxiedRequest | null = null;
    count(request, response, line, () => {
      if (!proxied) return;
      line.traffic.retries += Math.max(0, proxied.exchange.attempt - 1);
      if (!response.writableFinished) proxied.exchange.abort();
    });
    const begin = (body: RequestBody) => {
      if (response.destroyed) return;
      proxied = new ProxiedRequest(request, response, line, requestId, log, asked, body);
      proxied.exchange.start();
    };
    const body = bodyOf(request, limits);
    if (body instanceof Promise) return body.then(begin);
    begin(body);
    return undefined;
  }

  function count(
    request: IncomingMessage,
    response: ServerResponse,
    { service, traffic: counts }: Line,
    closed?: () => void,
  ): void {
    const startedAt = performance.now();
    running += 1;
    counts.running += 1;
    counts.requests += 1;
    response.on("close", () => {
      closed?.();
      const durationMs = performance.now() - startedAt;
      running -= 1;
      counts.running -= 1;
      counts.durationMs += durationMs;
      const own = response.getHeader("content-type") === PROBLEM_TYPE;
      const index = own ? 0 : Math.floor(response.statusCode / 100);
      counts.byClass[index] = (counts.byClass[index] ?? 0) + 1;
      accessLog?.info({ service, method: request.method, status: response.statusCode, ms: Math.round(durationMs) });
    });
  }

  async function sendOne(request: IncomingMessage, response: ServerResponse, encoded: string) {
    const line = lineOf(encoded);
    checkRoom();
    count(request, response, line);
    const { cause, ...sent } = await send(line);
    if (cause && sent.attempts === 0) throw problemOfFailure(cause, line.service);
    line.traffic.retries += sent.attempts - 1;
    const status = cause ? problemOfFailure(cause, line.service).status : 200;
    return sendReply(request, response, { kind: "json", status, body: { ...sent, ...moment() } });
  }

  const moment = () => ({ revision: source.revision, stale: source.stale });

  function answer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> | undefined {
    admission.admit(request, settleForm(request));
    const url = request.url ?? "";
    if (url.startsWith(PROXY)) return proxy(request, response, requestId, url);
    return answerOwn(request, response, requestId, url);
  }

  async function answerOwn(request: IncomingMessage, response: ServerResponse, requestId: string, url: string) {
    const [path = ""] = url.split("?", 1);
    if (request.method !== "GET" && request.method !== "HEAD")
      throw new Problem("method-not-allowed", "Here only /proxy/{service}/… takes other methods than GET and HEAD.");
    setSecurityHeaders(response, path);
    response.setHeader("X-Request-Id", requestId);
    if (path.startsWith("/send/")) return sendOne(request, response, path.slice("/send/".length));
    if (path === "/") {
      asking ??= askAll(source, lines).finally(() => {
        asking = null;
      });
      const body = { ...(await asking), ...moment() };
      return sendReply(request, response, { kind: "json", body });
    }
    if (path === "/metrics") {
      const body = Buffer.from(await metrics.metrics());
      return sendReply(request, response, { kind: "bytes", body, contentType: metrics.contentType });
    }
    if (path === "/healthz") return sendReply(request, response, { kind: "json", body: moment() });
    throw new Problem(
      "not-found",
      "The gateway answers /proxy/{service}/…, /send/{service}, /, /metrics and /healthz.",
    );
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const requestId = nextRequestId();
    const fail = (thrown: unknown) => {
      if (response.destroyed) return;
      const problem = problemOf(thrown);
      if (problem.code === "internal")
        log.error({ err: thrown, request: requestId }, "A request to the gateway failed inside");
      refuse(request, response, problem, requestId);
    };
    try {
      answer(request, response, requestId)?.catch(fail);
    } catch (thrown) {
      fail(thrown);
    }
  }

  const listener = createListener(handle, limits, options.clock);

  return {
    listen: listener.listen,
    traffic,
    async stop(graceMs = 10_000) {
      await listener.stop(graceMs);
      lines.stop();
    },
  };
}

const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/** `/proxy/{service}/rest?query`: the service as it is written, what is asked of it, and whether a slash follows its name. */
function partsOf(url: string): { encoded: string; path: string; below: boolean } {
  let end = PROXY.length;
  while (end < url.length && url[end] !== "/" && url[end] !== "?") end += 1;
  const encoded = url.slice(PROXY.length, end);
  const below = url[end] === "/";
  return { encoded, below, path: below ? url.slice(end) : `/${url.slice(end)}` };
}

function decoded(encoded: string): string {
  try {
    const service = decodeURIComponent(encoded);
    if (service !== "") return service;
  } catch {
    // Falls through to the same sentence.
  }
  throw new Problem("invalid-request", "Name the service in the path, percent-encoded: /proxy/{service}/…");
}
