/** What came is not an HTTP/1 answer, or not one that can be read in one way only. */
export class NotHttp extends Error {
  override readonly name = "NotHttp";
}

export interface AnswerListener {
  onHeaders(status: number, rawHeaders: string[], statusText: string): void;
  onData(chunk: Buffer): void;
  onEnd(): void;
}

const MOST_HEAD_BYTES = 16 * 1024;
const HEAD_END = Buffer.from("\r\n\r\n");
const LINE_END = Buffer.from("\r\n");
const BEGINNING = "HTTP/1.";
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/;
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const LENGTH = /^\d{1,15}$/;
const CHUNK_SIZE = /^([0-9a-fA-F]{1,12})[\t ]*(?:;[\t\x20-\x7e\x80-\xff]*)?$/;
const BARE_LINE_FEED = /(?:^|[^\r])\n/;

type State = "idle" | "head" | "fixed" | "until-close" | "chunk-size" | "chunk" | "chunk-end" | "trailers" | "stopped";

/**
 * Reads one answer after the other from the bytes of a connection (RFC 9112). Where a lenient reader would guess, it
 * throws `NotHttp`: lengths that contradict each other, folded or malformed headers, bare line feeds, codings other
 * than chunked, bytes that answer no request. Guessing is how one answer becomes part of another.
 */
export class AnswerParser {
  private state: State = "idle";
  /** Bytes of a head, a size or trailers that have not come to their end. */
  private rest: Buffer | null = null;
  /** Bytes of the body, or of a chunk, that have not come. */
  private left = 0;
  private toHead = false;
  /** Whether the connection may be used for another request, as far as the last answer says. */
  keepsAlive = true;
  /** How long the other side says that it keeps an idle connection. */
  keepAliveSeconds: number | null = null;

  constructor(private readonly listener: AnswerListener) {}

  /** What comes next answers a request of this method. */
  begin(method: string): void {
    this.state = "head";
    this.toHead = method === "HEAD";
  }

  /** Nothing is told any more. */
  stop(): void {
    this.state = "stopped";
    this.rest = null;
  }

  take(bytes: Buffer): void {
    const buffer = this.rest ? Buffer.concat([this.rest, bytes]) : bytes;
    this.rest = null;
    let at = 0;
    while (at < buffer.length) {
      const next = this.step(buffer, at);
      if (next === null) {
        this.rest = buffer.subarray(at);
        return;
      }
      at = next;
    }
  }

  /** The other side sends nothing more. True where that ends the answer, or there was none to come. */
  finish(): boolean {
    if (this.state !== "until-close") return this.state === "idle";
    this.end();
    return true;
  }

  /** How far it came; null where more bytes are needed. */
  private step(buffer: Buffer, at: number): number | null {
    switch (this.state) {
      case "head":
        return this.readHead(buffer, at);
      case "fixed":
      case "chunk": {
        const to = Math.min(buffer.length, at + this.left);
        this.left -= to - at;
        const last = this.left === 0;
        if (last && this.state === "chunk") this.state = "chunk-end";
        const whole = last && this.state === "fixed";
        this.listener.onData(at === 0 && to === buffer.length ? buffer : buffer.subarray(at, to));
        // The listener may have stopped it.
        if (whole && this.state === "fixed") this.end();
        return to;
      }
      case "until-close":
        this.listener.onData(buffer.subarray(at));
        return buffer.length;
      case "chunk-size":
        return this.readLine(buffer, at, (line) => {
          const [, size] = CHUNK_SIZE.exec(line) ?? [];
          if (size === undefined) throw new NotHttp("A chunk begins with something that is no size.");
          this.left = Number.parseInt(size, 16);
          this.state = this.left === 0 ? "trailers" : "chunk";
        });
      case "chunk-end":
        return this.readLine(buffer, at, (line) => {
          if (line !== "") throw new NotHttp("A chunk is longer than it says.");
          this.state = "chunk-size";
        });
      case "trailers":
        return this.readLine(buffer, at, (line) => {
          if (line === "") this.end();
          else if (!VALUE.test(line)) throw new NotHttp("A trailer holds what no header may hold.");
        });
      case "idle":
        throw new NotHttp("Bytes came that answer no request.");
      case "stopped":
        return buffer.length;
    }
  }

