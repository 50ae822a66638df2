import type { Decision } from "./decisions";
import type { CallFailure } from "./failures";
import type { Replay } from "./replay";
import type { RetryBudget } from "./retry-budget";
import type { Rotation } from "./rotation";
import type { Upstream } from "./upstream";

/** One call, whoever it ends up with. */
export interface Call {
  method: string;
  /** With its query. */
  path: string;
  /** Name, value, name, value. */
  headers: string[];
  /** A buffer and a replay can be sent again. What is iterated otherwise is begun once, when a connection takes it. */
  body: Buffer | Replay | AsyncIterable<unknown> | null;
  /** For policies that hash: the same key goes to the same instance. */
  key?: string;
  /** Only this instance, in rotation or not. */
  instanceId?: string;
}

export interface CallLimits {
  /** One attempt, to its answer's headers. */
  attemptTimeoutMs: number;
  /** Attempts in all. */
  attempts: number;
}

/** Who gets the answer. Called in this order: answered, data…, then ended or failed, once. */
export interface Receiver {
  /** Raw headers: name, value, name, value. Answering false holds the body back until `resume` is called. */
  onAnswer(status: number, rawHeaders: Buffer[], statusText: string, resume: () => void, upstream: Upstream): boolean;
  onData(chunk: Buffer): boolean;
  onEnd(): void;
  /** Before `onAnswer`: no attempt is left. After it: the answer is incomplete. */
  onFailure(failure: CallFailure): void;
}

export interface CallParts {
  rotation: Rotation;
  budget: RetryBudget;
  limits: CallLimits;
  service: string;
  onDecision: ((decision: Decision) => void) | null;
}
