import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { startOwner } from "./support/owner";
import { expect, test } from "./support/test";
import { putAll } from "./support/writing";

test.use({ consoleEnv: { ROLLCALL_REACH_ALLOW: "127.0.0.0/8,10.0.0.0/8" } });

const value = (calls = "") => JSON.stringify({ hostname: "10.0.0.1", port: 8080, dependsOn: calls });

test.beforeEach(async ({ console: _, client, page, shell }) => {
  await putAll(client, [
    ["/services/web/eu/web-1", value("orders,nowhere")],
    ["/services/web/us/web-2", value("orders")],
    ["/services/orders/eu/orders-1", value()],
  ]);
  await page.goto("/");
  await shell.expectLive();
});

test("a service arrives, and whoever leaves keeps its place as somebody who is gone", async ({ page, put, del }) => {
  const card = (name: string) => page.getByRole("button", { name: new RegExp(`^${name} in eu:`) });
  await expect(card("web")).toHaveAccessibleName("web in eu: 1 instance; 1 static");
  // In the frame of each who declares that it calls it.
  await expect(page.getByRole("button", { name: /^nowhere: called by others, nobody registered/ })).toHaveCount(2);
  const place = () => card("orders").evaluate((element) => element.closest(".react-flow__node")?.getAttribute("style"));
  await expect(page.locator(".map-ground")).toHaveAttribute("aria-busy", "false");
  const before = await place();
  await put("/services/ratings/eu/ratings-1", value());
  await expect(card("ratings")).toBeVisible();
  await del("/services/orders/eu/orders-1");
  await expect(card("orders")).toHaveAccessibleName(/nobody left.*1 gone lately/);
  expect(await place()).toBe(before);
});

test("what does not fit the filter is dimmed where it stands, and the address shares that", async ({
  page,
  context,
}) => {
  const card = (name: string) => page.getByRole("button", { name: new RegExp(`^${name} in eu:`) });
  await expect(card("web")).toBeVisible();
  await page.getByRole("combobox", { name: "Find on the map" }).fill("service:web");
  await expect(card("orders")).toHaveAttribute("data-dim", "true");
  await expect(card("web")).not.toHaveAttribute("data-dim", "true");
  await expect(page).toHaveURL(/q=service/);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("button", { name: /^orders in eu:/ })).toHaveAttribute("data-dim", "true");
});

test("the list says the same as the map, and the keys open a card", async ({ page }) => {
  const cards = page.locator(".map-card");
  await expect(cards).toHaveCount(5);
  await page.getByRole("button", { name: /^web in eu:/ }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Service" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "List" }).click();
  await expect(cards).toHaveCount(0);
  for (const name of ["web", "orders", "nowhere"])
    await expect(page.locator("main").getByRole("listitem").filter({ hasText: name }).first()).toBeVisible();
});

test("whoever stops beating fades in place, and a service below its minimum stands above the map", async ({
  page,
  client,
}) => {
  const key = "/services/shop/eu/shop-1";
  const owner = await startOwner(client, { key, value: value("web"), ttlSeconds: 6, everyMs: 1_000 });
  const shop = page.getByRole("button", { name: /^shop in eu:/ });
  await expect(shop).toHaveAccessibleName("shop in eu: 1 instance; 1 alive");
  owner.hang();
  await expect(shop).toHaveAccessibleName(/nobody left.*1 gone lately/, { timeout: 60_000 });
  await expect(page.getByRole("status").filter({ hasText: "with nobody left" })).toContainText("shop");
  await shop.getByText("1 expired").click();
  await expect(page.getByRole("combobox", { name: "Find on the map" })).toHaveValue("state:gone");
  await owner.stop();
});

test("a value is clicked to filter by it, keys walk, and a link or a reload shows the same again", async ({
  page,
  context,
}) => {
  const ground = page.locator(".map-ground");
  const card = (name: string, on = page) => on.getByRole("button", { name: new RegExp(`^${name}:`) });
  await page.getByRole("button", { name: "Flow" }).click();
  await expect(ground).toHaveAttribute("aria-busy", "false");
  await card("web").focus();
  await page.keyboard.press("ArrowRight");
  await expect(card("web")).not.toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(card("web")).toBeFocused();
  await page.keyboard.press("+");
  await expect(page).toHaveURL(/view=/);
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Service" });
  await panel.getByRole("button", { name: "web", exact: true }).click();
  await expect(page.getByRole("combobox", { name: "Find on the map" })).toHaveValue("service:web");
  await expect(card("orders")).toHaveAttribute("data-dim", "true");

  const zoomOf = async (on = page) =>
    Number(/scale\(([\d.]+)\)/.exec((await on.locator(".react-flow__viewport").getAttribute("style")) ?? "")?.[1]);
  const before = await zoomOf();
  const expectTheSame = async (shown: Page) => {
    await expect(card("orders", shown)).toHaveAttribute("data-dim", "true");
    await expect(shown.getByRole("complementary", { name: "Service" })).toContainText("web");
    await expect.poll(() => zoomOf(shown)).toBeCloseTo(before, 2);
  };
  await page.reload();
  await expectTheSame(page);
  const other = await context.newPage();
  await other.goto(page.url());
  await expectTheSame(other);
  await other.close();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
});

test("requests that are really seen are told apart from declared calls, on the map and in the list", async ({
  page,
  put,
}) => {
  const server = createServer((_request, response) => void response.end("hello"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await put("/services/orders/eu/orders-1", JSON.stringify({ hostname: "127.0.0.1", port }));
  const { origin } = new URL(page.url());
  const run = page.request.post(`${origin}/api/v1/test-requests`, {
    data: { service: "orders", policy: "random", count: 100, perSecond: 20 },
    headers: { origin },
  });
  await expect(page.getByRole("list", { name: "What the lines mean" })).toContainText("from outside the registry");
  await expect(page.locator(".card-inbound")).toContainText(/test requests [\d.]+\/s/);
  await page.getByRole("button", { name: "List" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "from test requests" })).toContainText("orders");
  await run;
  server.closeAllConnections();
  server.close();
});
