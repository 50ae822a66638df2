import type { HeldRegistration } from "@/lib/api/registrations";
import { endingFacts, endingOf, wayOut } from "./ending";
import type { Given } from "./state";
import type { Order, Scene, Telling } from "./types";

/** What a rehearsal is told from: any registry has these, a fleet or not. */
export type RehearsalScene = Pick<Scene, "now" | "notObservedSince" | "instance" | "reading" | "tombstone">;

const REASON = "Rehearsed on the stage";

/** Nobody dies: the console stops renewing a lease that it holds itself. */
export function stopOrder({ key }: Pick<HeldRegistration, "key">): Order {
  return { path: "registrations/pause", body: { key, reason: REASON } };
}

/** As long as the lease lives, it can be had back. */
export function resumeOrder({ key }: Pick<HeldRegistration, "key">): Order {
  return { path: "registrations/resume", body: { key, reason: REASON } };
}

/** `given` is what was known when its heartbeats were stopped; null before. */
export function tellRehearsal(scene: RehearsalScene, given: Given | null): Telling {
  const lease = scene.instance ? "there" : "none";
  if (!given)
    return {
      phase: scene.instance && scene.reading ? "before" : "setting",
      title: "What if its owner falls silent?",
      sentence: "The console keeps this lease alive. It can **stop**, and everybody who watches will see the end.",
      facts: [],
      picture: "ring",
      lease,
    };
  const phase = wayOut(scene, given);
  const facts = endingFacts(endingOf(scene, given));
  if (phase === "gone")
    return {
      phase,
      title: "etcd took the key out",
      sentence: "Nobody renewed it. **The lease ran out**, and every watcher was told.",
      facts,
      picture: "ring",
      lease: "gone",
    };
  return {
    phase,
    title: phase === "overdue" ? "Time is up" : "Nobody renews the lease",
    sentence:
      phase === "overdue"
        ? "The lease is over. etcd looks **twice a second**, and takes the key out."
        : "Its key is still in etcd. **Clients go on calling it** until the ring is empty.",
    facts,
    picture: "ring",
    lease,
  };
}
