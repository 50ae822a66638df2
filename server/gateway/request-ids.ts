import { randomBytes } from "node:crypto";

const process = randomBytes(6).toString("base64url");
let count = 0;

/** Names a request in its answer, at the instance and in the log. Cheaper than random bytes for each. */
export function nextRequestId(): string {
  count += 1;
  return `${process}-${count.toString(36)}`;
}
