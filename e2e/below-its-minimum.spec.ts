import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expectNoViolations } from "./support/accessible";
import { test as base, expect } from "./support/test";

interface Message {
  signature: string | undefined;
  body: { type: string; data: { belowMinimum: { service: string; minimum: number; inService: number }[] } };
}

/** Whoever is told: keeps what comes. */
const test = base.extend<{ receiver: { url: string; messages: Message[] } }>({
  receiver: async ({ browserName: _ }, use) => {
    const messages: Message[] = [];
    const server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on("data", (piece: Buffer) => pieces.push(piece));
      request.on("end", () => {
        messages.push({
          signature: request.headers["webhook-signature"]?.toString(),
          body: JSON.parse(Buffer.concat(pieces).toString()) as Message["body"],
        });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    await use({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, messages });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
  consoleEnv: async ({ receiver }, use) =>
    use({
      ROLLCALL_WRITES: "1",
      ROLLCALL_WEBHOOK_URL: receiver.url,
      ROLLCALL_WEBHOOK_SECRET: `whsec_${Buffer.from("a secret of thirty-two bytes, yes").toString("base64")}`,
      ROLLCALL_TOMBSTONE_SECONDS: "2",
    }),
});

const value = '{"hostname":"10.0.1.9","port":3000}';

test("a service that falls below its minimum is marked, told of, and stays in red until it is dismissed", async ({
  page,
  put,
  del,
  shell,
  services,
  service,
  actions,
  receiver,
}) => {
  for (const instance of ["one", "two"]) await put(`/services/orders/eu/${instance}`, value);
  await service.open("orders");
  await shell.expectLive();
  await page.getByRole("button", { name: "Minimum…" }).click();
  const minimum = page.getByRole("dialog", { name: /^Minimum of orders/ });
  await minimum.getByLabel("At least in service").fill("2");
  await expectNoViolations(page, "the minimum");
  await actions.confirm(minimum, "Set the minimum", "two machines, one each");
  await expect(page.getByText("minimum 2")).toBeVisible();

  await del("/services/orders/eu/two");
  await expect(page.getByText("Below its minimum: 1 in service")).toBeVisible();
  await expect
    .poll(() => receiver.messages.flatMap(({ body }) => body.data.belowMinimum), { timeout: 40_000 })
    .toContainEqual(expect.objectContaining({ service: "orders", minimum: 2, inService: 1 }));
  expect(receiver.messages[0]?.signature).toMatch(/^v1,/);

  await del("/services/orders/eu/one");
  await services.open();
  await expect(services.row("orders")).toContainText("0 / min 2");
  // Its tombstones go after two seconds; the service does not.
  await service.open("orders");
  await expect(page.getByRole("heading", { name: "Nobody is registered" })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("main").getByRole("button", { name: "Dismiss orders" }).first().click();
  await services.open();
  await expect(page.getByRole("heading", { name: "Nothing is registered here yet" })).toBeVisible();
});
