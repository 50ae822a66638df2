import { setTimeout as pause } from "node:timers/promises";
import { io } from "socket.io-client";
import { LIVE_PATH, PROTOCOL_VERSION } from "@/lib/live/protocol";
import { startConsole } from "../console";
import type { Context } from "../context";
import { startEtcd } from "../etcd";
import { beatErrors, type Tally, tally } from "../leases";
import { removals } from "../removals";
import type { SectionResult } from "../report";
import { startWorker, type Worker } from "../worker";
import type { OwnersCalls } from "../workers/owners";

const SETTLE_MS = 8_000;
const TTL = 10;

/** Why instances left, told and true, in calm and in a storm; and heartbeats of what somebody looks at. */
export async function measureCauses(context: Context): Promise<{ section: SectionResult; data: unknown }> {
  const each = context.quick ? 30 : 600;
  const calm = await withOwners(context, context.quick ? 200 : 1_000, 5_000, async ({ owners, url }) => {
    const beats = await measureBeats(owners, url, context.quick ? 25_000 : 60_000);
    context.say(`causes: ${beats.seen} of ${beats.true} heartbeats seen, ending ${each} of each kind`);
    await owners.call("churn", { each, perSecond: 30 });
    await pause(TTL * 1_000 + SETTLE_MS);
    return { beats, causes: tally(await owners.call("truth", null), await removals(url)) };
  });
  const stormy = context.quick ? 300 : 2_000;
  const storm = await withOwners(context, stormy, 3_300, async ({ owners, url }) => {
    context.say(`causes: a storm of ${stormy}`);
    await pause(15_000);
    await owners.call("storm", { revoked: stormy * 0.15, deleted: stormy * 0.15 });
    await pause(SETTLE_MS + 4_000);
    return tally(await owners.call("truth", null), await removals(url));
  });
  return { section: sectionOf(calm, storm), data: { calm, storm } };
}

interface Running {
  owners: Worker<OwnersCalls>;
  url: string;
}

async function withOwners<T>(
  context: Context,
  count: number,
  beatMs: number,
  run: (running: Running) => Promise<T>,
): Promise<T> {
  const etcd = await startEtcd(context.life);
  const owners = startWorker<OwnersCalls>(context.workers.owners, context.life);
  await owners.call("seed", { hosts: etcd.url, count, ttlSeconds: TTL, beatMs, perService: 50 });
  const running = await startConsole(etcd.url, context.life, { ROLLCALL_LEASE_POLL_BUDGET: "1000" });
  const result = await run({ owners, url: running.url });
  await running.stop();
  await owners.stop();
  await etcd.stop();
  return result;
}

async function measureBeats(owners: Worker<OwnersCalls>, url: string, ms: number) {
  const service = "svc-0000";
  const socket = io(url, {
    path: LIVE_PATH,
    transports: ["websocket"],
    auth: { version: PROTOCOL_VERSION, position: null },
  });
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("connect_error", reject));
  socket.emit("interest", { services: [service] });
  await pause(ms);
  const answer = await fetch(`${url}/api/v1/leases?service=${service}&limit=1000`);
  const until = Date.now() - 1_000;
  const { leases } = (await answer.json()) as {
    leases: { id: string; observation: { beats: { at: [number, number]; how: string }[] } | null }[];
  };
  const seen = new Map(leases.map(({ id, observation }) => [id, observation?.beats ?? []]));
  const all = (await owners.call("beats", { service })).map(({ leaseId, beats }) => ({
    true: beats,
    seen: seen.get(leaseId) ?? [],
  }));
  socket.disconnect();
  return beatErrors(all, until);
}

type Calm = { beats: ReturnType<typeof beatErrors>; causes: Record<string, Tally> };

function sectionOf({ beats, causes }: Calm, storm: Record<string, Tally>): SectionResult {
  const rows = (what: string, all: Record<string, Tally>) =>
    Object.entries(all).map(([how, { right, wrong, unknown, missing }]) => [what, how, right, wrong, unknown, missing]);
  const share = (all: Record<string, Tally>, of: keyof Tally) => {
    const sums = Object.values(all);
    const total = sums.reduce((sum, one) => sum + one.right + one.wrong + one.unknown + one.missing, 0);
    return (sums.reduce((sum, one) => sum + one[of], 0) / total) * 100;
  };
  const goal = (what: string, value: number, unit: string, limit: number) =>
    ({ what, value, unit, limit, sense: "at most" }) as const;
  return {
    title: "Why instances left, and their heartbeats",
    columns: ["", "truth", "right", "wrong", "unknown", "not told"],
    rows: [...rows("calm", causes), ...rows("storm", storm)],
    goals: [
      goal("calm: wrong causes", share(causes, "wrong"), "%", 0),
      goal("calm: unknown causes", share(causes, "unknown"), "%", 1),
      goal("storm: wrong causes", share(storm, "wrong"), "%", 0),
      goal("storm: unknown causes", share(storm, "unknown"), "%", 10),
      {
        what: "heartbeats seen of what is looked at",
        value: (beats.seen / beats.true) * 100,
        unit: "%",
        limit: 97,
        sense: "at least",
      },
      goal("their time error, median", beats.errorMs.p50, "ms", 200),
    ],
    notes: [
      `TTL ${TTL} s; ${beats.seen} of ${beats.true} heartbeats, time error p90 ${beats.errorMs.p90.toFixed(0)} ms, max ${beats.errorMs.max.toFixed(0)} ms.`,
    ],
  };
}
