import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "@/lib/clock";
import type { CandidateSource } from "@/lib/discovery/calls/candidate-source";
import { candidatesFrom } from "@/lib/discovery/calls/from-discovery";
import { createRotation } from "@/lib/discovery/calls/rotation";
import { discover } from "@/lib/discovery/discover";
import { assembleEtcd } from "@/lib/discovery/etcd";
import { createEtcdClient } from "@/lib/etcd/client";
import { createListWatch } from "@/lib/etcd/list-watch";
import type { EtcdPort } from "@/lib/etcd/port";
import { createLayoutSet, OWN_PREFIX } from "@/lib/layouts/layout-set";
import { parsePrefixes } from "@/lib/layouts/prefixes";
import type { Revision } from "@/lib/registry/types";
import { createCandidates } from "@/server/balancer/candidates";
import { createRegistry } from "@/server/registry/registry";
import type { Context } from "../context";
import { startEtcd } from "../etcd";
import { fleetShape } from "../fleet";
import type { SectionResult } from "../report";
import { distribution } from "../statistics";
import { startWorker } from "../worker";
import type { LoadCalls } from "../workers/load";

const INSTANCES = 10_000;
const PER_SERVICE = 50;
const CHANGES_PER_SECOND = 100;
const PREFIXES = "/services/=path";
/** What a section needs of a way to follow etcd. */
interface Follower {
  name: string;
  source: CandidateSource;
  stop(): void;
}

/**
 * From the watch's callback to the picker: when etcd's message is handed over, and when whoever picks next chooses
 * among those that it left. In the bench's own process: for a gateway alone, and for one that is in the console.
 */
export async function measureGatewayChanges({ life, quick, say, workers }: Context): Promise<{
  section: SectionResult;
  data: unknown;
}> {
  const etcd = await startEtcd(life);
  const load = startWorker<LoadCalls>(workers.load, life);
  await load.call("seed", { hosts: etcd.url, services: fleetShape(INSTANCES, PER_SERVICE), leases: "none" });
  const rows = [];
  for (const follow of [followAlone, followInConsole]) {
    const heard = new Map<Revision, number>();
    const follower = follow(() => noted(createEtcdClient({ endpoints: [etcd.url] }), heard));
    const stop = life.onEnd(follower.stop);
    say(`gateway-changes: ${follower.name}`);
    while (follower.source.services().length === 0) await pause(20);
    const { samples, stop: stopPicking } = picking(follower.source, heard);
    await load.call("start", { changesPerSecond: CHANGES_PER_SECOND, probeShare: 0, churnShare: 0.5 });
    await pause(quick ? 3_000 : 20_000);
    await load.call("stop", null as never);
    await pause(500);
    stopPicking();
    await stop();
    rows.push({ name: follower.name, ...distribution(samples) });
  }
  await load.stop();
  await etcd.stop();
  return {
    data: rows,
    section: {
      title: `From the watch's callback to the picker, ${CHANGES_PER_SECOND} changes/s in ${INSTANCES.toLocaleString("en")} instances`,
      columns: ["gateway", "changes", "p50 ms", "p99 ms", "max ms"],
      rows: rows.map(({ name, count, p50, p99, max }) => [name, count, p50, p99, max]),
      goals: rows.map(({ name, p99 }) => ({
        what: `a change is honoured, ${name}, p99`,
        value: p99,
        unit: "ms",
        limit: 10,
        sense: "at most",
      })),
      notes: [
        `Every service has a rotation of its own that is picked from after each change; half of the changes come or go.`,
      ],
    },
  };
}

/** Notes when each revision is handed over by the client, before anything of ours looks at it. */
function noted(port: EtcdPort, heard: Map<Revision, number>): EtcdPort {
  return {
    ...port,
    watch: (request, onMessage) =>
      port.watch(request, (message) => {
        if (message.kind === "events") {
          const now = performance.now();
          for (const event of message.events)
            heard.set(event.type === "put" ? event.keyValue.modRevision : event.modRevision, now);
        }
        onMessage(message);
      }),
  };
}

function followAlone(connect: () => EtcdPort): Follower {
  const etcd = assembleEtcd({ connect, clock: systemClock, random: Math.random });
  const discovery = discover({ etcd, prefixes: parsePrefixes(PREFIXES).prefixes });
  const stop = () => {
    discovery.stop();
    etcd.close();
  };
  return { name: "alone", source: candidatesFrom(discovery, Date.now), stop };
}

function followInConsole(connect: () => EtcdPort): Follower {
  const { prefixes } = parsePrefixes(PREFIXES);
  const registry = createRegistry({ layouts: createLayoutSet(prefixes), clock: systemClock, tombstoneMs: 600_000 });
  const source = createCandidates({ registry, now: Date.now });
  const listWatch = createListWatch({
    connect,
    prefixes: prefixes.map(({ prefix }) => prefix),
    extraPrefixes: [OWN_PREFIX],
    onMessage: registry.accept,
  });
  const stop = () => {
    listWatch.stop();
    registry.stop();
  };
  return { name: "in the console", source, stop };
}

/** Keeps a rotation per service up to date as the gateway does, and picks from each that changed, at once. */
function picking(source: CandidateSource, heard: ReadonlyMap<Revision, number>): { samples: number[]; stop(): void } {
  const samples: number[] = [];
  const rotations = new Map(source.services().map((service) => [service, rotationOf(service, source)]));
  const off = source.onChange((services) => {
    for (const service of services) {
      const rotation = rotations.get(service);
      rotation?.refresh();
      rotation?.pick(null);
    }
    const at = heard.get(source.revision);
    if (at !== undefined) samples.push(performance.now() - at);
  });
  return {
    samples,
    stop() {
      off();
      for (const rotation of rotations.values()) rotation.stop();
    },
  };
}

const rotationOf = (service: string, source: CandidateSource) =>
  createRotation({ service, source, random: Math.random, clock: systemClock, policy: "least-requests" });
