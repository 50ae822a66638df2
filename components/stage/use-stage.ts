"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { ApiError } from "@/components/api/api-error";
import { useTicker } from "@/components/live/ticker-context";
import { FIRST_STATE, type StageState } from "@/lib/stage/state";
import { type Command, step } from "@/lib/stage/step";
import type { Act, Order, Scene } from "@/lib/stage/types";
import { carryOut } from "./carry-out";
import { browserLink, type StageLink } from "./stage-link";
import type { Requests } from "./use-requests";

export interface Stage {
  state: StageState;
  /** False until this window knows what the others show. */
  awake: boolean;
  /** What a key asks for; `scene` is asked for at that moment. */
  command(command: Command, scene: Scene): void;
  put(change: Partial<StageState>): void;
}

const first = () => FIRST_STATE;

export function useStage(acts: readonly Act[], requests: Requests): Stage {
  const client = useQueryClient();
  const ticker = useTicker();
  const [link, setLink] = useState<StageLink | null>(null);
  const running = useRef<AbortController | null>(null);
  /** Requests that change the fleet and are not answered yet, those of earlier keys among them. */
  const underway = useRef(0);
  useEffect(() => {
    const opened = browserLink();
    setLink(opened);
    return () => {
      opened.stop();
      setLink(null);
    };
  }, []);
  const subscribe = useCallback((listener: () => void) => link?.subscribe(listener) ?? (() => {}), [link]);
  const state = useSyncExternalStore(subscribe, () => link?.state() ?? FIRST_STATE, first);

  const put = useCallback(
    (change: Partial<StageState>) => {
      if (link) link.put({ ...link.state(), ...change, version: link.state().version + 1 });
    },
    [link],
  );

  const carry = useCallback(
    async (orders: readonly Order[], refused: () => Partial<StageState>) => {
      // What an earlier key had begun is overtaken by this one.
      running.current?.abort();
      const mine = new AbortController();
      running.current = mine;
      for (const order of orders) {
        const began = performance.now();
        try {
          if (order.path === "test-requests") await requests.send(order.body);
          else {
            underway.current++;
            await carryOut(order, mine.signal).finally(() => underway.current--);
          }
        } catch (error) {
          if (mine.signal.aborted) return;
          const trouble = error instanceof ApiError ? `${error.title}. ${error.detail}` : "That did not work.";
          put({ ...refused(), trouble });
          return;
        }
        const tookMs = performance.now() - began;
        // First what the fleet is now: a reset that is said to be done over an old picture would look ready at once.
        await client.invalidateQueries({ queryKey: ["stage"] });
        if (mine.signal.aborted) return;
        const reset = link?.state().reset;
        if (order.path === "fleet/reset" && reset && reset.tookMs === null) put({ reset: { ...reset, tookMs } });
      }
    },
    [link, put, client, requests],
  );

  const command = useCallback(
    (wanted: Command, scene: Scene) => {
      if (!link) return;
      const before = link.state();
      // What is measured from a cue is measured from the key, not from the last time that the page was drawn.
      const now = ticker?.now() ?? scene.now;
      const { state: next, orders } = step(before, wanted, acts, { ...scene, now }, underway.current > 0);
      if (next.since !== before.since) requests.stop();
      link.put(next);
      // A cue that was refused was not given: the same key tries again.
      const refused = () => {
        const { since, given } = link.state();
        const isLast = since === before.since && given.length === before.given.length + 1;
        return isLast ? { given: before.given } : {};
      };
      if (orders.length > 0) void carry(orders, refused);
    },
    [link, acts, carry, requests, ticker],
  );
  return { state, awake: link !== null, command, put };
}
