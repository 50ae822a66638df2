import { type ProblemAnswer, problemSchema } from "@/lib/api/problem";

/** What went wrong between a page and `/api/v1`, with what a person can do about it. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    /** The server's stable code; `unreachable` where nothing answered, `unreadable` where something else did. */
    readonly code: ProblemAnswer["code"] | "unreachable" | "unreadable",
    readonly title: string,
    /** A sentence that says what to do. */
    readonly detail: string,
    readonly status: number | null,
    /** The server's whole answer, where it was one. */
    readonly problem: ProblemAnswer | null = null,
  ) {
    super(detail);
  }

  /** The request's id, which the server's log has too. */
  get requestId(): string | null {
    return this.problem?.instance ?? null;
  }
}

export function errorOfProblem(status: number, body: unknown): ApiError {
  const problem = problemSchema.safeParse(body);
  if (!problem.success)
    return new ApiError(
      "unreadable",
      "The answer is not Rollcall's",
      `HTTP ${status} came without an explanation.`,
      status,
    );
  const { code, title, detail, fields } = problem.data;
  // Some details name the fields already.
  const unsaid = fields?.filter(({ message }) => !detail.includes(message));
  const listed = unsaid?.map(({ field, message }) => `${field}: ${message}`).join("; ");
  return new ApiError(code, title, listed ? `${detail} (${listed})` : detail, status, problem.data);
}

/** Whether asking again may help by itself: nothing answered, or etcd is away for a while. */
export function mayHeal(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return ["unreachable", "etcd-unavailable", "etcd-timeout", "not-ready", "rate-limited"].includes(error.code);
}

/** What the server says is wrong with the field, if it does; fields are named as the body names them. */
export function fieldError(error: unknown, field: string): string | null {
  if (!(error instanceof ApiError)) return null;
  const named = (one: string) => one.replace(/^\//, "").split("/")[0];
  return error.problem?.fields?.find((one) => named(one.field) === field)?.message ?? null;
}
