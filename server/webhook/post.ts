import { Agent, request } from "undici";
import type { Post } from "./delivery";

const TIMEOUT_MS = 10_000;

/** Over HTTP: redirects are not followed, answers not read. */
export function createPost(url: string, userAgent: string): { post: Post; close: () => Promise<void> } {
  const dispatcher = new Agent({ connections: 1, connect: { timeout: TIMEOUT_MS }, maxResponseSize: 64 * 1024 });
  return {
    async post(body, headers, signal) {
      const {
        statusCode,
        headers: answered,
        body: rest,
      } = await request(url, {
        dispatcher,
        method: "POST",
        headers: { ...headers, "content-type": "application/json", "user-agent": userAgent },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await rest.dump().catch(() => {});
      const after = Number(answered["retry-after"]);
      return { status: statusCode, retryAfterSeconds: Number.isFinite(after) && after > 0 ? after : null };
    },
    close: () => dispatcher.destroy(),
  };
}
