/** What can be done to processes of the fleet: pure, and the one list of it. */
import { type LucideIcon, Pause, Play, Plug, Skull, Square, StepForward, Unplug } from "lucide-react";
import type { FleetInstance } from "@/lib/api/fleet";

export type VerbId = "start" | "stop" | "kill" | "pause" | "resume" | "cut" | "mend";

export interface Verb {
  id: VerbId;
  label: string;
  /** What follows, before it is done. */
  means: string;
  icon: LucideIcon;
  /** Pressed while the one it is for is chosen. Opposites share a key: only one of them is possible. */
  key: string;
  danger?: boolean;
  isFor(instance: FleetInstance): boolean;
  /** The same with a program of the system; null where there is none. */
  signal: string | null;
}

const runs = ({ process }: FleetInstance) => process === "running" || process === "paused" || process === "starting";

export const VERBS: readonly Verb[] = [
  {
    id: "start",
    label: "Start",
    means: "A new process, which registers itself.",
    icon: Play,
    key: "s",
    isFor: ({ process }) => process === "stopped",
    signal: null,
  },
  {
    id: "stop",
    label: "Stop",
    means: "SIGTERM: it revokes its lease and ends.",
    icon: Square,
    key: "s",
    isFor: runs,
    signal: "TERM",
  },
  {
    id: "kill",
    label: "Kill -9",
    means: "SIGKILL: it ends without a word. etcd removes its key when the lease has run out.",
    icon: Skull,
    key: "x",
    danger: true,
    isFor: runs,
    signal: "KILL",
  },
  {
    id: "pause",
    label: "Pause",
    means: "SIGSTOP: it freezes. Its port stays open, nobody answers, and its lease runs out.",
    icon: Pause,
    key: "p",
    isFor: ({ process }) => process === "running",
    signal: "STOP",
  },
  {
    id: "resume",
    label: "Resume",
    means: "SIGCONT: it goes on, notices what it missed and registers again if need be.",
    icon: StepForward,
    key: "p",
    isFor: ({ process }) => process === "paused",
    signal: "CONT",
  },
  {
    id: "cut",
    label: "Cut from etcd",
    means: "It still answers requests, but cannot renew its lease.",
    icon: Unplug,
    key: "c",
    isFor: ({ cut }) => !cut,
    signal: null,
  },
  {
    id: "mend",
    label: "Mend",
    means: "Its way to etcd is open again.",
    icon: Plug,
    key: "c",
    isFor: ({ cut }) => cut,
    signal: null,
  },
];

/** The instances a verb would change, of those it was given. */
export function fitting(verb: Verb, instances: readonly FleetInstance[]): FleetInstance[] {
  return instances.filter(verb.isFor);
}

/** What a key does to these: where a key stands for two opposites, the one that fits the first of them. */
export function verbForKey(key: string, instances: readonly FleetInstance[]): Verb | null {
  const [first] = instances;
  if (!first) return null;
  const bound = VERBS.filter((verb) => verb.key === key);
  return bound.find((verb) => verb.isFor(first)) ?? bound.find((verb) => fitting(verb, instances).length > 0) ?? null;
}
