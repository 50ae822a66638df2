import { createHmac, timingSafeEqual } from "node:crypto";
import type { RecordKindName, RecordSigner } from "@/lib/records/records";

/**
 * Each kind of record is signed with a key made of the secret and the kind's name: whoever is handed the key of the
 * drains can verify drains, and neither write the trail nor sign in.
 */
export function recordSigner(secret: string): RecordSigner {
  return signerOf((kind) => recordKey(secret, kind));
}

/** Verifies drains alone, with their key as it is handed to services: base64, made by `recordKey`. */
export function drainsSignerOf(key: string | undefined): RecordSigner | null {
  if (!key) return null;
  const bytes = Buffer.from(key, "base64");
  return signerOf((kind) => (kind === "drains" ? bytes : null));
}

/** `printf 'rollcall drains' | openssl dgst -sha256 -hmac "$ROLLCALL_SECRET" -binary | base64` */
export function recordKey(secret: string, kind: RecordKindName): Buffer {
  return createHmac("sha256", secret).update(`rollcall ${kind}`).digest();
}

function signerOf(makeKey: (kind: RecordKindName) => Buffer | null): RecordSigner {
  const keys = new Map<RecordKindName, Buffer | null>();
  function mac(kind: RecordKindName, text: string): Buffer | null {
    const key = keys.get(kind) ?? makeKey(kind);
    keys.set(kind, key);
    return key && createHmac("sha256", key).update(text).digest();
  }
  return {
    sign(kind, text) {
      const made = mac(kind, text);
      if (!made) throw new Error(`No key signs records of the kind ${kind} here`);
      return made.toString("base64url");
    },
    verify(kind, text, signature) {
      const made = mac(kind, text);
      const given = Buffer.from(signature, "base64url");
      return made !== null && given.length === made.length && timingSafeEqual(given, made);
    },
  };
}
