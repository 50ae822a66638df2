import { mayBeWritten } from "../api/send-json";
import type { Attempt } from "./attempts";

/** Whether a write may be sent: it was not yet, or it failed for sure. What is unknown is not sent a second time. */
export function maySend(attempt: Attempt<unknown> | undefined): boolean {
  if (!attempt) return true;
  return attempt.state === "stopped" || (attempt.state === "failed" && !mayBeWritten(attempt.error));
}
