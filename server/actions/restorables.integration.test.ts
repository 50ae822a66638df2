import { expect, it } from "vitest";
import type { EventsAnswer } from "@/lib/api/events";
import type { Evicted } from "@/lib/api/evictions";
import { type RestorablesAnswer, restorablesAnswerSchema } from "@/lib/api/restorations";
import { createEtcdClient } from "@/lib/etcd/client";
import type { EtcdPort } from "@/lib/etcd/port";
import { eventually, startConsole, type TestConsole } from "@/server/testing/console";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { freshForEachTry } from "@/server/testing/fresh";

let etcd: TestEtcd;
let console: TestConsole;
let port: EtcdPort;

freshForEachTry({
  async start() {
    etcd = await startEtcd();
    port = createEtcdClient({ endpoints: etcd.endpoints });
    console = await startConsole(etcd.endpoints, {
      ROLLCALL_GUARD_EVICTIONS_PER_MINUTE: "1000",
      ROLLCALL_GUARD_MIN_PERCENT: "0",
      ROLLCALL_GUARD_MIN_INSTANCES: "0",
    });
  },
  async stop() {
    await console?.stop();
    port?.close();
    await etcd?.cleanup();
  },
});

const value = new TextEncoder().encode('{"hostname":"10.0.0.1","port":80}');
const keyOf = (name: string) => `/services/orders/eu/${name}`;

async function evicted(name: string, lease: string | null): Promise<string> {
  const { revision } = await port.put(keyOf(name), value, lease === null ? {} : { lease });
  await eventually(
    () => console.app.registry.view()?.instances.get(keyOf(name))?.modRevision,
    (seen) => seen === revision,
  );
  const body = { key: keyOf(name), modRevision: revision, reason: "by mistake" };
  const answer = await console.send<Evicted>("POST", "/evictions", body);
  expect(answer.status).toBe(200);
  return answer.body.auditId;
}

const restorables = async () =>
  restorablesAnswerSchema.parse((await console.send<RestorablesAnswer>("GET", "/restorations")).body).restorable;

const becomes = (names: string[]) =>
  eventually(restorables, (found) => JSON.stringify(found.map(({ key }) => key)) === JSON.stringify(names.map(keyOf)));

it("offers the way back as long as there is one: the lease lives, and nobody took the key", async () => {
  const lease = (await port.grantLease(600)).leaseId;
  const shortLived = (await port.grantLease(600)).leaseId;
  const leased = await evicted("leased", lease);
  await evicted("ending", shortLived);
  await evicted("static", null);
  const found = await becomes(["static", "ending", "leased"]);
  const now = Date.now();
  expect(found).toMatchObject([
    { leaseId: null, leaseEndsAt: null, evictedBy: "admin", service: "orders", instance: "static" },
    { leaseId: shortLived },
    { leaseId: lease, auditId: leased },
  ]);
  expect(found[2]?.leaseEndsAt).toBeGreaterThan(now + 500_000);

  // Its lease is gone: what was evicted from it cannot be put back any more.
  await port.revokeLease(shortLived);
  await becomes(["static", "leased"]);
  // Somebody else registers under the key.
  await port.put(keyOf("static"), value, {});
  await becomes(["leased"]);

  const restored = await console.send<{ auditId: string }>("POST", "/restorations", {
    auditId: leased,
    reason: "it was well",
  });
  expect(restored.status).toBe(200);
  await becomes([]);
  const { events } = await eventually(
    async () => (await console.send<EventsAnswer>("GET", `/events?key=${keyOf("leased")}&type=registered`)).body,
    (body) => body.events.length > 1,
  );
  expect(events[0]).toMatchObject({
    actor: "admin",
    auditId: restored.body.auditId,
    evidence: "Put back by admin: it was well.",
  });
});
