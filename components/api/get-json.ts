import type { z } from "zod";
import { apiPath, type QueryValues, readAnswer, request } from "./request";

export { apiPath, type QueryValues };

/** One answer of the API, held to its schema. Throws `ApiError`, or what aborts threw. */
export async function getJson<T extends z.ZodType>(
  schema: T,
  path: string,
  query: QueryValues,
  signal: AbortSignal,
): Promise<z.infer<T>> {
  const headers = { accept: "application/json" };
  return readAnswer(schema, await request(apiPath(path, query), { headers, signal }));
}

/** The same for downloads: the body as it stands. */
export async function getBlob(path: string, query: QueryValues, accept: string, signal: AbortSignal): Promise<Blob> {
  return (await request(apiPath(path, query), { headers: { accept }, signal })).blob();
}
