import type { Server } from "socket.io";
import { sizeOf } from "@/lib/budgets";
import type { Clock } from "@/lib/clock";
import type { ClientToServer, LiveStatus, ServerToClient } from "@/lib/live/protocol";
import type { RegistryEvent } from "@/lib/registry/types";
import type { Continuation } from "./ring";

/** Pages keep a tail of a few times this; more at once only says how many were missed. */
const EVENTS_AT_ONCE = 500;
/** Above that nobody reads each of them as it comes, and two instances per event would be most of what is sent. */
const EVENTS_IN_FULL = 10;
const MOST_SERVICES_NAMED = 500;

/** How things are said to a room, or to one socket by its id. Everything returns its bytes for one client. */
export function createOutlet(io: Server<ClientToServer, ServerToClient>, clock: Clock) {
  function events(to: string | string[], all: RegistryEvent[]): number {
    if (all.length === 0) return 0;
    const newest = all.slice(-EVENTS_AT_ONCE);
    const message = {
      events: (newest.length > EVENTS_IN_FULL ? newest.map(shortened) : newest).map(withFewServices),
      missed: all.length - newest.length,
      serverTime: clock.now(),
    };
    io.to(to).emit("events", message);
    return sizeOf(message);
  }

  return {
    events,
    /** Events first: whoever is cut off in between gets them again with the delta, and never misses them. */
    step(to: string | string[], step: Continuation): number {
      const bytes = events(to, step.events);
      if (!step.delta) return bytes;
      const message = { ...step.delta, serverTime: clock.now() };
      io.to(to).emit("delta", message);
      return bytes + sizeOf(message);
    },
    status(to: string | string[], status: LiveStatus): number {
      io.to(to).emit("status", status);
      return sizeOf(status);
    },
  };
}

/** The history names all services of an event that tells many changes together. */
function withFewServices(event: RegistryEvent): RegistryEvent {
  const { folded } = event;
  if (!folded || folded.services.length <= MOST_SERVICES_NAMED) return event;
  return { ...event, folded: { ...folded, services: folded.services.slice(0, MOST_SERVICES_NAMED) } };
}

function shortened({ before: _before, after: _after, ...event }: RegistryEvent): RegistryEvent {
  return event;
}
