import { expectNoViolations } from "./support/accessible";
import { startOwner } from "./support/owner";
import { expect, test } from "./support/test";

const value = '{"hostname":"10.0.1.9","port":3000}';
const key = (instance: string) => `/services/orders/eu/${instance}`;

test.use({ consoleEnv: { ROLLCALL_WRITES: "1", ROLLCALL_ENVIRONMENT: "production:red" } });

test("a hung instance is evicted, and the row, the event and the trail all say so", async ({
  page,
  client,
  etcd,
  put,
  shell,
  service,
  actions,
}) => {
  await put(key("stays"), value);
  const hung = await startOwner(client, { key: key("hung"), value, ttlSeconds: 600, everyMs: 2_500 });
  await service.open("orders");
  await shell.expectLive();
  await expect(service.row("hung")).toContainText("Alive");
  // Once its rhythm is known the first heartbeat that is missing makes it late: ten minutes are left to act in.
  const rhythm = async () => {
    const { leases } = (await (await page.request.get(`/api/v1/leases?id=${hung.leaseId}`)).json()) as {
      leases: { observation: { rhythmMs: number | null } | null }[];
    };
    return leases[0]?.observation?.rhythmMs ?? null;
  };
  await expect.poll(rhythm, { timeout: 90_000 }).not.toBeNull();
  hung.hang();
  await expect(service.row("hung")).toContainText("Late", { timeout: 60_000 });

  await service.row("hung").click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("e");
  await expect(actions.evict).toContainText("A heartbeat is missing");
  await expect(actions.evict).toContainText("production");
  await expect(actions.evict).toContainText("1 of 2 remain in service");
  await expect(actions.evict.getByRole("button", { name: "Evict", exact: true })).toBeDisabled();
  await expect(actions.evict.getByLabel("Reason")).toBeFocused();
  await actions.confirm(actions.evict, "Evict", "it hangs and does not answer");

  await expect(service.row("hung")).toContainText("Evicted");
  // Its heartbeats were on screen: they stay beside its end.
  await expect(service.row("hung")).not.toContainText("not looked at");
  const said = actions.said("hung evicted.");
  await expect(said).toContainText(/Seen at revision [\d,]+\. Watching whether it comes back\./);
  expect(await etcd.etcdctl(["get", "--keys-only", key("hung")])).toBe("");

  await said.getByRole("link", { name: "Audit entry" }).click();
  const entry = page.getByRole("complementary", { name: "Audit entry" });
  await expect(entry).toContainText("it hangs and does not answer");
  await expect(entry).toContainText("Done");
  await entry.getByRole("link", { name: "The event it caused" }).click();
  const event = page.getByRole("complementary", { name: "Chosen event" });
  await expect(event).toContainText("hung evicted");
  await event.getByRole("link", { name: "Audit entry", exact: true }).click();
  await expect(entry).toContainText("it hangs and does not answer");
  await hung.stop();
});

test("a live one is evicted with the warning that it may come back, and comes back before everybody's eyes", async ({
  page,
  client,
  put,
  shell,
  service,
  actions,
}) => {
  await put(key("stays"), value);
  await service.open("orders");
  await shell.expectLive();
  const owner = await startOwner(client, { key: key("alive"), value, ttlSeconds: 120, everyMs: 2_500, looks: true });
  await service.row("alive").focus();
  await page.keyboard.press("e");
  await expect(actions.evict).toContainText("An owner that puts its key again brings a deleted instance back");
  await expectNoViolations(page, "the eviction of one");
  await actions.confirm(actions.evict, "Evict", "to see whether it comes back");
  await expect(actions.said("alive evicted.")).toContainText(
    /It came back at revision [\d,]+: its owner registered again/,
    { timeout: 30_000 },
  );
  await expect(actions.said("alive evicted.").getByRole("button", { name: /Put back/ })).toHaveCount(0);
  await expect(service.row("alive").filter({ hasText: /Alive|Late/ })).toBeVisible();
  await owner.stop();
});

test("what was evicted is put back by one key, as it was and under its own lease", async ({
  page,
  client,
  etcd,
  put,
  shell,
  service,
  actions,
}) => {
  await put(key("stays"), value);
  const owner = await startOwner(client, { key: key("back"), value, ttlSeconds: 600, everyMs: 1_000 });
  await service.open("orders");
  await shell.expectLive();
  await service.row("back").focus();
  await page.keyboard.press("e");
  await actions.confirm(actions.evict, "Evict", "by mistake");
  await expect(actions.said("back evicted.")).toContainText("Seen at revision");
  await page.keyboard.press("u");
  await expect(actions.said("back put back.")).toContainText("Seen at revision");
  await expect(service.row("back").filter({ hasText: "Alive" })).toBeVisible();
  const { kvs } = JSON.parse(await etcd.etcdctl(["get", "-w", "json", key("back")])) as {
    kvs: { lease: number | string; value: string }[];
  };
  expect(atob(kvs[0]?.value ?? "")).toBe(value);
  expect((await client.timeToLive(owner.leaseId, { keys: true })).keys).toContain(key("back"));
  await owner.stop();
});

