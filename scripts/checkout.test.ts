import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildIsFresh, buildNote, dependenciesAreFresh, hashSources } from "./checkout.mjs";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-checkout-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

describe("installed dependencies", () => {
  const lock = (packages: object) => JSON.stringify({ packages: { "": { name: "rollcall" }, ...packages } });
  const a = { version: "1.0.0", integrity: "sha512-a" };
  const otherPlatform = { version: "2.0.0", integrity: "sha512-b", optional: true };
  const wanted = { "node_modules/a": a, "node_modules/b-win32": otherPlatform };

  it("are fresh where npm's own note holds every package that this system wants", async () => {
    await write("package-lock.json", lock(wanted));
    expect(dependenciesAreFresh(folder)).toBe(false);
    await write("node_modules/.package-lock.json", lock({ "node_modules/a": a }));
    expect(dependenciesAreFresh(folder)).toBe(true);
  });

  it.each([
    ["another version is there", { "node_modules/a": { ...a, version: "1.0.1" } }],
    ["other bytes are there", { "node_modules/a": { ...a, integrity: "sha512-x" } }],
    ["one is not there", {}],
  ])("are not where %s", async (_case, installed) => {
    await write("package-lock.json", lock(wanted));
    await write("node_modules/.package-lock.json", lock(installed));
    expect(dependenciesAreFresh(folder)).toBe(false);
  });
});

describe("the build", () => {
  it("counts as one only with its results and its note", async () => {
    await write("app/page.tsx", "one");
    const note = JSON.stringify({ sources: hashSources(folder) });
    await write(buildNote, note);
    expect(buildIsFresh(folder)).toBe(false);
    const bundles = ["server.js", "supervisor.js", "lease-keeper.js", "discovery.js", "demo-service.cjs"].map(
      (name) => `dist/${name}`,
    );
    const types = "dist/types/lib/discovery/index.d.ts";
    for (const path of [...bundles, types, ".next/BUILD_ID"]) await write(path, "");
    expect(buildIsFresh(folder)).toBe(true);
    await rm(join(folder, buildNote));
    expect(buildIsFresh(folder)).toBe(false);
  });

  it.each([
    "app/page.tsx",
    "lib/deep/er.ts",
    "server/index.ts",
    "public/x.svg",
    "next.config.ts",
    "postcss.config.mjs",
    "package-lock.json",
  ])("is stale when %s changes", async (path) => {
    await write(path, "one");
    const before = hashSources(folder);
    await write(path, "two");
    expect(hashSources(folder)).not.toBe(before);
  });

  it("is stale when a source is renamed, and no two sets of sources look alike", async () => {
    await write("lib/a.ts", "xy");
    const before = hashSources(folder);
    await rm(join(folder, "lib/a.ts"));
    await write("lib/b.ts", "xy");
    expect(hashSources(folder)).not.toBe(before);
  });

  it.each(["lib/a.test.ts", "server/testing/etcd.ts", "README.md", "e2e/a.spec.ts"])(
    "does not care for %s",
    async (path) => {
      const before = hashSources(folder);
      await write(path, "one");
      expect(hashSources(folder)).toBe(before);
    },
  );
});
