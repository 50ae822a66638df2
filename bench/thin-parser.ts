/**
 * A parser for socket.io-client that speaks the same bytes and looks only at the head of a delta. Two hundred browsers
 * read their deltas on two hundred machines; here one process stands for them, and parsing everything two hundred times
 * would measure that process. A few clients of a run parse everything and hold the thin ones to it.
 */
import { EventEmitter } from "node:events";

/** Socket.IO's packet type of an event. */
const EVENT = 2;

export interface Packet {
  type: number;
  nsp: string;
  data?: unknown;
  id?: number;
}

/** What a thin client keeps of a delta. */
export interface DeltaHead {
  from: number;
  to: number;
  revision: string;
  bytes: number;
}

const HEAD = /"from":(\d+),"to":(\d+),"revision":"(\d+)"/;
/** How far into a delta its position is looked for before it is parsed after all. */
const HEAD_LENGTH = 400;

export function encode(packet: Packet): string[] {
  const namespace = packet.nsp === "/" ? "" : `${packet.nsp},`;
  const data = packet.data === undefined ? "" : JSON.stringify(packet.data);
  return [`${packet.type}${namespace}${packet.id ?? ""}${data}`];
}

/** Text packets only: the protocol has no binary ones. Deltas become a `DeltaHead`, other events lose their payload. */
export function decodeThin(text: string): Packet {
  const event = /^2\["([a-z-]+)"/.exec(text.slice(0, 40))?.[1];
  if (event === undefined || event === "resync" || event === "status") return decodeFull(text);
  const bytes = Buffer.byteLength(text);
  if (event !== "delta") return { type: EVENT, nsp: "/", data: [event, { bytes }] };
  const head = HEAD.exec(text.slice(0, HEAD_LENGTH));
  if (!head) return decodeFull(text);
  const delta: DeltaHead = { from: Number(head[1]), to: Number(head[2]), revision: head[3] ?? "0", bytes };
  return { type: EVENT, nsp: "/", data: ["delta", delta] };
}

export function decodeFull(text: string): Packet {
  const [, type = "0", namespace, id, data] = /^(\d)(\/[^,]*,)?(\d+)?([\s\S]*)$/.exec(text) ?? [];
  return {
    type: Number(type),
    nsp: namespace ? namespace.slice(0, -1) : "/",
    ...(id === undefined ? {} : { id: Number(id) }),
    ...(data ? { data: JSON.parse(data) as unknown } : {}),
  };
}

/** In the shape that socket.io-client's `parser` option asks for. `onBytes` hears the size of every packet. */
export function createParser(thin: boolean, onBytes: (bytes: number) => void) {
  class Encoder {
    encode = encode;
  }
  class Decoder extends EventEmitter {
    add(text: unknown): void {
      if (typeof text !== "string") throw new TypeError("a binary packet, which the protocol does not have");
      onBytes(Buffer.byteLength(text));
      this.emit("decoded", thin ? decodeThin(text) : decodeFull(text));
    }
    destroy(): void {
      this.removeAllListeners();
    }
  }
  return { protocol: 5, Encoder, Decoder };
}
