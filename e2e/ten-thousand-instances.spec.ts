import { expect, test } from "./support/test";
import { putAll } from "./support/writing";

const SERVICES = 200;
const EACH = 50;
const name = (service: number) => `svc-${String(service).padStart(3, "0")}`;
const key = (service: number, instance: number) =>
  `/services/${name(service)}/${instance % 2 ? "eu" : "us"}/${name(service)}-${String(instance).padStart(2, "0")}`;
const value = (port: number) => JSON.stringify({ hostname: "10.0.0.1", port });

test.beforeEach(async ({ client }) => {
  await putAll(
    client,
    Array.from({ length: SERVICES * EACH }, (_, index) => [
      key(Math.floor(index / EACH), index % EACH),
      value(1_000 + (index % 50_000)),
    ]),
  );
});

test("10,000 instances of 200 services: drawn as far as one sees, filtered, scrolled, changed", async ({
  page,
  client,
  shell,
  services,
  service,
}) => {
  const drawn = (grid: typeof services.grid) => grid.getByRole("row").count();
  await services.open("?sort=name");
  await shell.expectLive();
  await expect(page.getByRole("main")).toContainText("200 services, 10,000 instances");
  await expect(services.grid).toHaveAttribute("aria-rowcount", String(SERVICES + 1));
  expect(await drawn(services.grid)).toBeLessThan(SERVICES);

  await test.step("the filter finds one of many", async () => {
    await services.filter.fill("svc-177");
    await expect(services.grid).toHaveAttribute("aria-rowcount", "2");
    await expect(services.row("svc-177")).toBeVisible();
    await services.filter.fill("");
    await services.filter.press("Escape");
    await expect(services.grid).toHaveAttribute("aria-rowcount", String(SERVICES + 1));
  });

  await test.step("a change far down is there when one scrolls to it", async () => {
    await expect(services.row("svc-199")).toHaveCount(0);
    await client.put(key(199, EACH), new TextEncoder().encode(value(80)));
    await expect(page.getByRole("main")).toContainText("10,001 instances");
    await services.grid.hover();
    await expect(async () => {
      await page.mouse.wheel(0, 3_000);
      await expect(services.row("svc-199")).toBeInViewport({ timeout: 300 });
    }).toPass({ timeout: 30_000 });
    await expect(services.row("svc-199")).toContainText("51");
    await client.delete({ key: key(199, EACH) });
    await expect(services.row("svc-199")).toContainText("50");
    await expect(services.row("svc-199")).toContainText("−1");
  });

  await test.step("End and Home go to the ends", async () => {
    await page.keyboard.press("j");
    await expect(services.row("svc-000")).toBeFocused();
    await page.keyboard.press("End");
    await expect(services.row("svc-199")).toBeFocused();
    await page.keyboard.press("Home");
    await expect(services.row("svc-000")).toBeFocused();
  });

  await test.step("a service of them all", async () => {
    await putAll(
      client,
      Array.from({ length: 2_000 }, (_, index) => [
        `/services/many/eu/many-${String(index).padStart(4, "0")}`,
        value(1_000 + index),
      ]),
    );
    await service.open("many");
    await shell.expectLive();
    await expect(service.grid).toHaveAttribute("aria-rowcount", "2001");
    expect(await drawn(service.grid)).toBeLessThan(200);
    await service.filter.fill("many-1987");
    await expect(service.grid).toHaveAttribute("aria-rowcount", "2");
    await client.put("/services/many/eu/many-1987", new TextEncoder().encode(value(55_555)));
    await expect(service.row("many-1987")).toContainText("10.0.0.1:55555");
  });
});
