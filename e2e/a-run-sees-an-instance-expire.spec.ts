import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "./support/test";

test.use({ consoleEnv: { ROLLCALL_REACH_ALLOW: "127.0.0.0/8" } });

const key = (name: string) => `/services/shop/eu/${name}`;

test("a lease that runs out in mid-run takes its instance out of the run, with the cause on the timeline", async ({
  page,
  etcd,
  put,
  shell,
}) => {
  const server = createServer((_request, response) => void response.end("hello"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const value = JSON.stringify({ hostname: "127.0.0.1", port: (server.address() as AddressInfo).port });
  await put(key("stays"), value);
  const lease = (await etcd.etcdctl(["lease", "grant", "8"])).split(" ")[1] ?? "";
  await put(key("dies"), value, `--lease=${lease}`);
  // A page may take longer to load than the lease lasts.
  const renew = () => etcd.etcdctl(["lease", "keep-alive", "--once", lease]);
  const renewing = setInterval(() => void renew().catch(() => {}), 2_000);

  await page.goto("/balancer?service=shop&policy=round-robin&policy=random&count=5000&perSecond=40");
  await shell.expectLive();
  // Before anything is sent: who would be picked.
  const lane = page.locator("section").filter({ has: page.getByRole("heading", { name: "Round robin" }) });
  await expect(lane.getByRole("link", { name: /dies/ })).toBeVisible();
  await expect(page.getByText("Next would be").first()).toBeVisible();

  // Renewed as its run begins, and never again.
  clearInterval(renewing);
  await renew();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText(/\d+ ok/).first()).toBeVisible();

  const happened = page.getByRole("list", { name: "What happened during the run" });
  await expect(happened.getByRole("listitem").filter({ hasText: "dies" }).filter({ hasText: "expired" })).toBeVisible({
    timeout: 45_000,
  });
  // It had its share before, and nobody asks it any more: nothing failed.
  await expect(page.getByRole("img", { name: /^dies: [1-9]\d* picked, .*gone$/ }).first()).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("Stopped.")).toBeVisible();
  await expect(page.getByText(/failed, /)).toHaveCount(0);

  // What it was set to stands in the address; opening it sends nothing.
  await page.reload();
  await expect(page.getByText("Nothing was sent yet")).toBeVisible();
  await expect(page.getByLabel("Requests", { exact: true })).toHaveValue("5000");
  server.closeAllConnections();
  server.close();
});
