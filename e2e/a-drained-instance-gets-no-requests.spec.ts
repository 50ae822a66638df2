import { discover } from "@/lib/discovery";
import { recordKey } from "@/lib/discovery/signer";
import { TEST_SECRET } from "@/lib/records/testing";
import { expect, test } from "./support/test";

test.use({ consoleEnv: { ROLLCALL_WRITES: "1", ROLLCALL_SECRET: TEST_SECRET } });

const value = '{"hostname":"10.0.1.9","port":3000}';

test("discover() says what is drained, so that nobody calls it, and has it again when it is resumed", async ({
  page,
  etcd,
  put,
  shell,
  service,
  actions,
}) => {
  for (const instance of ["one", "two"]) await put(`/services/orders/eu/${instance}`, value);
  const orders = discover({
    etcd: etcd.endpoints,
    service: "orders",
    drainsKey: recordKey(TEST_SECRET, "drains").toString("base64"),
  });
  const names = () => {
    const { instances, draining } = orders.current;
    return instances.flatMap(({ id, instance }) => (draining.has(id) ? [] : [instance])).sort();
  };
  await orders.ready();
  expect(names()).toEqual(["one", "two"]);

  await service.open("orders");
  await shell.expectLive();
  await service.row("two").focus();
  await page.keyboard.press("d");
  await expect(actions.drain).toContainText("Only Rollcall's own clients honour this");
  await actions.confirm(actions.drain, "Drain", "a kernel update");
  await expect(service.row("two")).toContainText("Draining");
  await expect(service.row("two")).toContainText("Static");
  await expect(actions.said("two draining.")).toContainText("Seen at revision");
  await expect.poll(names).toEqual(["one"]);

  // The mark is bound to the key: a new registration does not end it.
  await put("/services/orders/eu/two", value.replace("3000", "3001"));
  await expect(service.row("two")).toContainText("10.0.1.9:3001");
  await expect(service.row("two")).toContainText("Draining");
  await service.row("two").click();
  await expect(shell.panel("Instance")).toContainText("a kernel update");

  await shell
    .panel("Instance")
    .getByRole("button", { name: /Resume/ })
    .click();
  await actions.confirm(actions.resume, "Resume");
  await expect(service.row("two")).not.toContainText("Draining");
  await expect.poll(names).toEqual(["one", "two"]);
  orders.stop();
});
