import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTestCertificates, type KeyPair } from "@/server/testing/certificates";
import { startEtcd } from "@/server/testing/etcd-process";
import { temporaryFolder } from "@/server/testing/leftovers";
import { expect, test } from "./support/test";

const value = '{"hostname":"10.0.0.1","port":8080}';

// Each test starts consoles of its own.
test.use({ baseURL: "http://127.0.0.1" });

test("etcd that is not there yet: the page says so, and comes alive by itself", async ({
  page,
  etcd,
  startOwnConsole,
  shell,
  services,
  put,
}) => {
  await put("/services/web/eu/one", value);
  await etcd.stop();
  const own = await startOwnConsole({ etcdEndpoints: etcd.endpoints.join() });
  await page.goto(`${own.url}/services`);
  await expect(page.getByRole("heading", { name: "etcd does not answer" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(`Nothing listens at http://127.0.0.1:${etcd.clientPort}`);
  await expect(shell.light).toHaveText("No etcd");
  expect((await fetch(`${own.url}/readyz`)).status).toBe(503);
  const expectOneLoad = await shell.rememberLoad();
  await etcd.restart();
  await shell.expectLive();
  await expect(services.row("web")).toBeVisible();
  await expectOneLoad();
});

test.describe("an etcd with passwords", () => {
  test.use({
    etcdOptions: {
      auth: {
        rootPassword: "secret",
        users: [
          { name: "reader", password: "eye", access: "read" },
          { name: "narrow", password: "slit", access: "read", prefix: "/services/" },
          { name: "stranger", password: "door", access: "read", prefix: "/elsewhere/" },
        ],
      },
    },
  });

  test("a wrong password: a sentence that says which", async ({ page, etcd, startOwnConsole, shell }) => {
    const own = await startOwnConsole({
      etcdEndpoints: etcd.endpoints.join(),
      env: { ETCD_USERNAME: "reader", ETCD_PASSWORD: "wrong" },
    });
    await page.goto(`${own.url}/services`);
    await expect(page.getByRole("heading", { name: "etcd does not let this console in" })).toBeVisible();
    await expect(page.getByRole("main")).toContainText(
      "does not accept this user name and password: check ETCD_USERNAME and ETCD_PASSWORD",
    );
    await expect(shell.light).toHaveText("No access");
    await expect(page.getByText("wrong", { exact: true })).toHaveCount(0);
  });

  test("a role that may only read sees everything, and starts nothing", async ({
    page,
    etcd,
    startOwnConsole,
    shell,
    services,
    put,
  }) => {
    await put("/services/web/eu/one", value);
    const own = await startOwnConsole({
      etcdEndpoints: etcd.endpoints.join(),
      env: { ETCD_USERNAME: "reader", ETCD_PASSWORD: "eye" },
    });
    await page.goto(`${own.url}/services`);
    await shell.expectLive();
    await expect(services.row("web")).toBeVisible();
    await put("/services/db/eu/one", value);
    await expect(services.row("db")).toBeVisible();
    const status = (await (await fetch(`${own.url}/api/v1/status`)).json()) as { cluster: { embedded: boolean } };
    expect(status.cluster.embedded).toBe(false);
  });

  test("a role for one prefix alone, and a role for none of them", async ({
    page,
    etcd,
    startOwnConsole,
    shell,
    services,
    put,
  }) => {
    await put("/services/web/eu/one", value);
    const narrow = await startOwnConsole({
      etcdEndpoints: etcd.endpoints.join(),
      env: { ETCD_USERNAME: "narrow", ETCD_PASSWORD: "slit", ROLLCALL_PREFIXES: "/services/=path" },
    });
    await page.goto(`${narrow.url}/services`);
    await shell.expectLive();
    await expect(services.row("web")).toBeVisible();
    const stranger = await startOwnConsole({
      etcdEndpoints: etcd.endpoints.join(),
      env: { ETCD_USERNAME: "stranger", ETCD_PASSWORD: "door" },
    });
    await page.goto(`${stranger.url}/services`);
    await expect(page.getByRole("heading", { name: "etcd refused the read" })).toBeVisible();
    await expect(page.getByRole("main")).toContainText("Grant the user read on every watched prefix");
  });
});

test("etcd behind TLS, and behind TLS with client certificates", async ({ page, startOwnConsole, shell, services }) => {
  const made = await createTestCertificates();
  const folder = await temporaryFolder("certificates");
  const file = async (name: string, text: string) => {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const pair = async (name: string, { certificate, privateKey }: KeyPair) => ({
    ETCD_CERT: await file(`${name}.pem`, certificate),
    ETCD_KEY: await file(`${name}.key`, privateKey),
  });
  const ca = { ETCD_CA: await file("ca.pem", made.ca) };
  const plain = await startEtcd({ tls: { certificate: made.server, ca: made.ca } });
  const mutual = await startEtcd({ tls: { certificate: made.server, ca: made.ca, client: made.client } });
  try {
    for (const [etcd, env] of [
      [plain, ca],
      [mutual, { ...ca, ...(await pair("client", made.client)) }],
    ] as const) {
      await etcd.etcdctl(["put", "/services/web/eu/one", value]);
      const own = await startOwnConsole({ etcdEndpoints: etcd.endpoints.join(), env });
      await page.goto(`${own.url}/services`);
      await shell.expectLive();
      await expect(services.row("web")).toBeVisible();
    }

    const sentences = [
      [
        plain,
        { ETCD_CA: await file("other.pem", made.strangerCa) },
        "signed by an authority we do not know: set ETCD_CA",
      ],
      [mutual, ca, "wants a client certificate it trusts: set ETCD_CERT and ETCD_KEY"],
    ] as const;
    for (const [etcd, env, sentence] of sentences) {
      const own = await startOwnConsole({ etcdEndpoints: etcd.endpoints.join(), env });
      await page.goto(`${own.url}/services`);
      await expect(page.getByRole("heading", { name: "etcd does not let this console in" })).toBeVisible();
      await expect(page.getByRole("main")).toContainText(sentence);
    }
  } finally {
    await Promise.all([plain.cleanup(), mutual.cleanup()]);
  }
});
