import { CallFailure } from "./failures";

/** A body that is streamed, and how long its sender was waited for: that time is not the instance's. */
export class Upload implements AsyncIterable<Buffer> {
  private waiting = false;
  private waitedUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly source: AsyncIterable<Buffer>) {}

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
        yield part.value;
      }
    } finally {
      await parts.return?.();
    }
  }

  private async next(parts: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer>> {
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
