/** A body that can be read from its beginning as often as somebody asks for it. */
export class Replay implements AsyncIterable<Uint8Array> {
  constructor(private readonly content: Blob) {}

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.content.stream()[Symbol.asyncIterator]();
  }
}

/** Whether another attempt may send it, too. */
export function canBeSentAgain(body: unknown): boolean {
  return body === null || Buffer.isBuffer(body) || body instanceof Replay;
}
