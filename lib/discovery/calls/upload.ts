import { isAnyArrayBuffer } from "node:util/types";
import { CallFailure } from "./failures";

/** A body that is streamed, and how long its sender was waited for: that time is not the instance's. */
export class Upload implements AsyncIterable<Buffer> {
  private waiting = false;
  private waitedUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly source: AsyncIterable<unknown>) {}

  /** Since when the instance has everything that there is; null while the next part is awaited. `performance.now()`. */
  get handedOverAt(): number | null {
    return this.waiting ? null : this.waitedUntil;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    const parts = this.source[Symbol.asyncIterator]();
    try {
      for (;;) {
        const part = await this.next(parts);
        if (part.done) return;
        yield bytesOf(part.value);
      }
    } finally {
      await parts.return?.();
    }
  }

  private async next(parts: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> {
    this.waiting = true;
    try {
      return await parts.next();
    } catch (error) {
      // Whoever breaks off says nothing about the instance.
      throw error instanceof CallFailure
        ? error
        : new CallFailure("body", "The body that was to be sent broke off.", true, error);
    } finally {
      this.waiting = false;
      this.waitedUntil = performance.now();
    }
  }
}

/** What comes of a stream may be anything; what is no bytes and no text is the sender's mistake. */
function bytesOf(part: unknown): Buffer {
  if (Buffer.isBuffer(part)) return part;
  if (typeof part === "string") return Buffer.from(part);
  if (ArrayBuffer.isView(part)) return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  if (isAnyArrayBuffer(part)) return Buffer.from(part);
  throw new CallFailure("body", "A part of the body that was to be sent is neither bytes nor text.", true);
}
