"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { getJson } from "@/components/api/get-json";
import { useKey } from "@/components/api/use-key";
import { frozenAt } from "@/components/leases/frozen-at";
import { useInterest } from "@/components/leases/lease-provider";
import { useBoot } from "@/components/live/live-provider";
import { useTicker } from "@/components/live/ticker-context";
import { shallowEqual, useLive } from "@/components/live/use-live";
import { useReducedMotion } from "@/components/ui/media";
import { eventsAnswerSchema } from "@/lib/api/events";
import { fleetProbeSchema, fleetSchema } from "@/lib/api/fleet";
import { embeddedMembersSchema } from "@/lib/api/members";
import type { LiveState } from "@/lib/live/state";
import type { Instance, RegistryEvent } from "@/lib/registry/types";
import { HERO, isUndisturbed, SERVICE } from "@/lib/stage/cast";
import type { StageState } from "@/lib/stage/state";
import type { RequestTally } from "@/lib/stage/tally";
import type { Scene } from "@/lib/stage/types";
import { useLastReading } from "./use-last-reading";

const STEP_MS = 100;
const STILL_STEP_MS = 1_000;
/** Between a key press and its event two clocks were compared. */
const SLACK_MS = 400;
/** One look takes a second at most, and they follow each other. */
const PROBE_HOLDS_MS = 5_000;

/** The server's clock in tenths of a second; once a second where motion is not wanted. */
export function useNow(): number {
  const ticker = useTicker();
  const still = useReducedMotion();
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (!ticker) return;
    setNow(ticker.now());
    const timer = setInterval(() => setNow(ticker.now()), still ? STILL_STEP_MS : STEP_MS);
    return () => clearInterval(timer);
  }, [ticker, still]);
  return now;
}

/** Everything the stage tells from, as it is now: the live store, the fleet, and the process looked at from outside. */
export function useScene(state: StageState, requests: RequestTally | null): Scene {
  const now = useNow();
  const { embeddedMembers } = useBoot();
  const { since, given, ttlSeconds } = state;
  useInterest({ services: [SERVICE] });
  const { instance, tombstone, listed, reading } = useLive(select, sameSelection);
  const { member, othersWell } = useFleetNow();
  const held = given[0]?.leaseId ?? null;
  const lastReading = useLastReading(reading, held);
  const stored = useKey(instance?.keys[0] ?? null, instance?.modRevision ?? null).data;
  return {
    now,
    ttlSeconds,
    notObservedSince: useLive(frozenAt),
    since,
    member,
    othersWell,
    instance,
    reading: lastReading,
    tombstone: tombstone && tombstone.removedAtMs >= since - SLACK_MS ? tombstone : null,
    events: useHeroEvents(since),
    probe: useProbe(since, given, now),
    value: stored && stored.modRevision === instance?.modRevision ? stored.value.text : null,
    listed,
    members: useMembers(embeddedMembers > 1),
    requests,
  };
}

function select({ services, leases }: LiveState) {
  const summary = services.find(({ name }) => name === SERVICE);
  const readingOf = ({ leaseId }: Instance) => (leaseId === null ? null : (leases.get(leaseId) ?? null));
  const instance = summary?.instances.find((one) => one.instance === HERO) ?? null;
  return {
    instance,
    tombstone: summary?.tombstones.find((one) => one.instance.instance === HERO) ?? null,
    listed: summary?.instances.map((one) => ({ id: one.id, instance: one.instance, reading: readingOf(one) })) ?? [],
    reading: instance && readingOf(instance),
  };
}

function sameSelection(a: ReturnType<typeof select>, b: ReturnType<typeof select>): boolean {
  const [{ listed: before, ...one }, { listed: after, ...other }] = [a, b];
  return (
    shallowEqual(one, other) &&
    before.length === after.length &&
    before.every((peer, index) => shallowEqual(peer, after[index] ?? { id: "", instance: "", reading: null }))
  );
}

function useFleetNow() {
  const { fleet: hasFleet } = useBoot();
  const { data } = useQuery({
    queryKey: ["stage", "fleet"],
    enabled: hasFleet,
    queryFn: ({ signal }) => getJson(fleetSchema, "fleet", {}, signal),
    refetchInterval: 500,
    retry: false,
  });
  if (!data) return { member: null, othersWell: false };
  const others = data.services.map(({ beginsWith, instances }) => ({
    beginsWith,
    well: instances.filter((one) => one.id !== HERO && isUndisturbed(one)).length,
    all: instances.filter(({ id }) => id !== HERO).length,
  }));
  return {
    member: data.services.flatMap(({ instances }) => instances).find(({ id }) => id === HERO) ?? null,
    othersWell:
      data.state === "ready" && others.every(({ beginsWith, well, all }) => well === beginsWith && all === well),
  };
}

/** What arrives live, and what arrived before this window was loaded. */
function useHeroEvents(since: number): readonly RegistryEvent[] {
  const from = Math.floor(since - SLACK_MS);
  const { data } = useQuery({
    queryKey: ["stage", "events", from],
    enabled: since > 0,
    queryFn: ({ signal }) =>
      getJson(
        eventsAnswerSchema,
        "events",
        { service: SERVICE, since: new Date(from).toISOString(), limit: 200 },
        signal,
      ),
    refetchInterval: 2_000,
  });
  const live = useLive(({ events }) => events);
  const known = new Map<string, RegistryEvent>();
  for (const event of [...(data?.events ?? [])].reverse()) known.set(event.id, event);
  for (const event of live) known.set(event.id, event);
  const timeOf = ({ at }: RegistryEvent) => (typeof at === "number" ? at : (at?.[0] ?? 0));
  return [...known.values()]
    .filter((event) => event.service === SERVICE && event.instance === HERO && timeOf(event) >= from)
    .sort((a, b) => timeOf(a) - timeOf(b));
}

function useProbe(since: number, given: StageState["given"], now: number) {
  const cue = given.at(-1)?.at ?? 0;
  const { data } = useQuery({
    queryKey: ["stage", "probe", since, given.length],
    enabled: given.length > 0,
    queryFn: ({ signal }) => getJson(fleetProbeSchema, "fleet/probe", { instance: HERO }, signal),
    refetchInterval: 700,
    retry: false,
  });
  // The console may be gone, and with it whoever looks.
  return data && data.at >= cue && now - data.at < PROBE_HOLDS_MS ? data : null;
}

function useMembers(enabled: boolean) {
  const { data } = useQuery({
    queryKey: ["stage", "members"],
    enabled,
    queryFn: ({ signal }) => getJson(embeddedMembersSchema, "members", {}, signal),
    refetchInterval: 400,
    retry: false,
  });
  return enabled ? (data?.members ?? null) : null;
}
