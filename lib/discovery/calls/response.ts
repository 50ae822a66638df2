import { hasNoBody } from "./bodiless";
import { CallFailure } from "./failures";

/** What a `Response` takes as its status text: a reason phrase of RFC 9112. */
const REASON = /^[\t\x20-\x7e\x80-\xff]*$/;

export interface AnswerStream {
  response: Response;
  /** False where the reader is behind. */
  push(chunk: Uint8Array): boolean;
  end(): void;
  fail(error: unknown): void;
}

/** A `Response` whose body is what is pushed. `onPull` is called when there is room again, `onCancel` when nobody reads it any more. */
export function streamedResponse(
  { status, statusText, rawHeaders }: { status: number; statusText: string; rawHeaders: readonly Buffer[] },
  { onPull, onCancel }: { onPull(): void; onCancel(): void },
): AnswerStream {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const stream = new ReadableStream<Uint8Array>(
    {
      start(own) {
        controller = own;
      },
      pull: onPull,
      cancel: onCancel,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 64 * 1024 }),
  );
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index]?.toString("latin1") ?? "", rawHeaders[index + 1]?.toString("latin1") ?? "");
  if (status > 599)
    throw new CallFailure("protocol", `It answered with the status ${status}, which means nothing.`, true);
  const words = REASON.test(statusText) ? statusText : "";
  return {
    response: new Response(hasNoBody("GET", status) ? null : stream, { status, statusText: words, headers }),
    push(chunk) {
      // The parser's memory is used again.
      controller?.enqueue(Uint8Array.from(chunk));
      return (controller?.desiredSize ?? 0) > 0;
    },
    end: () => controller?.close(),
    fail: (error) => controller?.error(error),
  };
}