  private readLine(buffer: Buffer, at: number, read: (line: string) => void): number | null {
    const end = buffer.indexOf(LINE_END, at);
    if ((end < 0 ? buffer.length : end) - at > MOST_HEAD_BYTES) throw new NotHttp("A line is too long.");
    if (end < 0) return null;
    read(buffer.toString("latin1", at, end));
    return end + LINE_END.length;
  }

  private readHead(buffer: Buffer, at: number): number | null {
    const end = buffer.indexOf(HEAD_END, at);
    if ((end < 0 ? buffer.length : end) - at > MOST_HEAD_BYTES) throw new NotHttp("Its headers are too long.");
    if (end < 0) {
      const begun = buffer.toString("latin1", at);
      // Whoever speaks something else is not waited for.
      if (!begun.startsWith(BEGINNING.slice(0, begun.length)) || BARE_LINE_FEED.test(begun))
        throw new NotHttp("What came does not begin as HTTP/1 does.");
      return null;
    }
    this.readHeaders(buffer.toString("latin1", at, end).split("\r\n"));
    return end + HEAD_END.length;
  }

  private readHeaders(lines: readonly string[]): void {
    const [, minor, code, statusText = ""] = STATUS_LINE.exec(lines[0] ?? "") ?? [];
    if (code === undefined) throw new NotHttp("Its first line is no status line.");
    const status = Number(code);
    const headers: string[] = [];
    let length: string | null = null;
    let coding: string | null = null;
    let connection = "";
    this.keepAliveSeconds = null;
    for (let index = 1; index < lines.length; index++) {
      const line = lines[index] ?? "";
      const colon = line.indexOf(":");
      const name = line.slice(0, Math.max(0, colon));
      const value = withoutSpace(line, colon + 1);
      if (!NAME.test(name) || !VALUE.test(value)) throw new NotHttp("One of its headers is none.");
      headers.push(name, value);
      switch (name.length) {
        case 10:
          if (isNamed(name, "connection")) connection += `,${value.toLowerCase()}`;
          else if (isNamed(name, "keep-alive")) this.keepAliveSeconds = secondsIn(value);
          break;
        case 14:
          if (!isNamed(name, "content-length")) break;
          if (length !== null || !LENGTH.test(value)) throw new NotHttp("It has no single length.");
          length = value;
          break;
        case 17:
          if (!isNamed(name, "transfer-encoding")) break;
          if (coding !== null || value.toLowerCase() !== "chunked")
            throw new NotHttp("Its body is coded in another way than in chunks.");
          coding = value;
          break;
      }
    }
    if (coding !== null && (length !== null || minor === "0"))
      throw new NotHttp("It has chunks, and says something else, too.");
    if (status === 101) throw new NotHttp("It changes to a protocol that nobody asked for.");
    // What comes before the answer is nobody's concern: 100, 103.
    if (status < 200) return;
    this.keepsAlive = minor === "1" ? !says(connection, "close") : says(connection, "keep-alive");
    this.left = Number(length ?? 0);
    const empty = this.toHead || status === 204 || status === 304 || (coding === null && length !== null && !this.left);
    this.state = coding !== null ? "chunk-size" : length !== null ? "fixed" : "until-close";
    if (this.state === "until-close" && !empty) this.keepsAlive = false;
    this.listener.onHeaders(status, headers, statusText);
    if (empty && !this.isStopped()) this.end();
  }

  private end(): void {
    this.state = "idle";
    this.listener.onEnd();
  }

  private isStopped(): boolean {
    return this.state === "stopped";
  }
}

/** Spaces and tabs around a value are none of it; everything else is, as bytes of UTF-8 that look like spaces. */
function withoutSpace(line: string, from: number): string {
  let start = from;
  let end = line.length;
  while (start < end && isSpace(line.charCodeAt(start))) start += 1;
  while (end > start && isSpace(line.charCodeAt(end - 1))) end -= 1;
  return line.slice(start, end);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function isNamed(name: string, lowered: string): boolean {
  return name === lowered || name.toLowerCase() === lowered;
}

function says(connection: string, word: string): boolean {
  return connection !== "" && connection.split(",").some((one) => one.trim() === word);
}

function secondsIn(keepAlive: string): number | null {
  const [, seconds] = /(?:^|[,;\s])timeout=(\d{1,6})(?:$|[,;\s])/i.exec(keepAlive) ?? [];
  return seconds === undefined ? null : Number(seconds);
}
