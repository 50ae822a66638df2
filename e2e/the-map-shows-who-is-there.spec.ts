import { expect, test } from "./support/test";
import { putAll } from "./support/writing";

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
