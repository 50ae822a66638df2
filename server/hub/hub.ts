import type { Server } from "socket.io";
import { sizeOf } from "@/lib/budgets";
import type { Clock } from "@/lib/clock";
import {
  type ClientToServer,
  type LiveStatus,
  type ResyncMessage,
  type ServerToClient,
  STATUS_BEAT_MS,
} from "@/lib/live/protocol";
import { deltaBetween } from "@/lib/registry/delta";
import type { RegistryEvent } from "@/lib/registry/types";
import type { Delta, Position, View } from "@/lib/registry/view";
import type { Registry, RegistryUpdate } from "@/server/registry/registry";
import type { FineLane } from "./fine-lane";
import { createMember, type LiveServerSocket, type Member } from "./member";
import { createOutlet } from "./outlet";
import { createRing, type RingBounds } from "./ring";
import { createWindow, NARROWEST_MS, type Widths, widthsAfter } from "./window";

export interface HubStats {
  /** Connected, whatever their state. */
  clients: number;
  /** Of these, in step with each other. */
  inStep: number;
  /** Of these, behind with a buffer that does not drain. */
  laggards: number;
  /** Since the start: steps sent to all, bytes over all clients before framing, and those sent back to the snapshot. */
  windows: number;
  bytes: number;
  resyncs: number;
  ring: { count: number; bytes: number };
}

export interface Hub {
  /** Whether the stream continues from a position, without a snapshot. */
  continuesFrom(position: Position): boolean;
  stats(): HubStats;
  /** Disconnects everybody. */
  stop(): void;
}

export interface HubOptions {
  io: Server<ClientToServer, ServerToClient>;
  registry: Registry;
  clock: Clock;
  ring?: RingBounds;
  /** Fine lease readings for whoever looks, and who looks at what; without it nobody looks at anything. */
  fine?: Pick<FineLane, "look" | "gone" | "isLookedAt">;
}

/**
 * Of what a client missed: above that the snapshot is asked for again, which is encoded once for everybody, compressed,
 * and waits for its reader outside of this process's memory.
 */
const MOST_MISSED_BYTES = 4 << 20;
/** Some seconds of a storm, hours of a calm day. */
export const RECENT: RingBounds = { count: 16_384, bytes: 16 << 20 };
const IN_STEP = "in-step";
/** Sockets that get nothing but status. */
const ASIDE = "aside";

/**
 * Streams the registry to the sockets. Those in step share a room: each step is encoded once. One whose buffer does
 * not drain leaves the room with nothing but its position, and gets one merged delta, or `resync`, when it has: what
 * waits for a client never grows. Coarse lease readings are part of the view and come with the steps; fine ones have a
 * lane of their own (fine-lane.ts).
 */
