"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { ApiError } from "@/components/api/api-error";
import { FIRST_STATE, type StageState } from "@/lib/stage/state";
import { type Command, step } from "@/lib/stage/step";
import type { Act, Order, Scene } from "@/lib/stage/types";
import { carryOut } from "./carry-out";
import { browserLink, type StageLink } from "./stage-link";

export interface Stage {
  state: StageState;
  /** False until this window knows what the others show. */
  awake: boolean;
  /** What a key asks for; `scene` is asked for at that moment. */
  command(command: Command, scene: Scene): void;
  put(change: Partial<StageState>): void;
}

const first = () => FIRST_STATE;

export function useStage(acts: readonly Act[]): Stage {
  const client = useQueryClient();
  const [link, setLink] = useState<StageLink | null>(null);
  const running = useRef<AbortController | null>(null);
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
    async (orders: readonly Order[]) => {
      // What an earlier key had begun is overtaken by this one.
      running.current?.abort();
      const mine = new AbortController();
      running.current = mine;
      for (const order of orders) {
        const began = performance.now();
        try {
          await carryOut(order, mine.signal);
        } catch (error) {
          if (mine.signal.aborted) return;
          put({ trouble: error instanceof ApiError ? `${error.title}. ${error.detail}` : "That did not work." });
          return;
        }
        if (mine.signal.aborted) return;
        const reset = link?.state().reset;
        if (order.path === "fleet/reset" && reset && reset.tookMs === null)
          put({ reset: { ...reset, tookMs: performance.now() - began } });
        await client.invalidateQueries({ queryKey: ["stage"] });
      }
    },
    [link, put, client],
  );

  const command = useCallback(
    (wanted: Command, scene: Scene) => {
      if (!link) return;
      const { state: next, orders } = step(link.state(), wanted, acts, scene);
      link.put(next);
      if (orders.length > 0) void carry(orders);
    },
    [link, acts, carry],
  );
  return { state, awake: link !== null, command, put };
}
