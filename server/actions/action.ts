import type { ActionName } from "@/lib/audit/entry";
import type { Actor, Role } from "@/lib/auth/roles";
import type { Clock } from "@/lib/clock";
import type { EtcdPort } from "@/lib/etcd/port";
import type { GuardPolicy } from "@/lib/guards/judge";
import type { GuardRule, GuardVerdict } from "@/lib/guards/rules";
import type { LayoutSet } from "@/lib/layouts/types";
import type { Records } from "@/lib/records/records";
import type { Endpoint } from "@/lib/registry/types";
import type { Trail } from "@/server/audit/trail";
import type { Held } from "@/server/registrations/held";
import type { LeaseObserver } from "@/server/registry/lease-observer";
import type { Registry } from "@/server/registry/registry";
import type { ServiceIndex } from "@/server/routes/service-index";
import type { Aftermaths } from "./aftermath";
import type { Pace } from "./pace";
import type { Draft, Record } from "./record";

/** What actions may reach, and what is asked about them. */
export interface World {
  etcd(): EtcdPort;
  registry: Registry;
  services: ServiceIndex;
  layouts: LayoutSet;
  leases: Pick<LeaseObserver, "reading">;
  trail: Trail;
  records: Records;
  held: Held;
  aftermaths: Aftermaths;
  pace: Pace;
  /** Whether something answers there, by the rules of test requests. */
  reach(endpoint: Endpoint): Promise<{ state: "good" | "bad" | "unknown"; words: string }>;
  policy: GuardPolicy;
  secretPattern: RegExp | undefined;
  clock: Clock;
}

/** What an action is about to touch, for the trail: known before anything is written. */
export type Subject = Partial<Omit<Draft, "action" | "actor" | "role" | "reason">>;

/** One way of changing something, from what was asked to what is answered. `perform` walks it through. */
export interface Action<Input, Seen, Done> {
  readonly name: ActionName;
  readonly role: Role;
  /** Those of one queue are done one after another, each seeing what the one before did. */
  queue?(input: Input, world: World): string;
  /** What the input alone says about it. */
  asked(input: Input): Subject & { reason?: string | undefined; override?: readonly GuardRule[] | undefined };
  /** Reads what is there now. Throws a Problem `conflict` or `not-found` where it is not what the input says. */
  look(input: Input, world: World): Promise<{ seen: Seen; subject: Subject }>;
  /** Every rule's word; those that refuse keep it from being done, unless they are overridden. */
  guard?(input: Input, seen: Seen, world: World): GuardVerdict[];
  /** Does it, and has `record` write what became of it. */
  run(input: Input, seen: Seen, world: World, record: Record): Promise<Done>;
  /** What is known only a moment later, and holds up nobody else. Never rejects: it is done. */
  finish?(done: Done, world: World): Promise<Done>;
}

export type { Actor };
