import type { IncomingMessage, ServerResponse } from "node:http";
import FindMyWay from "find-my-way";
import Negotiator from "negotiator";
import { type Actor, includesRole } from "@/lib/auth/roles";
import { Problem } from "@/lib/errors";
import { readJson } from "@/server/http/body";
import type { Gate } from "@/server/http/gate";
import type { OriginCheck } from "@/server/http/origin-check";
import { ClientGone, sendReply } from "@/server/http/reply";
import { createTurns, type Turns } from "@/server/http/turns";
import { createGates } from "./gates";
import type { Cost, Method, Route } from "./route";

export interface ApiOptions<Context> {
  routes: readonly Route<Context>[];
  context: Context;
  origins: OriginCheck;
  /** Who asks. Everybody is admin until sign-in exists. */
  actorOf(request: IncomingMessage): Actor;
  /** Why nothing may be written; null where it may. */
  readOnlyReason?(): string | null;
  bodyLimitBytes?: number;
  /** Through which answers of some cost go, a few at a time. */
  gates?: Readonly<Record<Cost, Gate>>;
  /** In which long answers are made. */
  turns?: Turns;
}

export interface Api {
  /** Answers, or rejects with what became of it. `path` is what follows /api/v1. Resolves to the row that answered. */
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    target: { path: string; query: URLSearchParams },
  ): Promise<void>;
  /** The path as the table writes it, for metrics: never a name that somebody else chose. */
  templateOf(method: string, path: string): string | null;
}

const METHODS: readonly Method[] = ["GET", "POST", "PUT", "DELETE"];

export function createApi<Context>(options: ApiOptions<Context>): Api {
  const gates = options.gates ?? createGates();
  const turns = options.turns ?? createTurns();
  const router = FindMyWay({ ignoreTrailingSlash: true, maxParamLength: 16_384 });
  for (const row of options.routes) router.on(row.method, row.path, () => undefined, row);

  const find = (method: string, path: string) => {
    const known = METHODS.find((one) => one === (method === "HEAD" ? "GET" : method));
    const found = known ? router.find(known, path) : null;
    // What find-my-way stores is untyped; only rows were put in above.
    return found ? { row: found.store as Route<Context>, params: found.params } : null;
  };

  function allowed(path: string): string[] {
    const methods = METHODS.filter((method) => router.find(method, path));
    if (methods.length === 0) return [];
    return [...(methods.includes("GET") ? ["GET", "HEAD"] : []), ...methods.filter((one) => one !== "GET"), "OPTIONS"];
  }

  return {
    templateOf: (method, path) => find(method, path)?.row.path ?? null,
    async handle(request, response, { path, query }) {
      const method = request.method ?? "GET";
      const found = find(method, path);
      if (!found) {
        const methods = allowed(path);
        if (methods.length === 0)
          throw new Problem("not-found", "No route of the API has this path; /api/v1/openapi.json lists them all.");
        response.setHeader("Allow", methods.join(", "));
        if (method !== "OPTIONS")
          throw new Problem("method-not-allowed", `This path takes ${methods.join(", ")}, not ${method.slice(0, 20)}.`);
        response.statusCode = 204;
        response.setHeader("Cache-Control", "no-store");
        response.end();
        return;
      }
      const { row, params } = found;
      if (row.method !== "GET") {
        const refused = options.origins.refuseWrite(request.headers);
        if (refused) throw refused;
      }
      const actor = options.actorOf(request);
      const readOnly = row.writes ? (options.readOnlyReason?.() ?? null) : null;
      if (readOnly !== null) throw new Problem("read-only", readOnly);
      if (!includesRole(actor.role, row.role)) throw new Problem("forbidden", `This needs the role ${row.role}.`);
      const accepts = acceptedType(request, row);
      const body = row.body ? await readJson(request, options.bodyLimitBytes) : undefined;
      const gone = new AbortController();
      response.once("close", () => gone.abort(new ClientGone()));
      const { signal } = gone;
      const pace = { turns, signal };
      const run = () => row.run({ params, query, body, request, accepts, actor, signal, pace }, options.context);
      const cost = row.costOf(query);
      if (cost === null) return sendReply(request, response, await run(), pace);
      // What is scanned is held by nobody while a slow client takes it; what is streamed is.
      if (cost !== "stream") return sendReply(request, response, await gates[cost].run(run, signal), pace);
      await gates[cost].run(async () => sendReply(request, response, await run(), pace), signal);
    },
  };
}

function acceptedType<Context>(request: IncomingMessage, row: Route<Context>): string {
  const own = row.answer.lines ? "application/x-ndjson" : "application/json";
  const offered = [own, ...(row.answer.also ?? [])];
  const best = new Negotiator(request).mediaType(offered);
  if (best === undefined) throw new Problem("not-acceptable", `This answers ${offered.join(", ")}.`);
  return best;
}
