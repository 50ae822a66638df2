import { randomBytes } from "node:crypto";

/** Names a request in its answer and in the log. Never taken from the client, who could forge entries of the log. */
export function newRequestId(): string {
  return randomBytes(9).toString("base64url");
}
