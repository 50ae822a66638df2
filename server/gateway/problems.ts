import type { IncomingMessage, ServerResponse } from "node:http";
import type { CallFailure } from "@/lib/discovery/calls/failures";
import { Problem } from "@/lib/errors";
import { sendProblem } from "@/server/http/problem";
import { setSecurityHeaders } from "@/server/http/security-headers";

export function unknownService(service: string): Problem {
  return new Problem("unknown-service", `No service named ${JSON.stringify(service.slice(0, 255))} is registered.`);
}

/** Answers a problem, whatever else was about to be answered; where that has begun, it is cut off. */
export function refuse(request: IncomingMessage, response: ServerResponse, problem: Problem, requestId: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) if (name !== "connection") response.removeHeader(name);
  // What the client still sends of a refused body would be read as its next request.
  if (!request.complete) response.setHeader("Connection", "close");
  setSecurityHeaders(response, "");
  response.setHeader("X-Request-Id", requestId);
  sendProblem(response, problem, requestId, request.method === "HEAD");
}

/** Why a request could not be served, told apart: nobody there, somebody who fails, somebody who is slow. */
export function problemOfFailure(failure: CallFailure, service: string): Problem {
  const { code, message } = failure;
  switch (code) {
    case "unknown-service":
      return unknownService(service);
    case "no-instance":
    case "left":
      return new Problem("no-instance", message, { retryAfterSeconds: 1 });
    case "no-endpoint":
      return new Problem("no-endpoint", message);
    case "request":
      return new Problem("invalid-request", message);
    case "timeout":
      return new Problem("upstream-timeout", `${service}: ${message}`);
    case "refused":
      return new Problem("upstream-refused", message);
    case "body":
      return failure.cause instanceof Problem ? failure.cause : new Problem("invalid-request", message);
    case "connect":
    case "reset":
    case "protocol":
    case "aborted":
      return new Problem("upstream-failed", `${service}: ${message}`);
  }
}
