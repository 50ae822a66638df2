import { expect, test } from "./support/test";
import { expectInStep, historyOf, untold } from "./support/truth";
import { putAll, writeSteadily } from "./support/writing";

const PREFIXES = ["/services/"];
const keys = Array.from({ length: 40 }, (_, index) => `/services/web/eu/web-${index}`);
const value = (port: number, padding = "") =>
  JSON.stringify({ hostname: "10.0.0.1", port: (port % 60_000) + 1, padding });

test("etcd killed with -9 during 200 changes a second, and started again", async ({
  console: own,
  etcd,
  client,
  shell,
  service,
  events,
}) => {
  await putAll(
    client,
    keys.map((key) => [key, value(0)]),
  );
  await service.open("web");
  await shell.expectLive();
  const expectOneLoad = await shell.rememberLoad();
  const writer = writeSteadily(client, { keys, value: (round) => value(round), perSecond: 200 });
  await expect.poll(() => writer.acknowledged().length).toBeGreaterThan(200);

  await etcd.kill9();
  await shell.expectStale();
  await expect(service.row("web-0").first()).toBeVisible();
  const before = writer.acknowledged().length;
  await etcd.restart();
  await expect.poll(() => writer.acknowledged().length, { timeout: 30_000 }).toBeGreaterThan(before + 100);
  await writer.stop();

  await shell.expectLive();
  await expect(shell.notice).toBeHidden();
  await expectInStep(etcd, own.url, PREFIXES);
  expect(untold(writer.acknowledged(), await historyOf(own.url)), "changes that no event tells").toEqual([]);
  await shell.goTo("Events");
  await expect(events.row("web-").first()).toBeVisible();
  await expectOneLoad();
});

test("a connection that has become a black hole", async ({ console: own, etcd, faultProxy, put, shell, service }) => {
  await put("/services/web/eu/web-0", value(8080));
  await service.open("web");
  await shell.expectLive();
  const expectOneLoad = await shell.rememberLoad();

  faultProxy.stall();
  await put("/services/web/eu/web-1", value(8081));
  await shell.expectStale();
  await expect(service.row("web-1")).toHaveCount(0);

  await faultProxy.heal();
  await expect(service.row("web-1")).toBeVisible({ timeout: 30_000 });
  await shell.expectLive();
  await expectInStep(etcd, own.url, PREFIXES);
  const { header } = JSON.parse(await etcd.etcdctl(["get", "-w", "json", "x"])) as { header: { revision: number } };
  expect(untold([String(header.revision)], await historyOf(own.url))).toEqual([]);
  await expectOneLoad();
});

test("cut twice while it catches up", async ({ console: own, etcd, client, faultProxy, put, shell, service }) => {
  await put("/services/web/eu/web-0", value(1));
  await service.open("web");
  await shell.expectLive();
  const expectOneLoad = await shell.rememberLoad();

  await faultProxy.refuse();
  await shell.expectStale();
  const padding = "x".repeat(2_000);
  await putAll(
    client,
    Array.from({ length: 2_000 }, (_, index) => [`/services/web/eu/web-${index}`, value(index, padding)]),
  );
  const last = await putAll(client, [["/services/web/eu/web-7", value(7_777)]]);
  await faultProxy.heal();
  await faultProxy.cutAfterBytes(500_000);
  await faultProxy.cutAfterBytes(1_500_000);

  await shell.expectLive();
  await expect(service.grid).toHaveAttribute("aria-rowcount", "2001");
  await expectInStep(etcd, own.url, PREFIXES);
  expect(untold([last], await historyOf(own.url))).toEqual([]);
  await expectOneLoad();
});

test("compacted while it was away: the history owns up to the gap", async ({
  console: own,
  etcd,
  client,
  faultProxy,
  put,
  del,
  shell,
  service,
  events,
}) => {
  await put("/services/web/eu/gone", value(1));
  await put("/services/web/eu/stays", value(1));
  await service.open("web");
  await shell.expectLive();
  const expectOneLoad = await shell.rememberLoad();

  await faultProxy.refuse();
  await shell.expectStale();
  await del("/services/web/eu/gone");
  const last = await putAll(client, [["/services/web/eu/fresh", value(2)]]);
  await put("/services/web/eu/stays", value(3));
  await etcd.etcdctl(["compact", last]);
  await faultProxy.heal();

  await shell.expectLive();
  await expect(service.row("fresh")).toBeVisible();
  await expect(service.row("gone").last()).toContainText(/Left|Deleted/);
  await expectInStep(etcd, own.url, PREFIXES);
  expect(untold([last], await historyOf(own.url))).toEqual([]);
  await shell.goTo("Events");
  await expect(events.row("Gap")).toContainText("compacted");
  await expectOneLoad();
});

test("a store that was wiped", async ({ console: own, etcd, put, shell, service, events }) => {
  await put("/services/web/eu/before", value(1));
  await put("/services/web/eu/before", value(2));
  await put("/services/web/eu/both", value(2));
  await service.open("web");
  await shell.expectLive();
  const expectOneLoad = await shell.rememberLoad();

  await etcd.kill9();
  await shell.expectStale();
  await etcd.wipe();
  await put("/services/web/eu/both", value(9));
  await put("/services/web/eu/after", value(9));

  await shell.expectLive();
  await expect(service.row("after")).toBeVisible();
  await expect(service.row("before")).toContainText("Store replaced");
  await expectInStep(etcd, own.url, PREFIXES);
  await shell.goTo("Events");
  // One event for all that went with the store.
  await expect(events.row("Store replaced")).toHaveCount(1);
  await expect(events.chip("System")).toContainText(/[1-9]/);
  await expectOneLoad();
});