export function createHub({ io, registry, clock, ring: bounds = RECENT, fine }: HubOptions): Hub {
  const ring = createRing(bounds);
  const outlet = createOutlet(io, clock);
  const members = new Set<Member>();
  const totals = { windows: 0, bytes: 0, resyncs: 0 };
  /** Where the room stands; the ring's end as of the last flush. */
  let flushed: Position | null = null;
  let statusWanted: "beat" | "change" | null = null;
  let lastState = registry.status().state;
  let stopped = false;
  let cancelBeat = (): void => {};
  let cancelPoll: (() => void) | null = null;
  const window = createWindow(clock, flush);

  const known = registry.view();
  if (known) begin(known);

  function begin(position: Position): void {
    flushed = { epoch: position.epoch, seq: position.seq };
    ring.restart(flushed);
  }

  function onUpdate({ previous, next, events: fresh, amended = [] }: RegistryUpdate): void {
    const events = amended.length > 0 ? [...fresh, ...amended] : fresh;
    if (!previous || previous.epoch !== next.epoch) {
      onEpoch(next, events);
      return;
    }
    const delta = deltaBetween(previous, next);
    ring.append(delta, events, sizeOf(delta) + sizeOf(events));
    window.want(changesLookedAt(delta, previous) ? "lookedAt" : "anything");
  }

  function changesLookedAt({ put, remove }: Delta, previous: View): boolean {
    if (!fine) return false;
    if (put.instances.some(fine.isLookedAt)) return true;
    return remove.instances.some((id) => {
      const before = previous.instances.get(id);
      return before !== undefined && fine.isLookedAt(before);
    });
  }

  /** Nothing of the old epoch continues: everybody fetches the snapshot, those who can be reached at once first. */
  function onEpoch(next: Position, events: RegistryEvent[]): void {
    const pending = flushed ? (ring.since(flushed)?.events ?? []) : [];
    outlet.events(IN_STEP, [...pending, ...events]);
    begin(next);
    for (const member of members) {
      if (member.state === "in-step") resync(member, "other-epoch");
      else if (member.state === "waiting") resync(member, "ready");
    }
  }

  function onStatus(status: LiveStatus): void {
    statusWanted = "change";
    const changed = status.state !== lastState;
    lastState = status.state;
    if (changed) window.now();
    else window.want("anything");
  }

  function beat(): void {
    statusWanted ??= "beat";
    window.want("anything");
    cancelBeat = clock.setTimeout(beat, STATUS_BEAT_MS);
  }

  /** One step for everybody. Returns how long to gather after it, null where nothing was sent. */
  function flush(): Widths | null {
    const now = clock.now();
    for (const member of members) if (member.state === "in-step" && member.lags(now)) leave(member);
    // A beat must not hold up the change that comes after it.
    const gathers = statusWanted === "change";
    const status = sendStatus();
    const bytes = sendStep() + (gathers ? status : 0);
    catchUpAll();
    if (bytes === 0) return null;
    totals.windows++;
    return widthsAfter(bytes, members.size);
  }

  function sendStep(): number {
    const end = ring.end();
    if (!flushed || !end || end.seq === flushed.seq) return 0;
    const continuation = ring.since(flushed);
    flushed = end;
    const clients = countIn("in-step");
    if (!continuation) {
      // More happened in one window than the ring holds.
      for (const member of members) if (member.state === "in-step") resync(member, "lagging");
      return 0;
    }
    if (clients === 0) return 0;
    // Events first: whoever is cut off in between gets them again with the delta, and never misses them.
    const bytes = outlet.step(IN_STEP, continuation);
    totals.bytes += bytes * clients;
    const now = clock.now();
    for (const member of members) if (member.state === "in-step") member.sentAt = now;
    return bytes;
  }

  function sendStatus(): number {
    if (!statusWanted) return 0;
    statusWanted = null;
    if (members.size === 0) return 0;
    const bytes = outlet.status([IN_STEP, ASIDE], registry.status());
    totals.bytes += bytes * members.size;
    return bytes;
  }

  function leave(member: Member): void {
    if (!flushed) return;
    void member.socket.leave(IN_STEP);
    member.apart(flushed);
    poll();
  }

  /** Those that left the room together often come back together: what they missed is put together and encoded once. */
  function catchUpAll(): void {
    const groups = new Map<string, Member[]>();
    for (const member of members) {
      if (member.state !== "apart" || !member.position || !member.drained()) continue;
      const place = `${member.position.epoch} ${member.position.seq}`;
      const group = groups.get(place);
      if (group) group.push(member);
      else groups.set(place, [member]);
    }
    for (const group of groups.values()) catchUp(group);
  }

  /** Brings members that stand apart at one position to where the room is. Between two flushes the room is behind: the next one does it. */
  function catchUp(group: readonly Member[]): void {
    const end = ring.end();
    const position = group[0]?.position;
    if (!position || !flushed || !end) return;
    if (position.epoch === end.epoch && flushed.seq !== end.seq) return;
    const continuation = ring.bytesSince(position) > MOST_MISSED_BYTES ? null : ring.since(position);
    if (!continuation) {
      for (const member of group) resync(member, position.epoch === end.epoch ? "too-old" : "other-epoch");
      return;
    }
    const ids = group.map(({ socket }) => socket.id);
    totals.bytes += outlet.step(ids, continuation) * ids.length;
    outlet.status(ids, registry.status());
    for (const member of group) {
      void member.socket.join(IN_STEP);
      member.inStep(clock.now());
    }
  }

  function resync(member: Member, reason: ResyncMessage["reason"]): void {
    totals.resyncs++;
    void member.socket.leave(IN_STEP);
    void member.socket.join(ASIDE);
    member.dismissed();
    member.socket.emit("resync", { reason });
  }

  /** Laggards are looked at again while there are any, also when nothing happens. */
  function poll(): void {
    cancelPoll ??= clock.setTimeout(() => {
      cancelPoll = null;
      catchUpAll();
      if (countIn("apart") > 0) poll();
    }, NARROWEST_MS);
  }

  function countIn(state: Member["state"]): number {
    let count = 0;
    for (const member of members) if (member.state === state) count++;
    return count;
  }

  function onConnection(socket: LiveServerSocket): void {
    const member = createMember(socket, clock, (interest) => fine?.look(socket, interest));
    if (!member) {
      socket.emit("resync", { reason: "protocol" });
      socket.disconnect(true);
      return;
    }
    members.add(member);
    socket.on("disconnect", () => {
      members.delete(member);
      member.gone();
      fine?.gone(socket);
    });
    if (!flushed || !member.position) {
      if (flushed) resync(member, "ready");
      else member.waits();
      void socket.join(ASIDE);
      socket.emit("status", registry.status());
      return;
    }
    catchUp([member]);
    if (member.state !== "apart") return;
    socket.emit("status", registry.status());
    poll();
  }

  const offUpdate = registry.onUpdate(onUpdate);
  const offStatus = registry.onStatus(onStatus);
  io.on("connection", onConnection);
  cancelBeat = clock.setTimeout(beat, STATUS_BEAT_MS);

  return {
    continuesFrom: ring.continues,
    stats: () => ({
      clients: members.size,
      inStep: countIn("in-step"),
      laggards: countIn("apart"),
      ...totals,
      ring: ring.size(),
    }),
    stop() {
      if (stopped) return;
      stopped = true;
      offUpdate();
      offStatus();
      io.off("connection", onConnection);
      cancelBeat();
      cancelPoll?.();
      window.stop();
      for (const member of members) {
        member.gone();
        member.socket.disconnect(true);
      }
      members.clear();
    },
  };
}
