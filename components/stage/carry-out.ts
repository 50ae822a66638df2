import { ApiError, errorOfProblem } from "@/components/api/api-error";
import type { Order } from "@/lib/stage/types";

/** The fleet is just being reset, or waits for etcd: that passes. */
const PASSING: ReadonlySet<string> = new Set(["not-ready"]);
const AGAIN_MS = 400;
const TRIES = 25;

/** One order over the console's API. Waits where the fleet is busy; throws `ApiError` where it is refused. */
export async function carryOut({ path, body }: Order, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`/api/v1/${path}`, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify(body),
      signal,
    }).catch((error: unknown) => {
      if (signal.aborted) throw error;
      throw new ApiError("unreachable", "The console does not answer", "Check that Rollcall still runs.", null);
    });
    if (response.ok) return;
    const problem = errorOfProblem(response.status, await response.json().catch(() => null));
    const isReset = problem.code === "conflict" && path.startsWith("fleet/");
    if (attempt >= TRIES || !(isReset || PASSING.has(problem.code))) throw problem;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
