import { createHmac } from "node:crypto";

export interface Signed {
  /** The same in every attempt to deliver a message: receivers recognize a repetition by it. */
  id: string;
  /** Seconds since 1970, of this attempt: receivers refuse what is old. */
  timestamp: number;
  body: string;
}

/**
 * The headers of Standard Webhooks, for which receivers find libraries in most languages
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 */
export function signatureHeaders({ id, timestamp, body }: Signed, key: Uint8Array): Record<string, string> {
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": `v1,${signature}` };
}

/** Null where it is no secret in the form of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
export function readSecret(text: string): Uint8Array | null {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1];
  if (base64 === undefined) return null;
  const key = Buffer.from(base64, "base64");
  return key.length >= 24 && key.length <= 64 ? new Uint8Array(key) : null;
}
