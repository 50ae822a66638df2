import type { FleetInstance, FleetProbe, FleetTtl } from "@/lib/api/fleet";
import type { EmbeddedMembers } from "@/lib/api/members";
import type { LeaseReading } from "@/lib/leases/reading";
import type { Instance, RegistryEvent, Tombstone } from "@/lib/registry/types";
import type { Given } from "./state";
import type { RequestTally } from "./tally";

/** Everything on the stage is told from this, and all of it was measured. Times on the server's clock. */
export interface Scene {
  now: number;
  ttlSeconds: FleetTtl;
  /** Since when nothing is observed any more; null while it is. */
  notObservedSince: number | null;
  /** When the act began: what is older belongs to another one. */
  since: number;
  /** The process that the act is about; null where the fleet has none of that name. */
  member: FleetInstance | null;
  /** Whether everybody else in the fleet is as at the beginning. */
  othersWell: boolean;
  /** Its registration as etcd holds it now. */
  instance: Instance | null;
  /** Of its lease: the newest, or the last one before it was gone. */
  reading: LeaseReading | null;
  /** Its newest removal since the act began. */
  tombstone: Tombstone | null;
  /** What happened to its key since the act began, oldest first. */
  events: readonly RegistryEvent[];
  /** The process and its port, looked at from outside since the last cue. */
  probe: FleetProbe | null;
  /** The value of its key as etcd has it, where that was read. */
  value: string | null;
  /** Who of its service is listed in etcd now, each with the newest reading of its lease. */
  listed: readonly { id: string; instance: string; reading: LeaseReading | null }[];
  /** Null where etcd is not several members of the console's own. */
  members: EmbeddedMembers["members"] | null;
  /** What became of the requests that were sent since the act began; null while none were. */
  requests: RequestTally | null;
}

/** A request to the console's own API. Whatever the stage does, `curl` could. */
export interface Order {
  path: string;
  body: Record<string, unknown>;
}

export interface Cue {
  /** What the next key press does. */
  label: string;
  orders(scene: Scene): Order[];
  /** The exact command or signal behind it. */
  command(scene: Scene): string;
}

export type FactValue =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "clock"; at: number }
  | { kind: "window"; from: number; to: number }
  | { kind: "seconds"; ms: number }
  | { kind: "waiting"; text: string };

export interface Fact {
  id: string;
  label: string;
  value: FactValue;
  tone?: "time" | "alive" | "late" | "gone";
  /** What qualifies it, small beside it. */
  note?: string;
}

/** What the room sees. In `title` and `sentence` backticks are code, double asterisks weigh. */
export interface Telling {
  phase: string;
  title: string;
  sentence: string;
  facts: readonly Fact[];
  picture: "ring" | "requests" | "members";
  /** Whether the room looks at the lease, at an empty place, or at what is left of one. */
  lease: "there" | "none" | "gone";
}

export interface Act {
  id: string;
  name: string;
  /** What has to be so before its first cue. */
  needs: "absent" | "standing";
  cues: readonly Cue[];
  /** For the speaker alone. */
  notes: readonly string[];
  tell(scene: Scene, given: readonly Given[]): Telling;
}
