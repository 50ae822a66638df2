import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LiveStore } from "@/lib/live/state";
import { subscribeSlowly } from "./subscribe-slowly";

describe("a listener that wants to hear now and then", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("hears of the first change at once, of what follows together, and of the last", () => {
    const { store, change } = changing();
    const heard = vi.fn();
    subscribeSlowly(store, heard, 100);
    change();
    expect(heard).toHaveBeenCalledTimes(1);
    change();
    change();
    expect(heard).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(100);
    expect(heard).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1_000);
    expect(heard).toHaveBeenCalledTimes(2);
    change();
    expect(heard).toHaveBeenCalledTimes(3);
  });

  it("hears nothing after it has left, not even what was waiting", () => {
    const { store, change } = changing();
    const heard = vi.fn();
    const leave = subscribeSlowly(store, heard, 100);
    change();
    change();
    leave();
    vi.advanceTimersByTime(1_000);
    change();
    expect(heard).toHaveBeenCalledTimes(1);
  });
});

function changing(): { store: LiveStore; change: () => void } {
  const listeners = new Set<() => void>();
  const store: LiveStore = {
    getState: () => {
      throw new Error("nobody asks");
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    store,
    change() {
      for (const listener of listeners) listener();
    },
  };
}
