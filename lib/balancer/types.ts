import type { AdminState, Instance, InstanceId, Liveness } from "@/lib/registry/types";

/** An instance as those see it who are about to send something. */
export interface Candidate {
  instance: Instance;
  liveness: Liveness;
  adminState: AdminState;
  /** Relative to the others'; 0: nothing is sent to it. */
  weight: number;
  datacenter: string | null;
  /** Milliseconds since 1970: when it was seen to arrive. Null: it was there before anybody looked, so it is warm. */
  since: number | null;
}

export type PolicyId = "random" | "round-robin" | "weighted-round-robin" | "least-requests" | "rendezvous";

export interface PickContext {
  /** What is hashed, by policies that hash. Without one each pick has a key of its own. */
  key?: string | undefined;
  /** Not these: they were tried before. */
  except?: ReadonlySet<InstanceId> | null | undefined;
}

/**
 * Who may be chosen, as of one moment. Its list, order of preference and weights never change: whoever holds an old
 * one chooses among those of then. What the policy remembers (whose turn it is, what is under way) is its balancer's.
 */
export interface Picker {
  /** Null where nobody is left. Chosen is not begun: tell `started` when something is sent. */
  pick(context?: PickContext): Candidate | null;
  /** The share of picks that each may expect in the long run; they add up to 1. Those who get none are not in it. */
  shares(key?: string): ReadonlyMap<InstanceId, number>;
  /** Everybody that was looked at, and what became of them. */
  readonly standings: readonly Standing[];
  /** When a newer one would weigh differently, in milliseconds since 1970; null: never by itself. */
  readonly until: number | null;
}

/** What stands between an instance and its first request. */
export type Rank = "first" | "if-none-better" | "last-resort" | "never";
export type RankReason = "alive" | "static" | "late" | "overdue" | "gone" | "draining" | "no-weight" | "ejected";

export interface Standing {
  candidate: Candidate;
  rank: Rank;
  reason: RankReason;
  /** Its weight at this moment, slow start included. */
  weight: number;
}

/** The caller's own datacenter comes first. */
export interface Zone {
  datacenter: string;
  /** How many times its part of the load an instance can bear: 1.4. */
  headroom?: number;
}

export interface BalancerOptions {
  policy: PolicyId;
  /** From 0 to less than 1. */
  random(): number;
  /** Milliseconds since 1970. */
  now(): number;
  zone?: Zone | null;
  /** How long somebody who arrived is spared, growing from a tenth of its weight. 0, the default: not at all. */
  slowStartMs?: number;
}

/** A policy and what it remembers from one picker to the next. */
export interface Balancer {
  readonly policy: Policy;
  /** A picker of these. `ejected` get nothing, yet are missed where capacity is counted. */
  picker(candidates: readonly Candidate[], ejected?: ReadonlySet<InstanceId> | null): Picker;
  /** Something was sent to it… */
  started(candidate: Pick<Candidate, "instance">): void;
  /** …and is over, whatever came of it. */
  ended(candidate: Pick<Candidate, "instance">): void;
  /** What is under way there. */
  running(id: InstanceId): number;
}

/** One of a list, with what is remembered of it. */
export interface Entry {
  readonly candidate: Candidate;
  /** Registered weight times `pace`. Above 0. */
  readonly weight: number;
  /** 1, or less during slow start. */
  readonly pace: number;
  readonly memory: Memory;
}

/** Of one instance, as long as it is known. */
export interface Memory {
  readonly hash: number;
  running: number;
  /** Round robin: what it has saved up of the turns that it let pass. */
  credit: number;
  /** Weighted round robin: the virtual time of its next turn. */
  due: number;
}

/** Of one group of one picker (own datacenter, the others, …). */
export interface GroupMemory {
  /** Round robin: who had the last turn. */
  last: InstanceId | null;
  /** Weighted round robin: virtual time. */
  time: number;
}

/** What choosers work with. */
export interface Tools {
  random(): number;
  /** Requests under way at all instances. */
  load: { total: number };
}

/** One policy at work on one list. The list is never empty and sorted by id. */
export interface Chooser {
  /** Null where everybody is excepted. */
  choose(context: PickContext | undefined): Entry | null;
  /** In the list's order, adding up to 1. */
  shares(key: string | undefined): readonly number[];
}

export interface Policy {
  readonly id: PolicyId;
  readonly title: string;
  /** One sentence: how it chooses. */
  readonly summary: string;
  /** Whether the request's key matters. */
  readonly hashes: boolean;
  /** Whether what is under way matters: `started` and `ended`. */
  readonly countsRequests: boolean;
  /** Whether registered weights matter. */
  readonly weighs: boolean;
  chooser(list: readonly Entry[], group: GroupMemory, tools: Tools): Chooser;
}
