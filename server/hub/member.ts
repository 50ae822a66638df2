import type { Socket } from "socket.io";
import { z } from "zod";
import type { Clock } from "@/lib/clock";
import { type ClientToServer, type Interest, PROTOCOL_VERSION, type ServerToClient } from "@/lib/live/protocol";
import type { Position } from "@/lib/registry/view";
import { NARROWEST_MS } from "./window";

export type LiveServerSocket = Socket<ClientToServer, ServerToClient>;

/** A client that says more often what it looks at is heard no sooner; what it said last counts. */
const INTEREST_EVERY_MS = 250;

const helloSchema = z.object({
  version: z.literal(PROTOCOL_VERSION),
  position: z.object({ epoch: z.string().max(1_024), seq: z.int() }).nullable(),
});
const names = z.array(z.string().max(10_240)).max(200).exactOptional();
const interestSchema: z.ZodType<Interest> = z.object({ services: names, keys: names });

export interface Member {
  readonly socket: LiveServerSocket;
  /** `waiting`: for the first view. `apart`: at a position of its own. `dismissed`: was told to resync. */
  readonly state: "waiting" | "apart" | "in-step" | "dismissed";
  /** Of one that stands apart. */
  readonly position: Position | null;
  /** When it was last sent a step. */
  sentAt: number;
  /** Whether everything sent to it has left this process. */
  drained(): boolean;
  /** Whether what was sent half a window ago is still here. */
  lags(now: number): boolean;
  waits(): void;
  apart(position: Position): void;
  inStep(now: number): void;
  dismissed(): void;
  /** Its socket is closed. */
  gone(): void;
}

/** Null where the handshake is not of this protocol. Anything else that is not disconnects. */
export function createMember(
  socket: LiveServerSocket,
  clock: Clock,
  onInterest: (interest: Interest) => void = () => {},
): Member | null {
  const hello = helloSchema.safeParse(socket.handshake.auth);
  if (!hello.success) return null;
  const member = {
    socket,
    state: "apart" as Member["state"],
    position: hello.data.position,
    sentAt: clock.now(),
    // engine.io makes the transport writable again when the kernel has taken what was written, and at once writes
    // whatever queued behind it: a writable transport has an empty queue.
    drained: () => socket.conn.transport.writable,
    lags: (now: number) => now - member.sentAt >= NARROWEST_MS / 2 && !socket.conn.transport.writable,
    waits(): void {
      member.state = "waiting";
    },
    apart(position: Position): void {
      member.state = "apart";
      member.position = position;
    },
    inStep(now: number): void {
      member.state = "in-step";
      member.position = null;
      member.sentAt = now;
    },
    dismissed(): void {
      member.state = "dismissed";
      member.position = null;
    },
    gone: hearInterest(socket, clock, onInterest),
  };
  socket.on("ping", (_sentAt, answer) => {
    if (typeof answer === "function") answer(clock.now());
  });
  return member;
}

/**
 * Tells the last of what the client says it looks at, four times a second at most; disconnects it where that has no such
 * form. Returns the way to stop.
 */
function hearInterest(socket: LiveServerSocket, clock: Clock, tell: (interest: Interest) => void): () => void {
  let newest: unknown;
  let toldAt = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;

  function told(): void {
    cancel = null;
    toldAt = clock.now();
    const parsed = interestSchema.safeParse(newest);
    if (parsed.success) tell(parsed.data);
    else socket.disconnect(true);
  }

  socket.on("interest", (interest) => {
    newest = interest;
    if (cancel) return;
    const waitMs = toldAt + INTEREST_EVERY_MS - clock.now();
    if (waitMs <= 0) told();
    else cancel = clock.setTimeout(told, waitMs);
  });
  return () => cancel?.();
}
