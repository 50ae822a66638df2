import type { UnrecognizedReason } from "@/lib/registry/types";

/** Why a value could not be read. */
export interface DecodeFailure {
  ok: false;
  reason: UnrecognizedReason;
  /** A sentence. Asked for only when no other codec can read the value. */
  detail: () => string;
  /** How far the codec got: of several failures the furthest explains most. */
  progress: number;
}

export type Decoding = { ok: true } | DecodeFailure;

export function wrongShape(detail: () => string, progress: number): DecodeFailure {
  return { ok: false, reason: "value-wrong-shape", detail, progress };
}
