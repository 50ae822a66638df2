import type { FleetInstance } from "@/lib/api/fleet";
import { isResetting, type StageState } from "./state";
import type { Order, Scene } from "./types";

/** Whom the talk is about: one more instance of a service whose value is nothing but an address. */
export const SERVICE = "RatingsService";
export const HERO = "ratings-3";
const WITH_HERO = 3;

const reset: Order = { path: "fleet/reset", body: {} };

export function enter({ ttlSeconds }: Pick<Scene, "ttlSeconds">): Order {
  return { path: "fleet/scale", body: { service: SERVICE, count: WITH_HERO, ttlSeconds } };
}

export function order(verb: string): Order {
  return { path: `fleet/${verb}`, body: { instances: [HERO] } };
}

/** It runs, is registered under a lease of the chosen length, and nothing is in its way. */
export function isStanding({ member, instance, reading, ttlSeconds }: Scene): boolean {
  return (
    member !== null &&
    isUndisturbed(member) &&
    member.ttlSeconds === ttlSeconds &&
    member.registration?.state === "registered" &&
    instance !== null &&
    instance.leaseId === member.registration.leaseId &&
    reading?.leaseId === instance.leaseId
  );
}

export function isUndisturbed({ process, cut, latencyMs, errorRate }: FleetInstance): boolean {
  return process === "running" && !cut && latencyMs === 0 && errorRate === 0;
}

function isReady(needs: "absent" | "standing", scene: Scene): boolean {
  if (!scene.othersWell) return false;
  return needs === "standing" ? isStanding(scene) : scene.member === null && scene.instance === null;
}

/** What the scene shows while a reset is under way may still be from before it. */
export function mayBegin(needs: "absent" | "standing", scene: Scene, state: StageState): boolean {
  return !isResetting(state) && isReady(needs, scene);
}

/** How long it takes to set a scene, on a machine that is not too busy for a talk. */
const SETTING_MS = 10_000;

/** What the speaker has to know while an act cannot begin; null where it can. */
export function notReadyNote(needs: "absent" | "standing", scene: Scene, state: StageState): string | null {
  if (mayBegin(needs, scene, state)) return null;
  if (scene.notObservedSince !== null) return "etcd does not answer. R resets when it is back";
  if (scene.now - scene.since < SETTING_MS) return "Setting the scene";
  if (scene.member?.process === "stopped") return `${HERO} does not run. R starts it anew`;
  return scene.othersWell
    ? "Still setting the scene. R begins anew"
    : "The fleet is not as at the beginning. R resets it";
}

/** What brings the fleet to where an act begins; nothing where it is there already. */
export function ordersToSet(needs: "absent" | "standing", scene: Scene): Order[] {
  if (isReady(needs, scene)) return [];
  const isClean = scene.othersWell && scene.member === null && scene.instance === null;
  return [...(isClean ? [] : [reset]), ...(needs === "standing" ? [enter(scene)] : [])];
}

/** The same, whatever the scene seems to be: for when something went wrong. */
export function ordersToReset(needs: "absent" | "standing", scene: Scene): Order[] {
  return [reset, ...(needs === "standing" ? [enter(scene)] : [])];
}
