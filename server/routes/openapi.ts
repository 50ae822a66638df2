import { z } from "zod";
import { problemSchema } from "@/lib/api/problem";
import { PROBLEMS, type ProblemCode } from "@/lib/errors";
import { isList, mayBeAbsent } from "./query";
import type { Route } from "./route";

/** Problems that any route may answer. */
const COMMON: readonly ProblemCode[] = ["invalid-request", "host-not-allowed", "not-acceptable", "internal"];
const COMMON_WRITE: readonly ProblemCode[] = ["origin-not-allowed", "body-too-large", "unsupported-media-type"];

/** Of a row that changes what etcd holds. */
const WRITES: readonly ProblemCode[] = ["read-only", "forbidden", "conflict", "etcd-unavailable", "outcome-unknown"];
/** Whoever asks etcd may be told any of these: a row names `etcd-unavailable`, and they come with it. */
const OF_ETCD = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => code.startsWith("etcd-"));

const LINES = "application/x-ndjson";

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of a table. Every schema with an id becomes a component. */
export function openApiDocument(routes: readonly Route<never>[], version: string): Json {
  const components: Json = {};
  const reference = (schema: z.ZodType, io: "input" | "output") => schemaOf(schema, io, components);
  const paths: Record<string, Json> = {};
  for (const one of routes) {
    const path = one.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: operation(one, reference) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Rollcall",
      version,
      description: "The live console for service registries kept in etcd. Errors are problem details (RFC 9457).",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    paths,
    components: { schemas: components },
  };
}

type Reference = (schema: z.ZodType, io: "input" | "output") => Json;

function operation(one: Route<never>, reference: Reference): Json {
  const parameters = [...parametersOf(one.params, "path", reference), ...parametersOf(one.query, "query", reference)];
  return {
    operationId: one.id,
    summary: one.summary,
    "x-role": one.role,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(one.body
      ? { requestBody: { required: true, content: { "application/json": { schema: reference(one.body, "input") } } } }
      : {}),
    responses: {
      [one.answer.status]: {
        description: one.answer.description,
        content: {
          [one.answer.lines ? LINES : "application/json"]: { schema: reference(one.answer.schema, "output") },
          ...Object.fromEntries((one.answer.also ?? []).map((type) => [type, { schema: { type: "string" } }])),
        },
      },
      ...problemsOf(one, reference),
    },
  };
}

function problemsOf(one: Route<never>, reference: Reference): Json {
  const byStatus = new Map<number, ProblemCode[]>();
  const named: ProblemCode[] = [
    ...COMMON,
    ...(one.method === "GET" ? [] : COMMON_WRITE),
    ...(one.writes ? WRITES : []),
    ...one.problems,
  ];
  for (const code of new Set(named.includes("etcd-unavailable") ? [...named, ...OF_ETCD] : named)) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const schema = reference(problemSchema, "output");
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join("; "),
        content: { "application/problem+json": { schema } },
      },
    ]),
  );
}

function parametersOf(schema: z.ZodType, place: "path" | "query", reference: Reference): Json[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).map(([name, field]) => {
    const { description, ...rest } = reference(field as z.ZodType, "input");
    return {
      name,
      in: place,
      required: !mayBeAbsent(field),
      ...(description === undefined ? {} : { description }),
      schema: rest,
      ...(isList(field) ? { style: "form", explode: true } : {}),
    };
  });
}

function schemaOf(schema: z.ZodType, io: "input" | "output", components: Json): Json {
  const { $schema: _dialect, $defs, ...root } = rebase(z.toJSONSchema(schema, { io })) as Json;
  for (const [id, definition] of Object.entries(($defs as Json | undefined) ?? {})) components[id] = strip(definition);
  const id = root.id;
  if (typeof id !== "string") return root;
  components[id] = strip(root);
  return { $ref: `#/components/schemas/${id}` };
}

function strip(definition: unknown): Json {
  const { id: _id, ...rest } = definition as Json;
  return rest;
}

/** zod points into its own document; here everything with an id lives among the components. Answers may grow. */
function rebase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rebase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => !(name === "additionalProperties" && member === false))
      .map(([name, member]) => [
        name,
        name === "$ref" && typeof member === "string"
          ? member.replace("#/$defs/", "#/components/schemas/")
          : rebase(member),
      ]),
  );
}
