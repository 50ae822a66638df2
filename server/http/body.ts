import type { IncomingMessage } from "node:http";
import { Problem } from "@/lib/errors";

export const BODY_LIMIT_BYTES = 256 * 1024;

/** The body as JSON. Gives up as soon as it is known to be too large, without waiting for the rest. */
export async function readJson(request: IncomingMessage, limitBytes = BODY_LIMIT_BYTES): Promise<unknown> {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new Problem("unsupported-media-type", "Send the body as JSON, with `Content-Type: application/json`.");
  if (request.headers["content-encoding"] && request.headers["content-encoding"] !== "identity")
    throw new Problem("unsupported-media-type", "Send the body without a Content-Encoding.");
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > limitBytes) throw tooLarge(limitBytes);
  const bytes = await collect(request, limitBytes);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Problem("invalid-request", "The body is not UTF-8.");
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem("invalid-request", `The body is not JSON: ${error instanceof Error ? error.message : "?"}`);
  }
}

function collect(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const stop = () => {
      request.off("data", onData).off("end", onEnd).off("error", onEnd).off("close", onClose);
    };
    const onData = (part: Buffer) => {
      size += part.length;
      if (size <= limitBytes) {
        parts.push(part);
        return;
      }
      stop();
      request.pause();
      reject(tooLarge(limitBytes));
    };
    const onEnd = () => {
      stop();
      resolve(Buffer.concat(parts));
    };
    const onClose = () => {
      stop();
      reject(new Problem("invalid-request", "The connection closed before the body was complete."));
    };
    request.on("data", onData).on("end", onEnd).on("error", onClose).on("close", onClose);
  });
}

function tooLarge(limitBytes: number): Problem {
  return new Problem("body-too-large", `The body may hold ${limitBytes.toLocaleString("en")} bytes at most.`);
}
