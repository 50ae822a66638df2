import type { CallFailure } from "@/lib/discovery/calls/failures";
import { Problem } from "@/lib/errors";

export function unknownService(service: string): Problem {
  return new Problem("unknown-service", `No service named ${JSON.stringify(service.slice(0, 255))} is registered.`);
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
