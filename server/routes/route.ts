import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { readInWords } from "@/lib/api/wording";
import type { Actor, Role } from "@/lib/auth/roles";
import { Problem, type ProblemCode, type ProblemField } from "@/lib/errors";
import { excerpt } from "@/lib/layouts/json-value";
import type { Reply } from "@/server/http/reply";
import type { Pace } from "@/server/http/turns";
import { type QueryValues, readQuery } from "./query";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/**
 * What of the console an answer keeps busy. `scan`: it looks at everything that a list has, and is done when it is answered.
 * `past`: the same of a moment that etcd has to be asked for first, so that it waits without keeping lists of the present waiting.
 * `stream`: it is made as fast as its client reads, and a view is kept for so long. Of each a few are answered at a time.
 */
export type Cost = "scan" | "past" | "stream";

/** What a successful answer looks like. `also` names content types other than JSON that Accept may ask for. */
export interface AnswerSpec {
  status: number;
  description: string;
  schema: z.ZodType;
  also?: readonly string[];
  /** The schema is of one line of `application/x-ndjson`, of which the answer has many. */
  lines?: boolean;
}

interface RouteSpec<Context, Params extends z.ZodType, Query extends z.ZodObject, Body extends z.ZodType> {
  method: Method;
  /** Under /api/v1, with `:name` for what `params` describes. */
  path: string;
  /** The operation's name in the OpenAPI document. */
  id: string;
  summary: string;
  role: Role;
  /** It changes what etcd holds, or the screen for everybody: refused where the console does not write. */
  writes?: true;
  params?: Params;
  query?: Query;
  body?: Body;
  answer: AnswerSpec;
  /** What answering it costs; nothing to speak of where it is absent. */
  cost?: Cost | ((query: QueryValues) => Cost);
  /** Problems of its own, beside those that every route may answer. */
  problems?: readonly ProblemCode[];
  handle(
    input: {
      params: z.output<Params>;
      query: z.output<Query>;
      body: z.output<Body>;
      request: IncomingMessage;
      accepts: string;
      actor: Actor;
      /** Aborted when the client has gone: nobody waits for the answer any more. */
      signal: AbortSignal;
      /** For whatever looks at everything that a list has. */
      pace: Pace;
    },
    context: Context,
  ): Promise<Reply> | Reply;
}

/** A row of the table, its types closed over. */
export interface Route<Context> {
  readonly method: Method;
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly role: Role;
  readonly writes: boolean;
  readonly params: z.ZodType;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | null;
  readonly answer: AnswerSpec;
  /** Null: nothing to speak of. */
  costOf(query: QueryValues): Cost | null;
  readonly problems: readonly ProblemCode[];
  /** Parses what came, answers 400 for all of its mistakes at once, else asks the handler. */
  run(raw: RawInput, context: Context): Promise<Reply>;
}

export interface RawInput {
  params: Record<string, string | undefined>;
  query: QueryValues;
  /** Read only where the row has a body. */
  body: unknown;
  request: IncomingMessage;
  /** The content type to answer: what the row offers and the client likes best. */
  accepts: string;
  actor: Actor;
  signal: AbortSignal;
  pace: Pace;
}

const NOTHING = z.strictObject({});
/** Of a row without parameters. */
export type Nothing = typeof NOTHING;

export function route<
  Context,
  Params extends z.ZodType = typeof NOTHING,
  Query extends z.ZodObject = typeof NOTHING,
  Body extends z.ZodType = typeof NOTHING,
>(spec: RouteSpec<Context, Params, Query, Body>): Route<Context> {
  const params: z.ZodType = spec.params ?? NOTHING;
  const query: z.ZodObject = spec.query ?? NOTHING;
  const body: z.ZodType | null = spec.body ?? null;
  return {
    method: spec.method,
    path: spec.path,
    id: spec.id,
    summary: spec.summary,
    role: spec.role,
    writes: spec.writes ?? false,
    params,
    query,
    body,
    answer: spec.answer,
    costOf: (given) => (typeof spec.cost === "function" ? spec.cost(given) : (spec.cost ?? null)),
    problems: spec.cost ? [...(spec.problems ?? []), "busy"] : (spec.problems ?? []),
    async run(raw, context) {
      const fields: ProblemField[] = [];
      const parsed = {
        params: check(params, raw.params, fields, ""),
        query: checkQuery(query, readQuery(query, raw.query, fields), fields),
        body: check(body ?? NOTHING, body ? raw.body : {}, fields, "/"),
      };
      if (fields.length > 0)
        throw new Problem("invalid-request", fields.map((one) => `${one.field}: ${one.message}`).join("; "), {
          fields,
        });
      return spec.handle(
        {
          params: parsed.params as z.output<Params>,
          query: parsed.query as z.output<Query>,
          body: parsed.body as z.output<Body>,
          request: raw.request,
          accepts: raw.accepts,
          actor: raw.actor,
          signal: raw.signal,
          pace: raw.pace,
        },
        context,
      );
    },
  };
}

/**
 * A parameter of several values is named without the place of a value, which nobody sees in a URL: the value itself is
 * said. Each mistake once, however many values have it.
 */
function checkQuery(schema: z.ZodType, values: Record<string, unknown>, fields: ProblemField[]): unknown {
  const { data, mistakes } = readInWords(schema, values);
  if (!mistakes) return data;
  const said = new Set<string>();
  for (const { path, message, span } of mistakes) {
    const field = String(path[0] ?? "");
    const given = values[field];
    const place = path.length === 2 ? path[1] : undefined;
    const value: unknown = Array.isArray(given) && typeof place === "number" ? given[place] : undefined;
    const full = typeof value === "string" ? `${message}; ${JSON.stringify(excerpt(value))} is not` : message;
    if (said.has(`${field}: ${full}`)) continue;
    said.add(`${field}: ${full}`);
    fields.push({ field, message: full, ...(span ? { span } : {}) });
  }
  return undefined;
}

function check(schema: z.ZodType, value: unknown, fields: ProblemField[], root: string): unknown {
  const { data, mistakes } = readInWords(schema, value);
  if (!mistakes) return data;
  for (const { path, message, span } of mistakes)
    fields.push({ field: root + path.map(String).join("/") || "body", message, ...(span ? { span } : {}) });
  return undefined;
}
