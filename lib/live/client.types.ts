import type { Clock } from "@/lib/clock";
import type {
  DeltaMessage,
  EventsMessage,
  Hello,
  Interest,
  LeasesMessage,
  LiveStatus,
  ResyncMessage,
  Snapshot,
} from "./protocol";
import type { SocketTrouble } from "./state";
import type { MutableLiveStore } from "./store";

/**
 * All that the client needs of a socket. The adapter over socket.io-client sets `transports: ["websocket"]`,
 * `reconnection: false`, `forceNew: true`, `auth: hello`, and sends nothing while disconnected: the client itself
 * reconnects, by opening another one. Messages are handed on in the order of their arrival, and no handler is called
 * before `openSocket` has returned.
 */
export interface LiveSocket {
  /** `answer` is called at most once, and not after the socket closed. */
  ping(sentAt: number, answer: (serverTime: number) => void): void;
  interest(interest: Interest): void;
  /** No handler is called after it. */
  close(): void;
}

export interface LiveSocketHandlers {
  opened(): void;
  /** Once, also where it never opened. `reason` in words. */
  closed(reason: string): void;
  delta(message: DeltaMessage): void;
  events(message: EventsMessage): void;
  status(message: LiveStatus): void;
  leases(message: LeasesMessage): void;
  resync(message: ResyncMessage): void;
}

export interface LiveClientOptions {
  /** Null where the server has no view yet (503 `not-ready`); rejects where there is no answer. */
  fetchSnapshot: (signal: AbortSignal) => Promise<Snapshot | null>;
  /**
   * The same where the socket does not open, asked again and again: `unchanged` where it is the one answered last.
   * `serverTime` is when it was answered, as well as it is known.
   */
  pollSnapshot: (
    signal: AbortSignal,
  ) => Promise<{ snapshot: Snapshot | "unchanged" | null; serverTime: number | null }>;
  /** Asks the console why the socket does not open. */
  explainSocket: (signal: AbortSignal) => Promise<SocketTrouble>;
  openSocket: (hello: Hello, handlers: LiveSocketHandlers) => LiveSocket;
  clock: Clock;
  /** 0 to 1, like Math.random. */
  random: () => number;
  store: MutableLiveStore;
}

export interface LiveClient {
  start(): void;
  /** What the page looks at; repeated after every reconnect. */
  setInterest(interest: Interest): void;
  /** The browser says that it is online again, or the page is visible again: tries now, checks whether the way still stands. */
  wake(): void;
  /** The browser says that it is offline: shown at once. */
  offline(): void;
  stop(): void;
}
