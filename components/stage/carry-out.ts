import { ApiError } from "@/components/api/api-error";
import { sendJson } from "@/components/api/send-json";
import { z } from "@/lib/api/zod";
import type { Order } from "@/lib/stage/types";

const AGAIN_MS = 400;
const TRIES = 25;

/** One order over the console's API. Waits where the fleet is busy, which passes; throws `ApiError` where it is refused. */
export async function carryOut({ path, body }: Order, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      await sendJson(z.unknown(), { method: "POST", path, body });
      return;
    } catch (error) {
      if (attempt >= TRIES || !isPassing(error, path)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** The fleet is just being reset, or waits for etcd. */
function isPassing(error: unknown, path: string): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.code === "not-ready" || (error.code === "conflict" && path.startsWith("fleet/"));
}
