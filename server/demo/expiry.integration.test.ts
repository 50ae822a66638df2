import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Fleet, type FleetInstance, type FleetProbe, fleetProbeSchema, fleetSchema } from "@/lib/api/fleet";
import { FROZEN_MS } from "@/lib/leases/forecast";
import { isPending } from "@/lib/registry/describe";
import type { RegistryEvent } from "@/lib/registry/types";
import { forgetProcess, guardProcess, temporaryFolder } from "@/server/testing/leftovers";
import { programPath } from "./program-path";

/** A console with its fleet, without pages; what it foresees is compared with what came, not with a stopwatch. */
const program = fileURLToPath(new URL("console-like.testing.ts", import.meta.url));
const patient = { timeout: 90_000, interval: 100 };
let child: ChildProcess;
let base = "";

beforeAll(async () => {
  await programPath();
  child = spawn(process.execPath, ["--import", "tsx", program], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ROLLCALL_DATA_DIR: await temporaryFolder("expiry") },
  });
  guardProcess(child);
  child.once("exit", () => forgetProcess(child));
  const { stdout } = child;
  if (!stdout) throw new Error("It has no output");
  const [line] = await once(stdout.setEncoding("utf8"), "data");
  base = `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}/api/v1`;
  await vi.waitFor(async () => expect((await fleet()).state).toBe("ready"), patient);
}, 120_000);

afterAll(async () => {
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
});

const json = async (path: string) => (await fetch(`${base}/${path}`)).json() as Promise<unknown>;
const fleet = async (): Promise<Fleet> => fleetSchema.parse(await json("fleet"));
const probe = async (id: string): Promise<FleetProbe> =>
  fleetProbeSchema.parse(await json(`fleet/probe?instance=${id}`));

async function order(verb: string, body: object): Promise<void> {
  const headers = { "content-type": "application/json", origin: new URL(base).origin };
  const answer = await fetch(`${base}/fleet/${verb}`, { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.status, await answer.clone().text()).toBe(200);
}

async function members(ids: readonly string[]): Promise<FleetInstance[]> {
  const { services } = await fleet();
  return services.flatMap(({ instances }) => instances).filter(({ id }) => ids.includes(id));
}

/** Started anew with leases of this length, registered, and observed for as long as one of them lasts. */
async function standing(ids: readonly string[], ttlSeconds: number): Promise<FleetInstance[]> {
  await order("stop", { instances: ids });
  await order("start", { instances: ids, ttlSeconds });
  await expect
    .poll(async () => (await members(ids)).every((one) => one.registration?.state === "registered"), patient)
    .toBe(true);
  const found = await members(ids);
  for (const { registration } of found) {
    const beats = async () => {
      const { leases } = (await json(`leases?id=${registration?.leaseId}`)) as {
        leases: { observation: { beatCount: number; grantedSeconds: number } | null }[];
      };
      return leases[0]?.observation?.beatCount ?? 0;
    };
    await expect.poll(beats, patient).toBeGreaterThan(0);
  }
  return found;
}

async function endsOf(leaseIds: readonly (string | null | undefined)[]): Promise<RegistryEvent[]> {
  const { events } = (await json("events?type=removed&limit=1000")) as { events: RegistryEvent[] };
  return events.filter((event) => leaseIds.includes(event.before?.leaseId ?? "") && !isPending(event));
}

it.each([3, 5])(
  "what leases of %i s were foreseen to do is kept with their end, and was known a second before",
  async (ttl) => {
    const ids = ["web-1", "web-2", "user-management-1", "ratings-1", "comments-1"];
    const killed = await standing(ids, ttl);
    expect(killed.map(({ ttlSeconds }) => ttlSeconds)).toEqual(ids.map(() => ttl));
    await order("kill", { instances: ids });
    const leaseIds = killed.map(({ registration }) => registration?.leaseId);
    await expect.poll(async () => (await endsOf(leaseIds)).length, patient).toBe(ids.length);
    const ends = await endsOf(leaseIds);
    // On a machine too busy to look in time nothing is foreseen, and then nothing is said; but not for all of them.
    expect(ends.some(({ forecast }) => forecast)).toBe(true);
    for (const { at, forecast } of ends) {
      if (!forecast) continue;
      // etcd never ends a lease before its time; how long after is its own affair.
      expect(at).toBeGreaterThanOrEqual(forecast.deadline[0]);
      expect(forecast.at).toBeLessThanOrEqual((forecast.deadline[0] + forecast.deadline[1]) / 2 - FROZEN_MS + 1);
      expect(forecast.deadline[1] - forecast.deadline[0]).toBeLessThanOrEqual(2_500);
    }
  },
  180_000,
);

it("sees a process from outside as it is: running, frozen, gone", async () => {
  const [web] = await standing(["web-2"], 5);
  expect(await probe("web-2")).toMatchObject({
    pid: web?.pid,
    process: "running",
    port: web?.port,
    accepts: true,
    answer: { status: 200, own: true },
  });
  await order("pause", { instances: ["web-2"] });
  await expect.poll(() => probe("web-2"), patient).toMatchObject({ process: "frozen", accepts: true, answer: null });
  await order("kill", { instances: ["web-2"] });
  const dead = await probe("web-2");
  expect([dead.pid, dead.process, dead.answer?.own ?? false]).toEqual([web?.pid, "gone", false]);
  expect((await fetch(`${base}/fleet/probe?instance=web-9`)).status).toBe(404);
  await order("reset", {});
  expect((await members(["web-2"])).map(({ ttlSeconds, process }) => [ttlSeconds, process])).toEqual([[10, "running"]]);
});

it("takes no other length of a lease than those that it can clean up after", async () => {
  const headers = { "content-type": "application/json", origin: new URL(base).origin };
  const body = JSON.stringify({ instances: ["web-1"], ttlSeconds: 4 });
  expect((await fetch(`${base}/fleet/start`, { method: "POST", headers, body })).status).toBe(400);
});
