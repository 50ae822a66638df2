"use client";
import { frozenAt } from "@/components/leases/frozen-at";
import { useInterest } from "@/components/leases/lease-provider";
import { shallowEqual, useLive } from "@/components/live/use-live";
import type { HeldRegistration } from "@/lib/api/registrations";
import type { RehearsalScene } from "@/lib/stage/rehearsal";
import type { Given } from "@/lib/stage/state";
import { useLastReading } from "../use-last-reading";
import { useNow } from "../use-scene";

/** The instance behind a key that the console holds, as etcd has it, with its lease and its end. */
export function useRehearsalScene({ key, service }: HeldRegistration, given: Given | null): RehearsalScene {
  useInterest({ services: [service] });
  const { instance, tombstone, reading } = useLive(({ services, leases }) => {
    const summary = services.find(({ name }) => name === service);
    const found = summary?.instances.find(({ keys }) => keys.includes(key)) ?? null;
    const ended = summary?.tombstones.find((one) => one.instance.keys.includes(key)) ?? null;
    const leaseId = found?.leaseId ?? null;
    return { instance: found, tombstone: ended, reading: leaseId === null ? null : (leases.get(leaseId) ?? null) };
  }, shallowEqual);
  return {
    now: useNow(),
    notObservedSince: useLive(frozenAt),
    instance,
    tombstone,
    reading: useLastReading(reading, given?.leaseId ?? null),
  };
}
