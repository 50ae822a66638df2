/** Statuses whose answers carry nothing: RFC 9110 6.4.1, and 15.3.6 for 205. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** Whether an answer has no body, whatever its headers say about one. */
export function hasNoBody(method: string, status: number): boolean {
  return method === "HEAD" || WITHOUT_BODY.has(status);
}
