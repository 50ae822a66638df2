/** Rules that may refuse an action, each with its word. */
export const GUARD_RULES = ["reason", "layout", "few-left", "rate"] as const;
export type GuardRule = (typeof GUARD_RULES)[number];

/** What one rule says of one action, before it happens. */
export interface GuardVerdict {
  rule: GuardRule;
  refuses: boolean;
  /** For an operator: what the rule holds against it, or that it holds nothing. */
  words: string;
  /** Whether an admin may override it. */
  overridable: boolean;
  /** Where time helps. */
  retryAfterSeconds?: number;
}
