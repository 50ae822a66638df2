import type { z } from "zod";
import { ApiError, errorOfProblem } from "./api-error";

export type QueryValues = Record<string, string | number | readonly string[] | null | undefined>;

/** `/api/v1/…` with its parameters; what is null, undefined or empty is left out. */
export function apiPath(path: string, query: QueryValues = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === "") continue;
    if (typeof value === "object") for (const one of value) search.append(name, one);
    else search.set(name, String(value));
  }
  const text = search.toString();
  return `/api/v1/${path}${text ? `?${text}` : ""}`;
}

/** One answer of the API, held to its schema. Throws `ApiError`, or what aborts threw. */
export async function getJson<T extends z.ZodType>(
  schema: T,
  path: string,
  query: QueryValues,
  signal: AbortSignal,
): Promise<z.infer<T>> {
  const response = await request(apiPath(path, query), "application/json", signal);
  const parsed = schema.safeParse(await bodyOf(response));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ApiError(
      "unreadable",
      "The answer has another shape",
      `The page and the server are of different versions, reload the page. (${issue?.path.join(".")}: ${issue?.message})`,
      response.status,
    );
  }
  return parsed.data;
}

/** The same for downloads: the body as it stands. */
export async function getBlob(path: string, query: QueryValues, accept: string, signal: AbortSignal): Promise<Blob> {
  return (await request(apiPath(path, query), accept, signal)).blob();
}

async function request(url: string, accept: string, signal: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { headers: { accept }, signal, cache: "no-store" });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiError(
      "unreachable",
      "The console does not answer",
      "Check that Rollcall still runs and that this machine reaches it.",
      null,
    );
  }
  if (!response.ok) throw errorOfProblem(response.status, await bodyOf(response).catch(() => null));
  return response;
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new ApiError(
      "unreadable",
      "The answer is not Rollcall's",
      "Something in between answered instead.",
      response.status,
    );
  }
}