test("a key that changed in the meantime is not evicted: the difference is shown, and it is decided anew", async ({
  page,
  put,
  shell,
  service,
  actions,
}) => {
  await put(key("stays"), value);
  await put(key("moving"), value);
  await service.open("orders");
  await shell.expectLive();
  await service.row("moving").focus();
  await page.keyboard.press("e");
  await actions.evict.getByLabel("Reason").fill("on a wrong picture");
  await expect(actions.evict.getByRole("button", { name: "Evict", exact: true })).toBeEnabled();
  await put(key("moving"), value.replace("3000", "3001"));
  await actions.evict.getByRole("button", { name: "Evict", exact: true }).click();
  await expect(actions.evict.getByRole("alert")).toContainText("Not evicted.");
  await expect(actions.evict.locator("mark")).toHaveText("3001");
  await actions.confirm(actions.evict, "Evict what is there now");
  await expect(service.row("moving")).toContainText("Evicted");
});

test("a selection beyond the guards is told so before, goes as far as they allow, and is put back by one press", async ({
  page,
  put,
  shell,
  service,
  actions,
}) => {
  for (const instance of ["a", "b", "c"]) await put(key(`many-${instance}`), value);
  await service.open("orders");
  await shell.expectLive();
  for (const instance of ["a", "b", "c"]) {
    await service.row(`many-${instance}`).focus();
    await page.keyboard.press("x");
  }
  await expect(page.getByRole("region", { name: "Ticked instances" })).toContainText("3 instances ticked");
  await page.keyboard.press("e");
  // Half of the three has to stay, which is two: that is said before anything is sent, and what an override would do.
  await expect(actions.evict).toContainText("As things stand 1 of 3 would be evicted, and 2 refused.");
  await expect(actions.evict).toContainText("With the guards overridden all 3 would be, and 0 of 3 would remain.");
  await expect(actions.evict).toContainText("2 of 3 remain (0 if all went)");
  const lines = actions.evict.getByRole("list", { name: "Instance by instance" });
  await expect(lines.getByText("Would be refused: too few would remain.")).toHaveCount(2);
  await expectNoViolations(page, "the eviction of many");
  await actions.evict.getByLabel("Reason").fill("the host goes away");
  await actions.evict.getByLabel(/Override this guard/).check();
  await expect(actions.evict.getByRole("button", { name: "Evict 3", exact: true })).toBeEnabled();
  await actions.evict.getByLabel(/Override this guard/).uncheck();
  await actions.evict.getByRole("button", { name: "Evict 1 of 3" }).click();
  await expect(actions.evict).toContainText("1 evicted, 2 left alone.", { timeout: 30_000 });
  await expect(actions.evict.getByRole("button", { name: "Evict 0 of 2" })).toBeDisabled();
  await expectNoViolations(page, "what became of many");
  await page.keyboard.press("Escape");
  await expect(service.grid.getByRole("row").filter({ hasText: "Evicted" })).toHaveCount(1);
  await actions
    .said("1 evicted.")
    .getByRole("button", { name: /Put back/ })
    .click();
  await expect(actions.said("1 put back.")).toBeVisible();
  await expect(service.grid.getByRole("row").filter({ hasText: "Evicted" })).toHaveCount(0);
});

test("a drain that the guards refuse says so before it is sent", async ({ page, put, shell, service, actions }) => {
  for (const instance of ["a", "b", "c"]) await put(key(`slow-${instance}`), value);
  await service.open("orders");
  await shell.expectLive();
  for (const instance of ["a", "b", "c"]) {
    await service.row(`slow-${instance}`).focus();
    await page.keyboard.press("x");
  }
  await page.keyboard.press("d");
  await expect(actions.drain).toContainText("As things stand 1 of 3 would be drained, and 2 refused.");
  await actions.drain.getByLabel("Reason").fill("a kernel update");
  await actions.drain.getByRole("button", { name: "Drain 1 of 3" }).click();
  await expect(actions.drain.getByRole("button", { name: "Drain 0 of 2" })).toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(service.grid.getByRole("row").filter({ hasText: "Draining" })).toHaveCount(1);
});
