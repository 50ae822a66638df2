import { expect, it } from "vitest";
import type { LiveState } from "@/lib/live/state";
import type { EventType, RegistryEvent } from "@/lib/registry/types";
import { createLastChanges } from "./last-changes";

function event(id: string, service: string | null, type: EventType = "updated"): RegistryEvent {
  return { id: `e:${id}`, at: 0, revision: id, type, service, instance: null, key: null };
}

function fakeStore(events: RegistryEvent[] = []) {
  let state = { events, eventsAmended: [] } as unknown as LiveState;
  let listener = () => {};
  return {
    getState: () => state,
    subscribe(next: () => void) {
      listener = next;
      return () => {};
    },
    amend(...more: RegistryEvent[]) {
      state = { ...state, eventsAmended: [...state.eventsAmended, ...more] };
      listener();
    },
    push(...more: RegistryEvent[]) {
      state = { ...state, events: [...state.events, ...more] };
      listener();
    },
  };
}

it("tells a row only of its own service, and passes over heartbeats and gaps", () => {
  const store = fakeStore();
  const changes = createLastChanges(store);
  changes.start();
  let told = 0;
  changes.subscribe("web", () => told++);
  store.push(event("1", "api"), event("2", "web", "heartbeat"), event("3", null, "gap"));
  expect(told).toBe(0);
  store.push(event("4", "web"), event("5", "web"));
  expect(told).toBe(1);
  expect(changes.get("web")?.revision).toBe("5");
});

it("tells the cause of a removal when it is found out, and not over a newer change", () => {
  const store = fakeStore();
  const changes = createLastChanges(store);
  changes.start();
  store.push(event("1", "web", "removed"), event("2", "api", "removed"), event("3", "api"));
  store.amend(
    { ...event("1", "web", "removed"), cause: "expired" },
    { ...event("2", "api", "removed"), cause: "revoked" },
  );
  expect(changes.get("web")?.cause).toBe("expired");
  expect(changes.get("api")?.revision).toBe("3");
});

it("lets the history fill in what the stream has not said or has missed, never what is newer", () => {
  const store = fakeStore([event("9", "web")]);
  const changes = createLastChanges(store);
  changes.start();
  changes.fill([event("8", "web"), event("7", "api"), event("6", "api")]);
  expect(changes.get("web")?.revision).toBe("9");
  expect(changes.get("api")?.revision).toBe("7");
  changes.fill([event("12", "web")]);
  expect(changes.get("web")?.revision).toBe("12");
});
