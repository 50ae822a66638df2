import type { Snapshot } from "@/lib/live/protocol";
import { expect, test } from "./support/test";

const value = '{"hostname":"10.0.0.1","port":8080}';

for (const signal of ["SIGKILL", "SIGTERM"] as const) {
  test(`a console that ends by ${signal}: the page says so, and goes on by itself when it is back`, async ({
    console: own,
    put,
    del,
    shell,
    service,
  }) => {
    await put("/services/web/eu/stays", value);
    await put("/services/web/eu/leaves", value);
    await service.open("web");
    await shell.expectLive();
    const expectOneLoad = await shell.rememberLoad();

    if (signal === "SIGTERM") await own.stop();
    else process.kill(own.pid, signal);
    await expect(shell.light).toHaveText("Console lost");
    await expect(shell.notice).toContainText("The console is out of reach.");
    await expect(service.row("stays"), "what was known stays readable").toBeVisible();
    await put("/services/web/eu/comes", value);
    await del("/services/web/eu/leaves");

    await own.restart();
    await shell.expectLive();
    await expect(service.row("comes")).toBeVisible();
    await expect(service.row("leaves")).toHaveCount(0);
    await expect(shell.notice).toBeHidden();
    await put("/services/web/eu/later", value);
    await expect(service.row("later")).toBeVisible();
    await expectOneLoad();
  });
}

test("a console that speaks another protocol: the page asks to be loaded again", async ({
  page,
  shell,
  services,
  put,
}) => {
  await put("/services/web/eu/one", value);
  await page.route("**/api/v1/snapshot", async (route) => {
    const answer = await route.fetch();
    const snapshot = (await answer.json()) as Snapshot;
    await route.fulfill({ response: answer, json: { ...snapshot, protocol: snapshot.protocol + 1 } });
  });
  await services.open();
  await expect(shell.light).toHaveText("Reload needed");
  await expect(shell.notice).toContainText("The console was updated.");
  await page.unroute("**/api/v1/snapshot");
  await shell.notice.getByRole("button", { name: "Reload" }).click();
  await shell.expectLive();
  await expect(services.row("web")).toBeVisible();
});
