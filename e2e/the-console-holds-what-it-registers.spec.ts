import { expectNoViolations } from "./support/accessible";
import { expect, test } from "./support/test";

test.use({ consoleEnv: { ROLLCALL_WRITES: "1" } });

test("an instance is registered by hand, its lease is paused, and it expires", async ({
  page,
  etcd,
  shell,
  services,
  service,
  actions,
}) => {
  await services.open();
  await shell.expectLive();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(shell.palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("register an");
  await expect(shell.palette.getByRole("option").first()).toContainText("Register an instance");
  await page.keyboard.press("Enter");
  const form = actions.register;
  await form.getByLabel("Service").fill("orders");
  await form.getByLabel("Host").fill("10.0.1.9");
  await form.getByLabel("Port").fill("300");
  await form.getByLabel("Datacenter").fill("eu-west");
  await form.getByLabel("Instance", { exact: true }).fill("b61e");
  await form.getByLabel("Lease length").fill("5");
  const written = form.getByRole("complementary", { name: "What will be written" });
  await expect(written).toContainText("/services/orders/eu-west/b61e");
  await expect(written.locator("[data-field=value]")).toContainText('"port":300');
  await form.getByLabel("Port").fill("3000");
  await expect(written.locator("[data-field=value] mark")).toHaveText("3000");
  await expectNoViolations(page, "the registration");
  const promised = await written.locator("[data-field=value]").innerText();
  await actions.confirm(form, /^Register$/, "a rehearsal");
  await expect(services.row("orders")).toBeVisible();
  expect((await etcd.etcdctl(["get", "--print-value-only", "/services/orders/eu-west/b61e"])).trim()).toBe(promised);

  await page.goto("/registrations");
  const held = page.getByRole("list", { name: "Registrations held by the console" });
  await expect(held).toContainText("b61e");
  await held.getByRole("button", { name: "Pause" }).click();
  await expectNoViolations(page, "the pause of what is held");
  await actions.confirm(page.getByRole("dialog", { name: /^Pause / }), "Pause", "to see it expire");
  await expect(held).toContainText("paused");
  await service.open("orders");
  await expect(service.row("b61e")).toContainText("Expired", { timeout: 40_000 });
});

test("a key that is taken is seen before anything is written", async ({ page, put, services, shell, actions }) => {
  await put("/services/orders/eu-west/b61e", '{"hostname":"10.0.1.9","port":1}');
  await services.open();
  await shell.expectLive();
  await page.getByRole("button", { name: "Register…" }).click();
  const form = actions.register;
  await form.getByLabel("Service").fill("orders");
  await form.getByLabel("Host").fill("10.0.1.9");
  await form.getByLabel("Port").fill("2");
  await form.getByLabel("Datacenter").fill("eu-west");
  await form.getByLabel("Instance", { exact: true }).fill("b61e");
  await form.getByLabel("Reason").fill("not to be");
  await expect(form.getByRole("listitem").filter({ has: page.getByLabel("bad") })).toBeVisible();
  await expect(form.getByRole("button", { name: "Register", exact: true })).toBeDisabled();
  await page.keyboard.press("Escape");

  // The same on a phone, as a file: what is there with another value is left alone.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Import…" }).click();
  const file = page.getByRole("dialog", { name: /^Import/ });
  await file
    .getByRole("textbox")
    .first()
    .fill(
      "rollcall: 1\nregistrations:\n  - {layout: path, service: orders, datacenter: eu-west, instance: b61e, host: 10.0.1.9, port: 2}\n",
    );
  await file.getByRole("button", { name: /difference/i }).click();
  await expect(file).toContainText("The key is there with another value");
  await expectNoViolations(page, "the import on a phone");
});
