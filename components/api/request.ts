import type { z } from "zod";
import { ApiError, errorOfProblem } from "./api-error";

export type QueryValues = Record<string, string | number | boolean | readonly string[] | null | undefined>;

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

/** An answer that is none of the API's errors. Throws `ApiError`, or what aborts threw. */
export async function request(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, cache: "no-store" });
  } catch (error) {
    if (init.signal?.aborted) throw error;
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

/** The body held to its schema. */
export async function readAnswer<T extends z.ZodType>(schema: T, response: Response): Promise<z.infer<T>> {
  const parsed = schema.safeParse(await bodyOf(response));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ApiError(
      "unreadable",
      "The answer has another shape",
      `The page and the server are of different versions: reload the page. (What differs is at ${issue?.path.join(".") || "the top"}.)`,
      response.status,
    );
  }
  return parsed.data;
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
