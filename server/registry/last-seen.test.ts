import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { createTestStore, testLayouts } from "@/lib/registry/testing";
import { readConfig } from "@/server/config/config";
import { createLog } from "@/server/log/log";
import { temporaryFolder } from "@/server/testing/leftovers";
import { openLastSeen } from "./last-seen";
import { createRegistry } from "./registry";

const log = createLog("silent");

async function start(variables: Record<string, string> = {}, dataDir?: string) {
  const folder = dataDir ?? (await temporaryFolder("last-seen"));
  const config = readConfig({ ETCD_ENDPOINTS: "http://a:2379,http://b:2379", ROLLCALL_DATA_DIR: folder, ...variables });
  const clock = createManualClock(5_000);
  const store = createTestStore();
  const open = () => openLastSeen(config, { clock, log });
  return { folder, config, clock, store, open };
}

/** A run of the console that lists, sees some writes, and ends. */
async function run({ open, store, clock }: Awaited<ReturnType<typeof start>>, keys: readonly string[]) {
  const file = open();
  if (!file) throw new Error("nothing is kept");
  const registry = createRegistry({ layouts: testLayouts, clock, tombstoneMs: 0, lastSeen: file.before });
  const accept = (message: Parameters<typeof registry.accept>[0]) => {
    registry.accept(message);
    file.accept(message, registry.view());
  };
  accept({ ...store.list("e1"), clusterId: "77" });
  accept(store.write(...keys.map((key) => ({ key, value: "1" }))));
  return { file, registry, accept };
}

describe("what was seen of etcd", () => {
  it("is known to the next run of the same configuration, in whatever order the endpoints stand", async () => {
    const first = await start();
    const { file, registry, accept } = await run(first, ["/s/a/1", "/s/a/2", "/s/b/1"]);
    first.clock.advance(60_000);
    accept({ kind: "progress", revision: registry.view()?.revision ?? "" });
    await file.stop();
    const next = await start({ ETCD_ENDPOINTS: "http://b:2379,http://a:2379" }, first.folder);
    expect(next.open()?.before).toEqual({
      clusterId: "77",
      revision: registry.view()?.revision,
      at: 65_000,
      registrations: 3,
      services: 2,
    });
  });

  it("is kept while the console runs, because it may be killed", async () => {
    const first = await start();
    const { file, accept } = await run(first, ["/s/a/1"]);
    expect(await readdir(first.folder)).toEqual([]);
    first.clock.advance(60_000);
    await file.stop();
    const kept = await readFile(join(first.folder, "last-seen.json"), "utf8");
    accept({ kind: "progress", revision: "900" });
    expect(first.clock.pending()).toBe(1);
    await file.stop();
    expect(first.clock.pending()).toBe(0);
    expect(first.open()?.before?.revision).toBe("900");
    expect(kept).not.toContain("900");
  });

  it.each([
    ["another etcd", { ETCD_ENDPOINTS: "http://c:2379" }],
    ["an embedded one", { ETCD_ENDPOINTS: "" }],
    ["other prefixes", { ROLLCALL_PREFIXES: "/other/=path" }],
  ])("says nothing of %s", async (_, variables) => {
    const first = await start();
    await (await run(first, ["/s/a/1"])).file.stop();
    const next = await start(variables, first.folder);
    expect(next.open()?.before).toBeNull();
  });

  it("is not asked of three embedded members, whose data begin anew at each start", async () => {
    const three = await start({ ETCD_ENDPOINTS: "", ROLLCALL_ETCD_MEMBERS: "3" });
    expect(three.open()).toBeNull();
  });

  it.each(["", "{", "null", '{"of":1}', '{"of":"x","clusterId":"1","revision":"-1"}', "[]"])(
    "counts as nothing where the file holds %j",
    async (text) => {
      const first = await start();
      await writeFile(join(first.folder, "last-seen.json"), text);
      expect(first.open()?.before).toBeNull();
    },
  );

  it("ends nothing where it cannot be kept", async () => {
    const first = await start();
    await mkdir(join(first.folder, "last-seen.json.new"));
    const { file } = await run(first, ["/s/a/1"]);
    await file.stop();
    expect(first.open()?.before).toBeNull();
  });
});
