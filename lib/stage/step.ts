import { mayBegin, ordersToReset, ordersToSet } from "./cast";
import { givenNow, nextTtl, type StageState } from "./state";
import type { Act, Order, Scene } from "./types";

/** What a key asks for. */
export type Command =
  | { kind: "next" | "back" | "skip" | "again" | "reset" | "black" | "freeze" | "ttl" }
  | { kind: "act"; act: number };

export interface Step {
  state: StageState;
  /** One after the other; none where nothing is to be done to the fleet. */
  orders: Order[];
}

/**
 * The talk as a machine: from a state, a key and the world to the next state and what has to be done for it. Pure; the
 * window in which the key was pressed carries the orders out, and every window shows the state. `underway`: orders of an
 * earlier key may still change what `scene` shows, so an act that begins now begins from a reset.
 */
export function step(state: StageState, command: Command, acts: readonly Act[], scene: Scene, underway = false): Step {
  const next = (change: Partial<StageState>): StageState => ({ ...state, ...change, version: state.version + 1 });
  const begin = (index: number, change: Partial<StageState> = {}): Step => {
    const act = acts[index];
    if (!act) return { state, orders: [] };
    const since = scene.now;
    const changed = next({
      startedAt: state.startedAt ?? since,
      ...change,
      act: index,
      given: [],
      since,
      trouble: null,
      black: false,
      frozen: false,
    });
    const begun = { ...scene, ttlSeconds: changed.ttlSeconds };
    return { state: changed, orders: underway ? ordersToReset(act.needs, begun) : ordersToSet(act.needs, begun) };
  };

  const act = acts[state.act];
  if (!act) return begin(0);
  switch (command.kind) {
    case "next": {
      const cue = act.cues[state.given.length];
      if (!cue) return begin(state.act + 1);
      if (state.given.length === 0 && !mayBegin(act.needs, scene, state)) return { state, orders: [] };
      const orders = cue.orders(scene);
      if (orders.length === 0) return { state, orders };
      const given = [...state.given, { ...givenNow(scene), command: cue.command(scene), orders }];
      const startedAt = state.startedAt ?? scene.now;
      return { state: next({ given, startedAt, trouble: null, black: false, frozen: false }), orders };
    }
    case "back":
      return state.given.length > 0 ? begin(state.act) : begin(Math.max(0, state.act - 1));
    case "skip":
      return begin(state.act + 1);
    case "again":
      return begin(state.act);
    case "act":
      // From the top: it is another talk, and its time begins with the first cue.
      return begin(command.act, command.act === 0 ? { startedAt: null } : {});
    case "ttl":
      return begin(state.act, { ttlSeconds: nextTtl(state.ttlSeconds) });
    case "reset": {
      const { state: begun } = begin(state.act, { reset: { at: scene.now, tookMs: null } });
      return { state: begun, orders: ordersToReset(act.needs, scene) };
    }
    case "black":
      return { state: next({ black: !state.black }), orders: [] };
    case "freeze":
      return { state: next({ frozen: !state.frozen }), orders: [] };
  }
}
