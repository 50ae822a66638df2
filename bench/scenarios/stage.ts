import { setTimeout as pause } from "node:timers/promises";
import { io } from "socket.io-client";
import { FLEET_TTLS, type Fleet, type FleetInstance } from "@/lib/api/fleet";
import { LIVE_PATH, PROTOCOL_VERSION } from "@/lib/live/protocol";
import { isPending } from "@/lib/registry/describe";
import type { RegistryEvent } from "@/lib/registry/types";
import { REMOVAL_MS } from "@/lib/stage/ending";
import { startConsole } from "../console";
import type { Context } from "../context";
import type { Goal, SectionResult } from "../report";
import { distribution, median } from "../statistics";
import { until } from "../until";

interface Kill {
  ttlSeconds: number;
  id: string;
  /** Where the lease was said to end, a second before it did; null where nobody had looked in time. */
  deadline: number | null;
  /** Half the width of what was said. */
  doubtMs: number;
  actual: number;
  cause: string | null;
}

/** How good the stage's predictions are: real processes, killed at all moments of their rhythm. */
export async function measureStage(context: Context): Promise<{ section: SectionResult; data: unknown }> {
  // No etcd is named: the console runs its own, and the fleet on it.
  const console = await startConsole("", context.life, { ROLLCALL_PREFIXES: "" });
  const watching = await lookAt(console.url);
  const kills: Kill[] = [];
  for (const ttlSeconds of context.quick ? FLEET_TTLS.slice(0, 1) : FLEET_TTLS) {
    context.say(`stage: leases of ${ttlSeconds} s`);
    kills.push(...(await killAll(console.url, ttlSeconds)));
  }
  watching.disconnect();
  await console.stop();
  return { section: sectionOf(kills, context.quick), data: { kills } };
}

async function lookAt(url: string) {
  const socket = io(url, {
    path: LIVE_PATH,
    transports: ["websocket"],
    auth: { version: PROTOCOL_VERSION, position: null },
  });
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("connect_error", reject));
  const fleet = await ready(url);
  socket.emit("interest", { services: fleet.services.map(({ name }) => name) });
  return socket;
}

async function killAll(url: string, ttlSeconds: number): Promise<Kill[]> {
  const kept = (await ready(url)).services.filter(({ keeping }) => keeping === "keep-alive");
  const instances = kept.flatMap((service) => service.instances.map(({ id }) => id));
  await order(url, "stop", { instances });
  await order(url, "start", { instances, ttlSeconds });
  const registered = await standing(url, instances, ttlSeconds);
  await pause(ttlSeconds * 1_500);
  const since = Date.now();
  // One after the other over a whole TTL: each dies at another moment of its rhythm.
  await Promise.all(
    registered.map(async ({ id }, index) => {
      await pause((index * ttlSeconds * 1_000) / registered.length);
      await order(url, "kill", { instances: [id] });
    }),
  );
  const leases = new Map(registered.map(({ id, registration }) => [registration?.leaseId ?? "", id]));
  let ends: RegistryEvent[] = [];
  await until("every lease has run out, and is explained", 60_000, 250, async () => {
    const events = await removalsSince(url, since);
    ends = events.filter(({ before }) => leases.has(before?.leaseId ?? ""));
    return ends.filter((event) => !isPending(event)).length >= leases.size;
  });
  return ends.map((event) => killOf(event, ttlSeconds, leases.get(event.before?.leaseId ?? "") ?? ""));
}

function killOf({ at, forecast, cause }: RegistryEvent, ttlSeconds: number, id: string): Kill {
  const [from, to] = forecast?.deadline ?? [0, 0];
  const actual = typeof at === "number" ? at : Number.NaN;
  const deadline = forecast ? (from + to) / 2 : null;
  return { ttlSeconds, id, deadline, doubtMs: (to - from) / 2, actual, cause: cause ?? null };
}

async function ready(url: string): Promise<Fleet> {
  let fleet: Fleet | null = null;
  await until("the fleet is ready", 90_000, 250, async () => {
    fleet = (await (await fetch(`${url}/api/v1/fleet`)).json()) as Fleet;
    return fleet.state === "ready";
  });
  if (!fleet) throw new Error("There is no fleet");
  return fleet;
}

async function standing(url: string, ids: readonly string[], ttlSeconds: number): Promise<FleetInstance[]> {
  let found: FleetInstance[] = [];
  await until("all are registered", 90_000, 250, async () => {
    const { services } = await ready(url);
    found = services.flatMap(({ instances }) => instances).filter(({ id }) => ids.includes(id));
    return found.every((one) => one.registration?.state === "registered" && one.ttlSeconds === ttlSeconds);
  });
  return found;
}

async function order(url: string, verb: string, body: object): Promise<void> {
  const headers = { "content-type": "application/json", origin: url };
  const answer = await fetch(`${url}/api/v1/fleet/${verb}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`fleet/${verb} answered ${answer.status}: ${await answer.text()}`);
}

async function removalsSince(url: string, since: number): Promise<RegistryEvent[]> {
  const query = `type=removed&since=${new Date(since).toISOString()}&limit=1000`;
  const answer = await fetch(`${url}/api/v1/events?${query}`);
  return ((await answer.json()) as { events: RegistryEvent[] }).events;
}

/** A prediction is a window; it is off by as much as the end lies from its middle. */
function errorOf({ deadline, actual }: Kill): number {
  return deadline === null ? Number.POSITIVE_INFINITY : Math.abs(actual - deadline - REMOVAL_MS / 2);
}

function sectionOf(kills: readonly Kill[], quick: boolean): SectionResult {
  const rows = FLEET_TTLS.map((ttlSeconds) => {
    const some = kills.filter((kill) => kill.ttlSeconds === ttlSeconds);
    const errors = distribution(some.map(errorOf));
    const lags = some.flatMap(({ deadline, actual }) => (deadline === null ? [] : [actual - deadline]));
    const unforeseen = some.filter(({ deadline }) => deadline === null).length;
    return [`TTL ${ttlSeconds} s`, some.length, errors.p50, errors.p90, errors.max, median(lags), unforeseen];
  });
  const all = kills.map(errorOf);
  const goal = (what: string, value: number, limit: number, sense: Goal["sense"] = "at most", unit = "ms"): Goal => ({
    what,
    value,
    unit,
    limit,
    sense,
  });
  return {
    title: "Predicted and actual expiry, kill -9",
    columns: ["", "kills", "error p50 ms", "p90", "max", "etcd's lag p50", "not foreseen"],
    rows,
    goals: [
      goal("kills", kills.length, quick ? 10 : 30, "at least", ""),
      goal("error of the prediction, median", median(all), 300),
      goal("error of the prediction, largest", Math.max(...all), 900),
    ],
    notes: [
      `Predicted: where the lease was said to end a second before it did, and ${REMOVAL_MS} ms; the error is counted from the middle of that.`,
      `Told as expired: ${kills.filter(({ cause }) => cause === "expired").length} of ${kills.length}.`,
    ],
  };
}
