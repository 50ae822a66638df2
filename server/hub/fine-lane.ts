import type { Server } from "socket.io";
import type { Clock } from "@/lib/clock";
import type { LeaseReading } from "@/lib/leases/reading";
import type { ClientToServer, Interest, LeasesMessage, ServerToClient } from "@/lib/live/protocol";
import type { LeaseId } from "@/lib/registry/types";
import { isLookedAt, type LookedAt } from "@/server/registry/lease-index";
import type { LeaseObserver } from "@/server/registry/lease-observer";
import type { Registry } from "@/server/registry/registry";
import type { LiveServerSocket } from "./member";

/** As often as a countdown on screen is written. */
const EVERY_MS = 250;
/** In one message; of more, those that were left out come with the next. */
const MOST_READINGS = 500;

export interface FineLaneOptions {
  io: Server<ClientToServer, ServerToClient>;
  registry: Registry;
  observer: Pick<LeaseObserver, "onFine" | "setInterest" | "reading" | "instancesOf" | "leaseIds">;
  clock: Clock;
}

interface Room {
  name: string;
  lookedAt: LookedAt;
  sockets: Set<string>;
  waiting: Set<LeaseId>;
}

/**
 * Fine readings for whoever looks: clients that look at the same share a room, for which each message is encoded once.
 * What a slow client cannot take is dropped, because the next reading says more.
 */
export function createFineLane({ io, registry, observer, clock }: FineLaneOptions) {
  const rooms = new Map<string, Room>();
  const roomOf = new Map<string, Room>();
  let cancel: (() => void) | null = null;

  function schedule(): void {
    cancel ??= clock.setTimeout(flush, EVERY_MS);
  }

  function flush(): void {
    cancel = null;
    for (const room of rooms.values()) {
      const leases: LeaseReading[] = [];
      for (const leaseId of room.waiting) {
        if (leases.length === MOST_READINGS) break;
        room.waiting.delete(leaseId);
        const reading = observer.reading(leaseId);
        if (reading) leases.push(reading);
      }
      if (leases.length === 0) continue;
      const message: LeasesMessage = { serverTime: clock.now(), leases };
      io.to(room.name).volatile.emit("leases", message);
      if (room.waiting.size > 0) schedule();
    }
  }

  function isSeenIn(room: Room, leaseId: LeaseId): boolean {
    const view = registry.view();
    for (const id of observer.instancesOf(leaseId)) {
      const instance = view?.instances.get(id);
      if (instance && isLookedAt(room.lookedAt, instance)) return true;
    }
    return false;
  }

  function tellObserver(): void {
    const services = new Set<string>();
    const keys = new Set<string>();
    for (const { lookedAt } of rooms.values()) {
      for (const service of lookedAt.services) services.add(service);
      for (const key of lookedAt.keys) keys.add(key);
    }
    observer.setInterest({ services, keys });
  }

  function leave(socket: LiveServerSocket): boolean {
    const room = roomOf.get(socket.id);
    if (!room) return false;
    roomOf.delete(socket.id);
    room.sockets.delete(socket.id);
    void socket.leave(room.name);
    if (room.sockets.size === 0) rooms.delete(room.name);
    return true;
  }

  const off = observer.onFine((leaseId) => {
    for (const room of rooms.values()) if (isSeenIn(room, leaseId)) room.waiting.add(leaseId);
    schedule();
  });

  return {
    /** What the client looks at from now on; what is known of that is told soon. */
    look(socket: LiveServerSocket, { services = [], keys = [] }: Interest): void {
      const left = leave(socket);
      if (services.length + keys.length > 0) {
        const name = `fine ${JSON.stringify([[...services].sort(), [...keys].sort()])}`;
        const lookedAt = { services: new Set(services), keys: new Set(keys) };
        const room = rooms.get(name) ?? { name, lookedAt, sockets: new Set(), waiting: new Set() };
        rooms.set(name, room);
        roomOf.set(socket.id, room);
        room.sockets.add(socket.id);
        void socket.join(name);
        for (const leaseId of observer.leaseIds()) if (isSeenIn(room, leaseId)) room.waiting.add(leaseId);
        schedule();
      } else if (!left) return;
      tellObserver();
    },
    gone(socket: LiveServerSocket): void {
      if (leave(socket)) tellObserver();
    },
    stop(): void {
      off();
      cancel?.();
    },
  };
}

export type FineLane = ReturnType<typeof createFineLane>;
