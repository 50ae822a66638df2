import type { Socket } from "socket.io";
import { z } from "zod";
import type { Clock } from "@/lib/clock";
import { type ClientToServer, type Interest, PROTOCOL_VERSION, type ServerToClient } from "@/lib/live/protocol";
import type { Position } from "@/lib/registry/view";
import { NARROWEST_MS } from "./window";

export type LiveServerSocket = Socket<ClientToServer, ServerToClient>;

/** Messages between two beats; a page sends a handful. */
const MOST_RECEIVED = 200;

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
  readonly interest: Interest;
  /** Messages since the last beat. */
  received: number;
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
    interest: {} as Interest,
    received: 0,
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
  };
  socket.use((_packet, next) => {
    if (++member.received > MOST_RECEIVED) socket.disconnect(true);
    else next();
  });
  socket.on("ping", (_sentAt, answer) => {
    if (typeof answer === "function") answer(clock.now());
  });
  socket.on("interest", (interest) => {
    const parsed = interestSchema.safeParse(interest);
    if (!parsed.success) {
      socket.disconnect(true);
      return;
    }
    member.interest = parsed.data;
    onInterest(parsed.data);
  });
  return member;
}
