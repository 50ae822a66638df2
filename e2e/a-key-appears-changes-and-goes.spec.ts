import { expect, test } from "./support/test";

test.use({
  consoleEnv: {
    ROLLCALL_PREFIXES:
      "/services/=path,registrator;/killrvideo/services/=registrator;heartbeat|=heartbeat;rpc/=grpc;/apps/=generic",
  },
});

const layouts = [
  {
    layout: "path",
    key: "/services/orders/eu-1/orders-7",
    service: "orders",
    first: { value: '{"hostname":"10.0.0.1","port":8080}', shows: "10.0.0.1:8080" },
    second: { value: '{"hostname":"10.0.0.1","port":9090}', shows: "10.0.0.1:9090" },
    garbage: { value: "{not json", reason: "Not JSON" },
  },
  {
    layout: "registrator",
    key: "/services/redis/docker-1:redis_1:6379",
    service: "redis",
    first: { value: "10.0.0.2:32768", shows: "10.0.0.2:32768" },
    second: { value: "10.0.0.2:32769", shows: "10.0.0.2:32769" },
    garbage: { value: "no address at all", reason: "Wrong shape" },
  },
  {
    layout: "registrator under KillrVideo's prefix",
    key: "/killrvideo/services/VideoCatalogService/5d2c",
    service: "VideoCatalogService",
    first: { value: "10.0.0.3:9042", shows: "10.0.0.3:9042" },
    second: { value: "10.0.0.3:9043", shows: "10.0.0.3:9043" },
    garbage: { value: "10.0.0.3", reason: "Wrong shape" },
  },
  {
    layout: "heartbeat",
    key: "heartbeat|billing|http://10.0.0.4:8080",
    service: "billing",
    first: { value: "http://10.0.0.4:8080", shows: "10.0.0.4:8080" },
    second: { value: "http://10.0.0.4:8081", shows: "10.0.0.4:8081" },
    garbage: { value: "::", reason: "Wrong shape" },
  },
  {
    layout: "grpc",
    key: "rpc/greeter/10.0.0.5:50051",
    service: "rpc/greeter",
    first: { value: '{"Op":0,"Addr":"10.0.0.5:50051","Metadata":null}', shows: "10.0.0.5:50051" },
    second: { value: '{"Op":0,"Addr":"10.0.0.5:50052","Metadata":null}', shows: "10.0.0.5:50052" },
    garbage: { value: '{"Op":0}', reason: "Wrong shape" },
  },
  {
    layout: "generic",
    key: "/apps/shop/basket/1",
    service: "basket",
    first: { value: '{"address":"10.0.0.6:80"}', shows: "10.0.0.6:80" },
    second: { value: '{"address":"10.0.0.6:81"}', shows: "10.0.0.6:81" },
    garbage: { value: '{"colour":"blue"}', reason: "Wrong shape" },
  },
];

for (const { layout, key, service: name, first, second, garbage } of layouts) {
  test(`under the layout ${layout}, without a reload`, async ({
    page,
    shell,
    services,
    service,
    unrecognized,
    put,
    del,
  }) => {
    await services.open();
    await shell.expectLive();
    const expectOneLoad = await shell.rememberLoad();

    await test.step("a key that is put appears", async () => {
      await put(key, first.value);
      await expect(services.row(name)).toBeVisible();
      await services.row(name).getByRole("link", { name, exact: true }).click();
      await expect(service.row(first.shows)).toBeVisible();
      await expect(service.grid.getByRole("row")).toHaveCount(2);
    });

    await test.step("a changed value shows", async () => {
      await put(key, second.value);
      await expect(service.row(second.shows)).toBeVisible();
    });

    await test.step("a deleted key leaves a tombstone with its cause", async () => {
      await del(key);
      await expect(service.row(second.shows)).toContainText("Deleted");
      await expect(service.row(second.shows)).toContainText(/lease|deleted/i);
    });

    await test.step("put again, it is back", async () => {
      await put(key, first.value);
      await expect(service.row(first.shows)).toContainText(/Static/);
    });

    await test.step("garbage stands under Unrecognized with its reason", async () => {
      await put(key, garbage.value);
      await shell.goTo("Unrecognized");
      await expect(unrecognized.row(key)).toContainText(garbage.reason);
    });

    await test.step("corrected, it is an instance again", async () => {
      await put(key, second.value);
      await expect(page.getByRole("heading", { name: "Every key is read" })).toBeVisible();
      await shell.goTo("Services");
      await expect(services.row(name)).toBeVisible();
    });

    await expectOneLoad();
  });
}

test("a key under a lease goes when its lease is revoked", async ({ etcd, shell, service, put }) => {
  const [, lease = ""] = /lease (\w+) granted/.exec(await etcd.etcdctl(["lease", "grant", "60"])) ?? [];
  await put("/services/leased/eu/first", '{"hostname":"10.0.0.9","port":80}', "--lease", lease);
  await service.open("leased");
  await shell.expectLive();
  await expect(service.row("first")).toContainText("Alive");
  await expect(service.row("first")).toContainText(lease);
  await etcd.etcdctl(["lease", "revoke", lease]);
  await expect(service.row("first")).toContainText(/Left|Revoked|Expired/);
});
