import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEtcd, type TestEtcd } from "../server/testing/etcd-process";
import { forgetProcess, guardProcess, temporaryFolder } from "../server/testing/leftovers";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The examples as a newcomer runs them: `rollcall/discovery` by its name, built from the sources as they are. */
let etcd: TestEtcd;
let checkout: string;

beforeAll(async () => {
  etcd = await startEtcd();
  checkout = await temporaryFolder("examples");
  mkdirSync(join(checkout, "dist"));
  for (const name of ["package.json", "examples"]) cpSync(join(root, name), join(checkout, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"), "dir");
  await build({
    absWorkingDir: root,
    entryPoints: ["lib/discovery/index.ts"],
    outfile: join(checkout, "dist", "discovery.js"),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "silent",
  });
});
afterAll(() => etcd?.cleanup());

function run(name: string, ...args: string[]): { child: ChildProcess; said(): string } {
  const child = spawn(process.execPath, [join(checkout, "examples", name), ...args], { cwd: checkout });
  guardProcess(child);
  child.once("exit", () => forgetProcess(child));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => (said += text));
  return { child, said: () => said };
}

describe("the examples", () => {
  it("have fewer than thirty lines each", () => {
    for (const name of ["node.mjs", "watcher.mjs", "client.mjs", "gateway.mjs"])
      expect(readFileSync(join(root, "examples", name), "utf8").split("\n").length - 1).toBeLessThan(30);
  });

  it("work: a node registers under heartbeat|type|url and leaves, and a watcher sees both", async () => {
    const [endpoint = ""] = etcd.endpoints;
    const watcher = run("watcher.mjs", endpoint, "catalog");
    await expect.poll(() => watcher.said(), { timeout: 20_000 }).toContain("= 0 at revision");
    const node = run("node.mjs", "catalog", endpoint);
    await expect.poll(() => watcher.said(), { timeout: 20_000 }).toMatch(/^\+ catalog http:\/\/127\.0\.0\.1:\d+$/m);
    const url = /^\+ catalog (\S+)$/m.exec(watcher.said())?.[1] ?? "";
    expect(Number(new URL(url).port)).toBeGreaterThanOrEqual(8080);
    expect(await etcd.etcdctl(["get", `heartbeat|catalog|${url}`])).toBe(`heartbeat|catalog|${url}\n${url}\n`);
    expect(await (await fetch(url)).text()).toContain("catalog here");
    const leaseId = (await etcd.etcdctl(["lease", "list"])).trim().split("\n").at(-1) ?? "";
    expect(await etcd.etcdctl(["lease", "timetolive", leaseId])).toContain("granted with TTL(10s)");
    node.child.kill("SIGTERM");
    await expect.poll(() => watcher.said(), { timeout: 20_000 }).toContain(`- catalog ${url}\n`);
    await expect
      .poll(() => node.said(), { timeout: 20_000 })
      .toMatch(/registered heartbeat\|catalog\|http[^\n]*\nderegistered/);
    watcher.child.kill("SIGINT");
  });

  it("print names so that none steers the terminal", async () => {
    const [endpoint = ""] = etcd.endpoints;
    const watcher = run("watcher.mjs", endpoint);
    await expect.poll(() => watcher.said(), { timeout: 20_000 }).toContain("at revision");
    const url = "http://127.0.0.1:1";
    await etcd.etcdctl(["put", `heartbeat|\u001b[31m\u009b2J\u202eevil|${url}`, url]);
    await expect.poll(() => watcher.said(), { timeout: 20_000 }).toContain("evil");
    expect(watcher.said().replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    watcher.child.kill("SIGINT");
  });

  it("work: a gateway sends to one of a type, and a client calls it, until it is gone", async () => {
    const [endpoint = ""] = etcd.endpoints;
    const node = run("node.mjs", "orders", endpoint);
    await expect.poll(() => node.said(), { timeout: 20_000 }).toContain("registered");
    const gateway = run("gateway.mjs", endpoint);
    await expect.poll(() => gateway.said(), { timeout: 20_000 }).toContain("/send/{type}");
    const address = gateway.said().trim().replace("/send/{type}", "");
    const sent = await fetch(`${address}/send/orders`);
    expect([sent.status, await sent.text()]).toEqual([200, expect.stringContaining("orders here")]);
    expect(sent.headers.get("x-instance")).toMatch(/^http:/);
    expect((await fetch(`${address}/send/nobody`)).status).toBe(404);
    const client = run("client.mjs", "orders", endpoint);
    await expect.poll(() => client.said(), { timeout: 20_000 }).toMatch(/^200 http:\S+ orders here/m);
    node.child.kill("SIGTERM");
    await expect.poll(() => client.said(), { timeout: 20_000 }).toContain("no-instance");
    expect((await fetch(`${address}/send/orders`)).status).toBe(503);
    gateway.child.kill("SIGINT");
    client.child.kill("SIGINT");
  });
});
