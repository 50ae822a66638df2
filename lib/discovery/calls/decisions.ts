import type { Instance } from "@/lib/registry/types";
import type { CallFailure } from "./failures";
import type { EjectionCause } from "./outliers";

/** Why no further attempt is made. */
export type WhyNotRetried = "attempts" | "budget" | "not-idempotent" | "body-sent" | "no-other-instance" | "aborted";

/** Everything that is decided about calls, as it happens. */
export type Decision =
  | { kind: "picked"; service: string; call: number; attempt: number; instance: Instance }
  | {
      kind: "answered";
      service: string;
      call: number;
      attempt: number;
      instance: Instance;
      status: number;
      /** To the answer's headers. */
      latencyMs: number;
    }
  | {
      kind: "failed";
      service: string;
      call: number;
      attempt: number;
      instance: Instance;
      failure: CallFailure;
      latencyMs: number;
    }
  | { kind: "retrying"; service: string; call: number; attempt: number }
  | { kind: "not-retrying"; service: string; call: number; attempt: number; why: WhyNotRetried }
  | {
      kind: "ejected";
      service: string;
      instance: Instance;
      cause: EjectionCause;
      evidence: string;
      forMs: number;
      times: number;
    }
  | { kind: "returned"; service: string; instance: Instance }
  /** It would have been ejected, but too many are out already. */
  | { kind: "spared"; service: string; instance: Instance; evidence: string };
