import type { ServerResponse } from "node:http";
import type { ProblemAnswer } from "@/lib/api/problem";
import { Problem, type ProblemCode } from "@/lib/errors";
import { EtcdError, type EtcdErrorCode } from "@/lib/etcd/port";

/** How each of etcd's errors leaves the house: with its own sentence, which is written for people. */
const OF_ETCD: Record<EtcdErrorCode, ProblemCode> = {
  unavailable: "etcd-unavailable",
  "no-leader": "etcd-unavailable",
  learner: "etcd-unavailable",
  cancelled: "etcd-unavailable",
  timeout: "etcd-timeout",
  overloaded: "etcd-overloaded",
  "no-space": "etcd-no-space",
  "too-large": "etcd-too-large",
  corrupt: "etcd-corrupt",
  unauthenticated: "etcd-denied",
  "permission-denied": "etcd-denied",
  certificate: "etcd-denied",
  compacted: "compacted",
  "future-revision": "invalid-request",
  "key-not-found": "not-found",
  "lease-not-found": "not-found",
  "lease-exists": "conflict",
  invalid: "etcd-refused",
  // A fault of this program on its way to etcd.
  internal: "internal",
};

/** Whatever was thrown, as a problem. What nobody foresaw becomes `internal`, with the thrown thing as its cause. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof EtcdError) return new Problem(OF_ETCD[thrown.code], thrown.message, { cause: thrown });
  return new Problem("internal", "", { cause: thrown });
}

/** The body of RFC 9457. At `internal` nothing but the request's id shows, by which the log can be searched. */
export function problemBody(problem: Problem, requestId: string): ProblemAnswer {
  const hidden = problem.code === "internal";
  return {
    type: `urn:rollcall:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    detail: hidden ? `Something failed inside Rollcall. Its log says more under request ${requestId}.` : problem.detail,
    code: problem.code,
    instance: requestId,
    ...(problem.extra.fields && !hidden ? { fields: problem.extra.fields } : {}),
    ...(problem.extra.guards && !hidden ? { guards: problem.extra.guards } : {}),
    ...(problem.extra.auditId !== undefined ? { auditId: problem.extra.auditId } : {}),
    ...(problem.extra.current !== undefined && !hidden ? { current: problem.extra.current } : {}),
  };
}

/** Answers a problem, unless the answer has begun: then only cutting it off tells the client. */
export function sendProblem(response: ServerResponse, problem: Problem, requestId: string, head = false): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = Buffer.from(JSON.stringify(problemBody(problem, requestId)));
  response.statusCode = problem.status;
  response.setHeader("Content-Type", "application/problem+json; charset=utf-8");
  response.setHeader("Content-Length", body.length);
  response.setHeader("Cache-Control", "no-store");
  response.removeHeader("Content-Encoding");
  response.removeHeader("ETag");
  if (problem.extra.retryAfterSeconds !== undefined)
    response.setHeader("Retry-After", String(Math.ceil(problem.extra.retryAfterSeconds)));
  response.end(head ? undefined : body);
}
