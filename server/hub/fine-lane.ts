import type { Server } from "socket.io";
import type { Clock } from "@/lib/clock";
import type { LeaseReading } from "@/lib/leases/reading";
import type { ClientToServer, Interest, LeasesMessage, ServerToClient } from "@/lib/live/protocol";
import type { Instance, LeaseId } from "@/lib/registry/types";
import type { LookedAt } from "@/server/registry/lease-index";
import type { LeaseObserver } from "@/server/registry/lease-observer";
import type { Registry } from "@/server/registry/registry";
import type { LiveServerSocket } from "./member";

/** As often as a countdown on screen is written. */
const EVERY_MS = 250;
/** In one message; of more, those that were left out come with the next. */
const MOST_READINGS = 500;
/** In all messages of one turn, however many rooms there are: what does not fit comes with the next turn, room after room. */
const MOST_READINGS_A_TURN = 5_000;

export interface FineLaneOptions {
  io: Server<ClientToServer, ServerToClient>;
  registry: Registry;
  observer: Pick<LeaseObserver, "onFine" | "setInterest" | "reading" | "instancesOf" | "leasesOf">;
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
  const roomsByService = createRoomIndex();
  const roomsByKey = createRoomIndex();
  let cancel: (() => void) | null = null;

  function schedule(): void {
    cancel ??= clock.setTimeout(flush, EVERY_MS);
  }

  function flush(): void {
    cancel = null;
    let left = MOST_READINGS_A_TURN;
    for (const room of [...rooms.values()]) {
      if (left <= 0) break;
      if (room.waiting.size === 0) continue;
      const leases: LeaseReading[] = [];
      for (const leaseId of room.waiting) {
        if (leases.length === Math.min(MOST_READINGS, left)) break;
        room.waiting.delete(leaseId);
        const reading = observer.reading(leaseId);
        if (reading) leases.push(reading);
      }
      left -= leases.length;
      // Whoever had a turn stands at the end of the row.
      rooms.delete(room.name);
      rooms.set(room.name, room);
      if (leases.length === 0) continue;
      const message: LeasesMessage = { serverTime: clock.now(), leases };
      io.to(room.name).volatile.emit("leases", message);
    }
    if ([...rooms.values()].some(({ waiting }) => waiting.size > 0)) schedule();
  }

  function tellObserver(): void {
    observer.setInterest({ services: new Set(roomsByService.names()), keys: new Set(roomsByKey.names()) });
  }

  function open(name: string, lookedAt: LookedAt): Room {
    const room: Room = { name, lookedAt, sockets: new Set(), waiting: new Set() };
    rooms.set(name, room);
    for (const service of lookedAt.services) roomsByService.add(service, room);
    for (const key of lookedAt.keys) roomsByKey.add(key, room);
    return room;
  }

  function close(room: Room): void {
    rooms.delete(room.name);
    for (const service of room.lookedAt.services) roomsByService.remove(service, room);
    for (const key of room.lookedAt.keys) roomsByKey.remove(key, room);
  }

  /** Whether what is looked at has become less. */
  function leave(socket: LiveServerSocket): boolean {
    const room = roomOf.get(socket.id);
    if (!room) return false;
    roomOf.delete(socket.id);
    room.sockets.delete(socket.id);
    void socket.leave(room.name);
    if (room.sockets.size > 0) return false;
    close(room);
    return true;
  }

  const off = observer.onFine((leaseId) => {
    const view = registry.view();
    for (const id of observer.instancesOf(leaseId)) {
      const instance = view?.instances.get(id);
      if (!instance) continue;
      for (const room of roomsByService.of(instance.service)) room.waiting.add(leaseId);
      for (const key of [id, ...instance.keys]) for (const room of roomsByKey.of(key)) room.waiting.add(leaseId);
    }
    schedule();
  });

  return {
    /** Whether any client looks at the instance, or at its service. */
    isLookedAt({ id, service, keys }: Pick<Instance, "id" | "service" | "keys">): boolean {
      return roomsByService.has(service) || roomsByKey.has(id) || keys.some(roomsByKey.has);
    },
    /** What the client looks at from now on; what is known of that is told soon. */
    look(socket: LiveServerSocket, { services = [], keys = [] }: Interest): void {
      const lookedAt = { services: new Set(services), keys: new Set(keys) };
      const name = `fine ${JSON.stringify([[...lookedAt.services].sort(), [...lookedAt.keys].sort()])}`;
      if (roomOf.get(socket.id)?.name === name) return;
      const isLess = leave(socket);
      if (lookedAt.services.size + lookedAt.keys.size === 0) {
        if (isLess) tellObserver();
        return;
      }
      const known = rooms.get(name);
      const room = known ?? open(name, lookedAt);
      roomOf.set(socket.id, room);
      room.sockets.add(socket.id);
      void socket.join(name);
      for (const leaseId of observer.leasesOf(lookedAt)) room.waiting.add(leaseId);
      schedule();
      if (isLess || !known) tellObserver();
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

/** Which rooms look at a name. */
function createRoomIndex() {
  const rooms = new Map<string, Set<Room>>();
  return {
    add(name: string, room: Room): void {
      const known = rooms.get(name);
      if (known) known.add(room);
      else rooms.set(name, new Set([room]));
    },
    remove(name: string, room: Room): void {
      const known = rooms.get(name);
      known?.delete(room);
      if (known?.size === 0) rooms.delete(name);
    },
    has: (name: string): boolean => rooms.has(name),
    of: (name: string): Iterable<Room> => rooms.get(name) ?? [],
    names: () => rooms.keys(),
  };
}
