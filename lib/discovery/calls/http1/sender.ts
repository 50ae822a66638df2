import type { Call } from "../call.types";
import type { Connection } from "./connection";

export type Outgoing = Pick<Call, "method" | "path" | "headers" | "body">;

/** Who sends a request, and hears what becomes of it: connected, answered, data…, then ended or failed, once. */
export interface Sender {
  readonly outgoing: Outgoing;
  /** It may be sent now. Answering with an error lets go of the connection before a byte is written. */
  onConnection(connection: Connection): Error | null;
  /** A body that was streamed has gone out. */
  onSent(): void;
  /** Raw headers: name, value, name, value; each character is a byte. */
  onHeaders(status: number, rawHeaders: string[], statusText: string): void;
  /** Answering false holds back what follows until the connection's `resume`. */
  onData(chunk: Buffer): boolean;
  onEnd(): void;
  onError(error: Error): void;
}
