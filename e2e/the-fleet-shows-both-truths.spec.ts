import { expect, test } from "./support/test";

/** A fleet of its own: the console with the etcd that it starts itself. */
test("what is done to a process, what the registry makes of it, and why", async ({ page, startOwnConsole }) => {
  test.setTimeout(240_000);
  const own = await startOwnConsole();
  await page.goto(`${own.url}/fleet`);
  const row = (id: string) => page.getByRole("row", { name: id });
  const slowly = { timeout: 60_000 };
  for (const id of ["web-1", "web-2", "web-3", "comments-1", "cassandra-1"]) {
    await row(id).scrollIntoViewIfNeeded(slowly);
    await expect(row(id)).toContainText("Running", slowly);
    await expect(row(id)).toContainText(id.startsWith("cassandra") ? "Static" : "Alive", slowly);
  }

  // By key in the panel, by button in the panel, by button in the row.
  await row("web-1").getByText("web-1").click();
  const panel = page.getByRole("complementary", { name: "Process" });
  await expect(panel).toContainText("registered");
  await page.keyboard.press("x");
  await expect(panel).toContainText("No process, SIGKILL");
  await expect(panel).toContainText("Nobody is there. etcd keeps the key until its lease has run out.");
  await expect(page.getByRole("group", { name: "The same thing as a command" }).last()).toContainText(
    "/api/v1/fleet/kill",
  );
  await row("web-2").getByText("web-2").click();
  await panel.getByRole("button", { name: "Pause" }).click();
  await expect(panel).toContainText("It is frozen. Unless it goes on, its lease runs out.");
  // At once, before the panel has followed: the key once reached the process that was still in it.
  await row("web-3")
    .getByText("web-3")
    .evaluate((name) => {
      (name as HTMLElement).click();
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "c" }));
    });
  await expect(panel).toContainText("web-3");
  await expect(panel).toContainText("It answers, but cannot renew its lease.");
  await row("comments-1").getByText("comments-1").click();
  await page.keyboard.press("s");
  await expect(panel).toContainText("No process, SIGTERM");
  await expect(panel).toContainText("Revoked", slowly);
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  for (const id of ["web-1", "web-2", "web-3"]) await expect(row(id)).toContainText("Expired", slowly);
  await expect(row("web-2")).toContainText("It is frozen, and gone.");

  await row("web-1").getByRole("button", { name: "Start web-1" }).click();
  await row("web-2").getByRole("button", { name: "Resume web-2" }).click();
  await row("web-3").getByRole("button", { name: "Mend web-3" }).click();
  for (const id of ["web-1", "web-2", "web-3"]) await expect(row(id)).toContainText("Alive", slowly);

  await page.getByRole("button", { name: "One Web more" }).click();
  await expect(row("web-4")).toContainText("Alive", slowly);
  await page.getByRole("button", { name: "Reset" }).click();
  await expect(row("web-4")).toBeHidden(slowly);
  await expect(row("comments-1")).toContainText("Alive", slowly);
});
