import { readFile } from "node:fs/promises";
import { expect, test } from "./support/test";
import { putAll } from "./support/writing";

const value = (port: number) => JSON.stringify({ hostname: "10.0.0.1", port });

test("services: what is filtered stands in the address, and the address brings it back", async ({
  page,
  client,
  shell,
  services,
}) => {
  await putAll(client, [
    ["/services/orders/eu/1", value(1)],
    ["/services/web/eu/1", value(1)],
    ["/services/web/us/2", value(1)],
    ["/services/worker/us/1", value(1)],
  ]);
  await services.open();
  await shell.expectLive();
  await services.filter.fill("w");
  await expect(page).toHaveURL(/[?&]q=w(&|$)/);
  await expect(services.row("orders")).toHaveCount(0);
  await services.chip("static").click();
  await expect(page).toHaveURL(/state%3Astatic/);
  await page
    .getByRole("radio", { name: "Name" })
    .or(page.getByRole("button", { name: "Name", exact: true }))
    .first()
    .click();
  await expect(page).toHaveURL(/sort=name/);
  const shared = page.url();

  await page.goto("/events");
  await page.goto(shared);
  await expect(services.filter).toHaveValue("w state:static");
  await expect(services.chip("static")).toHaveAttribute("aria-pressed", "true");
  await expect(services.row("orders")).toHaveCount(0);
  await expect(services.row("web")).toBeVisible();

  await services.row("web").getByRole("link", { name: "web" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("web");
  await page.goBack();
  await expect(services.filter).toHaveValue("w state:static");
  await expect(services.row("orders")).toHaveCount(0);
  await services.filter.fill("nothing like it");
  await expect(page.getByRole("heading", { name: "No service matches" })).toBeVisible();
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(services.row("orders")).toBeVisible();
  await expect(page).not.toHaveURL(/q=|state=/);
});

test("a field offers what is there, by keyboard, and says what is wrong with a query", async ({
  page,
  client,
  shell,
  services,
}) => {
  await putAll(client, [
    ["/services/orders/eu/1", value(1)],
    ["/services/web/us/1", value(9000)],
  ]);
  await services.open();
  await shell.expectLive();
  await page.keyboard.press("/");
  await expect(services.filter).toBeFocused();
  await page.keyboard.type("d");
  await expect(page.getByRole("option", { name: /^dc:/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(services.filter).toHaveValue("dc:");
  await expect(page.getByRole("option")).toHaveText([/^eu\s*1$/, /^us\s*1$/]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await expect(services.filter).toHaveValue("dc:us ");
  await expect(services.row("orders")).toHaveCount(0);
  await expect(page).toHaveURL(/dc%3Aus/);

  await services.filter.fill("port:>8000 boredom:yes");
  await expect(page.getByText("Services have no field boredom.")).toBeVisible();
  await expect(services.filter).toHaveAttribute("aria-invalid", "true");
  await expect(services.row("web"), "the rest is applied").toBeVisible();
  await expect(services.row("orders")).toHaveCount(0);
});

test("a click on a value filters by it, and with Alt leaves it out", async ({ page, client, shell, services }) => {
  await putAll(client, [
    ["/services/orders/eu/1", value(1)],
    ["/services/web/us/1", value(1)],
  ]);
  await services.open();
  await shell.expectLive();
  const us = services.row("web").getByRole("button", { name: "us", exact: true });
  await us.click();
  await expect(services.filter).toHaveValue("dc:us");
  await expect(services.row("orders")).toHaveCount(0);
  await us.click({ modifiers: ["Alt"] });
  await expect(services.filter).toHaveValue("-dc:us");
  await expect(services.row("web")).toHaveCount(0);
  await expect(services.row("orders")).toBeVisible();
  await expect(page).toHaveURL(/q=-dc%3Aus/);
});

test("older links open as a query", async ({ page, client, shell, services, events, unrecognized }) => {
  await putAll(client, [
    ["/services/orders/eu/1", value(1)],
    ["/services/web/us/1", value(1)],
    ["/services/a/eu/1", "{"],
  ]);
  await services.open("?state=static&dc=us");
  await shell.expectLive();
  await expect(services.filter).toHaveValue("state:static dc:us");
  await expect(services.row("web")).toBeVisible();
  await expect(services.row("orders")).toHaveCount(0);
  await events.open("?service=web&cause=expired");
  await expect(events.filter).toHaveValue("service:web cause:expired");
  await unrecognized.open("?reason=value-not-json");
  await expect(unrecognized.filter).toHaveValue("reason:value-not-json");
  await unrecognized.chip("Not JSON").click();
  await expect(page).not.toHaveURL(/reason/);
});

test("events: kinds, services and words, in a link that shows the same again", async ({
  page,
  put,
  del,
  shell,
  events,
}) => {
  await put("/services/orders/eu/1", value(1));
  await events.open();
  await shell.expectLive();
  for (const [key, port] of [
    ["/services/web/eu/1", 1],
    ["/services/web/eu/1", 2],
    ["/services/orders/eu/1", 2],
  ] as const)
    await put(key, value(port));
  await del("/services/web/eu/1");
  await expect(events.row("Deleted")).toContainText("web");

  await events.filter.fill("service:web");
  await expect(page).toHaveURL(/service%3Aweb/);
  await expect(events.row("orders")).toHaveCount(0);
  await events.chip("Changed").click();
  await expect(page).toHaveURL(/kind=/);
  await expect(events.row("Changed")).toHaveCount(0);
  await expect(events.row("Registered")).toBeVisible();
  const shared = page.url();
  await page.goto("/services");
  await page.goto(shared);
  await expect(events.filter).toHaveValue("service:web");
  await expect(events.chip("Changed")).toHaveAttribute("aria-pressed", "false");
  await expect(events.row("Deleted")).toBeVisible();
  await expect(events.row("Changed")).toHaveCount(0);
  await expect(events.row("orders")).toHaveCount(0);

  await events.row("Deleted").getByRole("gridcell").first().click();
  await expect(shell.panel("Event")).toBeVisible();
  const linked = page.url();
  await page.goBack();
  await expect(shell.panel("Event")).toBeHidden();
  await page.goto(linked);
  await expect(shell.panel("Event")).toContainText("/services/web/eu/1");
});

test("unrecognized: reasons and words", async ({ page, client, shell, unrecognized }) => {
  await putAll(client, [
    ["/services/a/eu/1", "{"],
    ["/services/b/eu/1", "{}"],
    ["/services/too/many/segments/here", "{}"],
  ]);
  await unrecognized.open();
  await shell.expectLive();
  await unrecognized.chip("Not JSON").click();
  await expect(page).toHaveURL(/reason%3Avalue-not-json/);
  await expect(unrecognized.row("/services/b/")).toHaveCount(0);
  const shared = page.url();
  await page.goto("/services");
  await page.goto(shared);
  await expect(unrecognized.row("/services/a/")).toBeVisible();
  await expect(unrecognized.row("/services/b/")).toHaveCount(0);
  await unrecognized.chip("Not JSON").click();
  await unrecognized.filter.fill("segments");
  await expect(page).toHaveURL(/q=segments/);
  await expect(unrecognized.row("/services/a/")).toHaveCount(0);
  await unrecognized.row("segments").getByRole("gridcell").first().click();
  await expect(shell.panel("Unrecognized key")).toContainText("What to do");
  await page.goBack();
  await expect(shell.panel("Unrecognized key")).toBeHidden();
});

test("events wait while somebody reads, and older ones come with scrolling", async ({
  page,
  client,
  shell,
  events,
}) => {
  await events.open();
  await shell.expectLive();
  // It follows from here: of what was there before it shows the newest 500 first.
  await putAll(client, [["/services/first/eu/first-1", value(1)]]);
  await expect(events.row("first-1")).toBeVisible();
  for (let round = 0; round < 10; round++)
    await putAll(
      client,
      Array.from({ length: 60 }, (_, index) => [`/services/web/eu/web-${index}`, value(round * 100 + index + 1)]),
    );
  await expect(events.grid).toHaveAttribute("aria-rowcount", "601");

  await events.pause.click();
  await putAll(
    client,
    Array.from({ length: 37 }, (_, index) => [`/services/late/eu/late-${index}`, value(1)]),
  );
  await expect(events.waiting).toHaveText("37 waiting");
  await expect(events.row("late-")).toHaveCount(0);
  await events.resume.click();
  await expect(events.row("late-").first()).toBeVisible();
  await expect(events.waiting).toBeHidden();
  await page.keyboard.press("Space");
  await expect(events.resume).toBeVisible();
  await page.keyboard.press("Space");
  await expect(events.pause).toBeVisible();

  await page.reload();
  await shell.expectLive();
  await expect(events.row("late-").first()).toBeVisible();
  const drawn = await events.grid.getByRole("row").count();
  expect(drawn, "only what is in sight is drawn").toBeLessThan(100);
  await page.getByRole("main").hover();
  await expect(async () => {
    await page.mouse.wheel(0, 4_000);
    await expect(page.getByText("History begins here")).toBeVisible({ timeout: 300 });
  }).toPass({ timeout: 30_000 });
});

test("the history leaves as CSV and as NDJSON, as it is filtered", async ({ page, client, shell, events }) => {
  await events.open("?service=web");
  await shell.expectLive();
  await putAll(client, [
    ["/services/web/eu/=cmd()", value(1)],
    ["/services/orders/eu/1", value(1)],
  ]);
  await expect(events.row("web")).toHaveCount(1);
  const exportAs = async (name: RegExp) => {
    await page.getByRole("button", { name: "Export" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name }).click()]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
  };
  const csv = await exportAs(/CSV/);
  expect(csv.name).toBe("rollcall-events.csv");
  const [head = "", ...lines] = csv.text.trim().split(/\r?\n/);
  expect(head).toMatch(/^at,revision,type,service,instance,key/);
  expect(lines).toHaveLength(1);
  expect(csv.text, "no cell begins like a formula").not.toMatch(/(^|,)"?=/m);
  const ndjson = await exportAs(/NDJSON/);
  expect(ndjson.name).toBe("rollcall-events.ndjson");
  expect(
    ndjson.text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object),
  ).toMatchObject([{ type: "registered", service: "web", key: "/services/web/eu/=cmd()" }]);
});
