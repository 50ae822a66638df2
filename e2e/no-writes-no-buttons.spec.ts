import { expect, test } from "./support/test";

const KEY = "/services/orders/eu/one";

test("where nothing may be written there is no button, and one sentence says why", async ({
  page,
  put,
  shell,
  services,
  service,
}) => {
  await put(KEY, '{"hostname":"10.0.1.9","port":3000}');
  await services.open();
  await shell.expectLive();
  await expect(services.row("orders")).toBeVisible();
  await expect(page.getByRole("button", { name: /Register|Import|Evict|Drain|Minimum/ })).toHaveCount(0);
  await service.open("orders");
  await service.row("one").click();
  await expect(shell.panel("Instance")).toContainText("ROLLCALL_WRITES");
  await expect(page.getByRole("button", { name: /Register|Evict|Drain|Minimum|Dismiss/ })).toHaveCount(0);
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("e");
  await expect(page.getByRole("dialog", { name: /^Evict/ })).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+k");
  await expect(shell.palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("evict");
  await expect(shell.palette).toContainText("Nothing matches");
});

test.describe("where etcd's role may not write", () => {
  test.use({
    etcdOptions: {
      auth: { rootPassword: "root-secret", users: [{ name: "reader", password: "reader-secret", access: "read" }] },
    },
    consoleEnv: { ROLLCALL_WRITES: "1", ETCD_USERNAME: "reader", ETCD_PASSWORD: "reader-secret" },
  });

  test("the buttons go as soon as that is known, also from a page that was loaded before", async ({
    page,
    put,
    shell,
    service,
  }) => {
    await put(KEY, '{"hostname":"10.0.1.9","port":3000}');
    await service.open("orders");
    await shell.expectLive();
    await expect(page.getByRole("button", { name: /Register|Evict|Drain|Minimum/ })).toHaveCount(0);
    await expect(service.row("one")).toBeVisible();
    await service.row("one").click();
    await expect(shell.panel("Instance")).toContainText("etcd does not let this console's user write under /services/");
  });
});
