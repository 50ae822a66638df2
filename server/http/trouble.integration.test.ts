import { afterEach, expect, it } from "vitest";
import { statusAnswerSchema } from "@/lib/api/status";
import type { EtcdClientOptions } from "@/lib/etcd/client";
import { createApp } from "@/server/app";
import { readConfig } from "@/server/config/config";
import { createLog } from "@/server/log/log";
import { createTestCertificates } from "@/server/testing/certificates";
import { startEtcd } from "@/server/testing/etcd-process";
import { freePort } from "@/server/testing/ports";

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Starts a console over an etcd that it cannot use, and reads what the console says about it. */
async function sentenceFor(etcd: EtcdClientOptions): Promise<{ code: string; message: string; ready: string }> {
  const app = createApp({
    config: readConfig({ ETCD_ENDPOINTS: etcd.endpoints.join(","), PORT: "0" }),
    version: "0.0.0",
    log: createLog("silent"),
    pages: async (_request, response) => void response.end(),
    hotReload: null,
  });
  ends.push(app.stop);
  const base = `http://127.0.0.1:${await app.listen()}`;
  app.follow(etcd);
  for (let giveUpAt = performance.now() + 60_000; performance.now() < giveUpAt; ) {
    const { view } = statusAnswerSchema.parse(await (await fetch(`${base}/api/v1/status`)).json());
    if (view.source.state === "backing-off") {
      const { code, message } = view.source;
      return { code, message, ready: await (await fetch(`${base}/readyz`)).text() };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("The console never said what is wrong");
}

it("says that nothing answers, and where", async () => {
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  const said = await sentenceFor({ endpoints: [endpoint] });
  expect(said.code).toBe("unavailable");
  expect(said.ready.trim()).toBe(said.message);
});

it("says that the password is wrong", async () => {
  const etcd = await startEtcd({ auth: { rootPassword: "right" } });
  ends.push(etcd.cleanup);
  const said = await sentenceFor({ endpoints: etcd.endpoints, username: "root", password: "wrong" });
  expect(said.code).toBe("unauthenticated");
});

it("says that the certificate is of an authority nobody named", async () => {
  const ours = await createTestCertificates();
  const theirs = await createTestCertificates();
  const etcd = await startEtcd({ tls: { certificate: ours.server, ca: ours.ca } });
  ends.push(etcd.cleanup);
  const said = await sentenceFor({ endpoints: etcd.endpoints, ca: theirs.ca });
  expect(said.code).toBe("certificate");
});
