import type { Logger } from "pino";
import type { ServiceSummary } from "@/lib/registry/select";
import type { View } from "@/lib/registry/view";
import type { Registry } from "@/server/registry/registry";
import { type DeliveryOptions, deliver, type Outcome } from "./delivery";
import { createGathering } from "./gathering";

export interface WebhookOptions extends Pick<DeliveryOptions, "post" | "key" | "clock" | "random"> {
  registry: Pick<Registry, "view" | "onUpdate">;
  servicesOf(view: View): readonly ServiceSummary[];
  environment: string | null;
  newId(): string;
  log: Logger;
}

export interface Webhook {
  stats(): { outcomes: Record<Exclude<Outcome, "stopped">, number>; attemptsFailed: number };
  /** Tries once to deliver what waits. */
  stop(): Promise<void>;
}

/** What begins together is told together: owners cut off at once expire one after the other, for as long as a rhythm. */
const QUIET_MS = 3_000;
const LONGEST_MS = 15_000;
/** Services are looked at this often while things change. */
const LOOK_MS = 250;
const LAST_TRY_MS = 2_000;

/**
 * Tells one receiver when leases expire and when services fall below their minimum: one cause, one message. Never in
 * the way of the stream: while a message cannot be delivered, what happens meanwhile becomes one message, the next.
 */
export function createWebhook(options: WebhookOptions): Webhook {
  const { registry, servicesOf, clock, environment, newId, log } = options;
  const gathering = createGathering(environment);
  const outcomes = { delivered: 0, refused: 0, "given-up": 0 };
  let attemptsFailed = 0;
  let looking: (() => void) | null = null;
  let window: { openedAt: number; close: () => void } | null = null;
  let delivering = false;
  let stopped = false;
  const abort = new AbortController();

  function look(): void {
    looking = null;
    const view = registry.view();
    if (view && gathering.standing(servicesOf(view))) open();
  }

  /** Opens a window, or holds it open a while longer. */
  function open(): void {
    const now = clock.now();
    const openedAt = window?.openedAt ?? now;
    window?.close();
    const waitMs = Math.max(0, Math.min(QUIET_MS, openedAt + LONGEST_MS - now));
    window = { openedAt, close: clock.setTimeout(() => void send(abort.signal), waitMs) };
  }

  async function send(signal: AbortSignal): Promise<void> {
    window?.close();
    window = null;
    // What waits is gathered on, and sent when the one before it is through.
    if (delivering) return;
    delivering = true;
    try {
      for (let more = true; more && !signal.aborted; more = window === null) {
        const message = gathering.take(clock.now());
        if (!message) break;
        const outcome = await deliver(
          { id: `msg_${newId()}`, body: JSON.stringify(message) },
          { ...options, onFailure: failed },
          signal,
        );
        if (outcome !== "stopped") outcomes[outcome]++;
        if (outcome !== "delivered") log.error({ outcome, summary: message.data.summary }, "A webhook message is lost");
      }
    } finally {
      delivering = false;
    }
  }

  function failed(why: string, attempt: number): void {
    attemptsFailed++;
    log.warn({ why, attempt }, "The webhook's receiver did not take a message");
  }

  const off = registry.onUpdate(({ events, amended = [] }) => {
    if (gathering.removed(events, amended, clock.now())) open();
    looking ??= clock.setTimeout(look, LOOK_MS);
  });

  return {
    stats: () => ({ outcomes: { ...outcomes }, attemptsFailed }),
    async stop() {
      if (stopped) return;
      stopped = true;
      off();
      looking?.();
      const waits = window !== null;
      window?.close();
      abort.abort();
      if (waits && !delivering) await send(AbortSignal.timeout(LAST_TRY_MS));
    },
  };
}
