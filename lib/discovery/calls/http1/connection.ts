import { once } from "node:events";
import type { Socket } from "node:net";
import { CallFailure } from "../failures";
import { type AnswerListener, AnswerParser } from "./answer-parser";
import { type RequestHead, requestHead } from "./request-head";
import type { Sender } from "./sender";

/** Whoever a connection belongs to. */
export interface Home {
  /** `host:port`, as it stands in requests. */
  readonly authority: string;
  /** Counts up about once a second: cheaper than looking at a clock for each read. */
  readonly tick: number;
  /** It can be used for another request. */
  onIdle(connection: Connection): void;
  onClosed(connection: Connection): void;
}

/** One connection to an instance, with one request at a time. */
export class Connection implements AnswerListener {
  private readonly parser = new AnswerParser(this);
  private sender: Sender | null = null;
  /** The request's body is on its way. */
  private sending = false;
  private last = false;
  private held = false;
  private closed = false;
  private isReferenced = true;
  /** The tick of the last sign of life. */
  seenAt: number;

  constructor(
    private readonly socket: Socket,
    private readonly home: Home,
  ) {
    this.seenAt = home.tick;
    socket.on("data", (bytes: Buffer) => this.read(bytes));
    socket.on("end", () => this.ended());
    socket.on("error", (error) => this.fail(error));
    socket.on("close", () => this.fail(brokenOff()));
  }

  /** How long the instance says that it keeps the connection while it is idle. */
  get keepAliveSeconds(): number | null {
    return this.parser.keepAliveSeconds;
  }

  /** An answer is awaited or read, and nobody here holds it up. */
  get awaits(): boolean {
    return this.sender !== null && !this.held;
  }

  /** The request's body is on its way, and the instance takes it: whoever sends it is awaited. */
  get uploads(): boolean {
    return this.sending && !this.socket.writableNeedDrain;
  }

  send(sender: Sender): void {
    let head: RequestHead;
    try {
      head = requestHead(sender.outgoing, this.home.authority);
      const refusal = sender.onConnection(this);
      if (refusal) throw refusal;
    } catch (error) {
      this.home.onIdle(this);
      sender.onError(error as Error);
      return;
    }
    if (!this.isReferenced) {
      this.socket.ref();
      this.isReferenced = true;
    }
    this.sender = sender;
    this.seenAt = this.home.tick;
    this.last = head.last;
    const { method, body } = sender.outgoing;
    this.parser.begin(method);
    if (body === null) this.socket.write(head.text, "latin1");
    else if (Buffer.isBuffer(body)) {
      this.socket.cork();
      this.socket.write(head.text, "latin1");
      this.socket.write(body);
      this.socket.uncork();
    } else void this.stream(sender, head, body);
  }

  /** Goes on with what `sender` has held back; nobody else's answer is touched. */
  resume(sender: Sender): void {
    if (this.sender !== sender || !this.held) return;
    this.held = false;
    this.seenAt = this.home.tick;
    this.socket.resume();
  }

  /** Ends `sender`'s request, and the connection with it: what is under way cannot be taken back. */
  abort(sender: Sender, error: Error): void {
    if (this.sender === sender) this.fail(error);
  }

  close(): void {
    this.fail(brokenOff());
  }

  /** An idle connection does not keep a finished program alive. */
  unreference(): void {
    if (this.isReferenced) this.socket.unref();
    this.isReferenced = false;
  }

  /** Neither side has moved for too long. */
  stoodStill(): void {
    this.fail(
      this.uploads
        ? new CallFailure("body", "The rest of the body did not come.", true)
        : Object.assign(new Error("nothing came for too long"), { code: "ETIMEDOUT" }),
    );
  }

  fail(error: Error): void {
    const { sender } = this;
    this.sender = null;
    if (!this.closed) {
      this.closed = true;
      this.parser.stop();
      this.socket.destroy();
      this.home.onClosed(this);
    }
    sender?.onError(error);
  }

  onHeaders(status: number, rawHeaders: string[], statusText: string): void {
    this.sender?.onHeaders(status, rawHeaders, statusText);
  }

  onData(chunk: Buffer): void {
    if (this.sender?.onData(chunk) !== false || this.closed) return;
    this.held = true;
    this.socket.pause();
  }

  onEnd(): void {
    const { sender } = this;
    this.sender = null;
    if (this.held) this.socket.resume();
    this.held = false;
    // An answer before the request was at its end: what is left of it would be taken for another request.
    if (this.last || this.sending || !this.parser.keepsAlive) this.close();
    else this.home.onIdle(this);
    sender?.onEnd();
  }

  private read(bytes: Buffer): void {
    this.seenAt = this.home.tick;
    try {
      this.parser.take(bytes);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private ended(): void {
    if (!this.parser.finish()) this.fail(brokenOff());
    else this.close();
  }

  private async stream(sender: Sender, { text, length }: RequestHead, body: AsyncIterable<Buffer>): Promise<void> {
    const { socket } = this;
    this.sending = true;
    let sent = 0;
    try {
      socket.write(text, "latin1");
      for await (const part of body) {
        // Answered or given up: nobody reads on.
        if (this.sender !== sender) return;
        if (part.length === 0) continue;
        sent += part.length;
        if (length !== null && sent > length) throw new TypeError("The body is longer than its length.");
        if (!this.write(part, length === null)) await drained(socket);
      }
      if (length !== null && sent !== length) throw new TypeError("The body is shorter than its length.");
      if (this.sender !== sender) return;
      this.sending = false;
      if (length === null) socket.write("0\r\n\r\n", "latin1");
      sender.onSent();
    } catch (error) {
      const failure =
        error instanceof CallFailure ? error : new CallFailure("body", "The body broke off.", true, error);
      this.abort(sender, failure);
    }
  }

  private write(part: Buffer, chunked: boolean): boolean {
    const { socket } = this;
    this.seenAt = this.home.tick;
    if (!chunked) return socket.write(part);
    socket.cork();
    socket.write(`${part.length.toString(16)}\r\n`, "latin1");
    socket.write(part);
    const taken = socket.write("\r\n", "latin1");
    socket.uncork();
    return taken;
  }
}

/** Until it takes more, or is closed. */
async function drained(socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  const stop = new AbortController();
  const { signal } = stop;
  await Promise.race([once(socket, "drain", { signal }), once(socket, "close", { signal })]).catch(() => {});
  stop.abort();
}

function brokenOff(): Error {
  return Object.assign(new Error("the connection was closed"), { code: "ECONNRESET" });
}
