import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readConfig } from "@/server/config/config";
import { StartError } from "@/server/config/start-error";
import { etcdSource } from "@/server/etcd-source";
import { createLog } from "@/server/log/log";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall data ü-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Each was a bare EEXIST, ENOTDIR or ENAMETOOLONG of Node's. */
it.each([
  ["is a file", "file", "a file stands in its"],
  ["lies under a file", "file/data", "a file stands in its way"],
  ["has a name that no system takes", "x".repeat(300), "its name is too long"],
])("a data directory that %s is named, and how to name another", async (_name, path, why) => {
  await writeFile(join(folder, "file"), "");
  const dataDir = join(folder, path);
  for (const members of ["1", "3"]) {
    const variables = { ROLLCALL_DATA_DIR: dataDir, ROLLCALL_ETCD_MEMBERS: members };
    const source = etcdSource(readConfig(variables), createLog("silent"));
    try {
      const error: unknown = await source.start(() => {}).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StartError);
      expect(String(error)).toContain(`The data directory ${dataDir} cannot be used: ${why}`);
      expect(String(error)).toContain("ROLLCALL_DATA_DIR");
    } finally {
      await source.stop();
    }
  }
});
