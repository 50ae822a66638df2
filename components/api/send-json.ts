import type { z } from "zod";
import { ApiError } from "./api-error";
import { apiPath, type QueryValues, readAnswer, request } from "./request";

export interface Send {
  method: "POST" | "PUT" | "DELETE";
  path: string;
  query?: QueryValues;
  /** A write without one sends `{}`: the API wants JSON from whoever writes, so that no form can. */
  body?: unknown;
}

/**
 * One write. It is never sent twice and never taken back: closing a dialog does not undo what is on its way.
 * Throws `ApiError`; `mayBeWritten` tells whether it may have happened all the same.
 */
export async function sendJson<T extends z.ZodType>(
  schema: T,
  { method, path, query = {}, body = {} }: Send,
): Promise<z.infer<T>> {
  const response = await request(apiPath(path, query), {
    method,
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return readAnswer(schema, response);
}

/** Whether a write that failed may have reached etcd: nobody who could know has answered. */
export function mayBeWritten(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return UNKNOWN.has(error.code);
}

const UNKNOWN: ReadonlySet<string> = new Set([
  "outcome-unknown",
  "unreachable",
  "unreadable",
  "etcd-timeout",
  "internal",
]);
