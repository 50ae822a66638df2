import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { AUDIT_PREFIX } from "@/lib/audit/stored";
import { createEtcdClient } from "@/lib/etcd/client";
import { prefixRange } from "@/lib/etcd/key-range";
import type { EtcdPort } from "@/lib/etcd/port";
import { eventually } from "@/server/testing/console";
import { startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { freshForEachTry } from "@/server/testing/fresh";
import { forgetProcess, guardProcess, temporaryFolder } from "@/server/testing/leftovers";
import { CASES, type Order } from "./deaths.testing";
import { startOperator } from "./testing";

/** A real process, killed (SIGKILL) at each call to etcd of each action; another console then finds what it left. */
let etcd: TestEtcd;
let port: EtcdPort;
let program = "";
/** Started ahead: its start costs more than its death. */
let next: ChildProcess;

freshForEachTry({
  async start() {
    etcd = await startEtcd();
    port = createEtcdClient({ endpoints: etcd.endpoints });
    program = join(await temporaryFolder("dying"), "program.cjs");
    await build({
      entryPoints: [join(import.meta.dirname, "deaths.testing.ts")],
      outfile: program,
      bundle: true,
      packages: "external",
      platform: "node",
      format: "cjs",
      target: "node20",
      logLevel: "silent",
    });
    next = begin();
  },
  async stop() {
    next?.kill("SIGKILL");
    port?.close();
    await etcd?.cleanup();
  },
});

function begin(): ChildProcess {
  const env = { ...process.env, NODE_PATH: join(process.cwd(), "node_modules"), ROLLCALL_DYING: "1" };
  const child = spawn(process.execPath, [program, etcd.endpoints[0] ?? ""], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env,
  });
  guardProcess(child);
  child.once("exit", () => forgetProcess(child));
  return child;
}

/** Everything but the trail. */
async function standing(): Promise<string[]> {
  const { keyValues } = await port.range({ range: prefixRange("") });
  return keyValues.filter((one) => !one.key.startsWith(AUDIT_PREFIX)).map((one) => `${one.key} ${one.modRevision}`);
}

async function entryIds(): Promise<Set<string>> {
  const { keyValues } = await port.range({ range: prefixRange(AUDIT_PREFIX) });
  return new Set(keyValues.map((one) => one.key.slice(AUDIT_PREFIX.length)));
}

/** What the process left behind; null where it made fewer calls and lives. */
async function dieAt(prepare: string, atCall: number, sent: boolean) {
  const child = next;
  const order = (one: Order) => child.send(one);
  const said = once(child, "message");
  const exit = once(child, "exit");
  next = begin();
  expect(await said).toContain("started");
  const prepared = once(child, "message");
  order({ prepare, atCall, sent });
  expect(await prepared).toContain("prepared");
  const [before, known] = [await standing(), await entryIds()];
  let lived = false;
  child.on("message", (message) => {
    lived ||= message === "done";
  });
  order("go");
  const [, signal] = await exit;
  if (lived) return null;
  expect(signal).toBe("SIGKILL");
  const after = await standing();
  const another = await startOperator(etcd.endpoints, { patienceMs: 50 });
  const entries = await eventually(
    () => [...another.world.trail.entries()].map(({ entry }) => entry).filter(({ id }) => !known.has(id)),
    (all) => all.every(({ outcome }) => outcome !== "pending"),
  );
  another.stop();
  return { changed: JSON.stringify(after) !== JSON.stringify(before), entries };
}

describe("a console process that is killed", () => {
  it.each(Object.keys(CASES))("at each call to etcd of: %s", async (name) => {
    let deaths = 0;
    for (let atCall = 1; ; atCall++) {
      const unsent = await dieAt(name, atCall, false);
      if (unsent === null) break;
      for (const left of [unsent, await dieAt(name, atCall, true)]) {
        deaths++;
        const outcomes = left?.entries.map(({ outcome }) => outcome) ?? [];
        if (left?.changed) expect([["done"], ["unknown"]]).toContainEqual(outcomes);
        else
          expect([[], ["failed"], ...(name.endsWith("held") ? [["done"], ["unknown"]] : [])]).toContainEqual(outcomes);
        for (const { outcome, detail } of left?.entries ?? [])
          if (outcome !== "done") expect(detail).toContain("ended before");
      }
    }
    expect(deaths).toBeGreaterThan(0);
  });
});
