import type { Fleet } from "@/lib/api/fleet";
import { HERO, SERVICE } from "@/lib/stage/cast";
import type { TestConsole } from "./support/console";
import { descendantsOf, inProcessTable } from "./support/processes";
import { expect, test } from "./support/test";

/** Its supervisor, three members of etcd, eighteen of the fleet and the one that a talk is about. */
const PROCESSES = 1 + 3 + 18 + 1;
/** Seconds on a quiet machine; one that others use takes its time over every process that ends. */
const PATIENCE_MS = 60_000;

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  test(`after ${signal} nothing is left of what the stage started`, async ({ startOwnConsole }) => {
    const own = await startOwnConsole({ env: { ROLLCALL_ETCD_MEMBERS: "3" } });
    await expect.poll(async () => (await fleetOf(own)).state, { timeout: 60_000 }).toBe("ready");
    await order(own, "scale", { service: SERVICE, count: 3, ttlSeconds: 10 });
    // As a talk may be left: one is frozen and hears no signal, another cannot say goodbye.
    await order(own, "pause", { instances: ["web-1"] });
    await order(own, "cut", { instances: [HERO] });
    const started = descendantsOf(own.pid).map(({ pid }) => pid);
    expect(started).toHaveLength(PROCESSES);

    process.kill(own.pid, signal);
    const left = () => [own.pid, ...started].filter((pid) => inProcessTable(pid) !== "gone");
    await expect.poll(left, { timeout: PATIENCE_MS, intervals: [50] }).toEqual([]);
  });
}

async function fleetOf({ url }: TestConsole): Promise<Fleet> {
  return (await (await fetch(`${url}/api/v1/fleet`)).json()) as Fleet;
}

async function order({ url }: TestConsole, verb: string, body: object): Promise<void> {
  const headers = { "content-type": "application/json", origin: url };
  const answer = await fetch(`${url}/api/v1/fleet/${verb}`, { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.status, await answer.text()).toBe(200);
}
