import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const program = fileURLToPath(new URL("etcd.mjs", import.meta.url));
let folder: string;
let host: Server;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-etcd-"));
  host = createServer((_request, response) => response.end("not the release"));
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  host.close();
  await rm(folder, { recursive: true });
});

/** On a machine without etcd and without apt, the release's host being ours. */
async function findEtcd(env: Record<string, string>) {
  const address = host.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const bare = {
    PATH: folder,
    ROLLCALL_BIN_DIR: join(folder, "bin"),
    ROLLCALL_ETCD_RELEASE_URL: url,
    NODE_ENV: "test",
  };
  const child = spawn(process.execPath, [program], { env: { ...bare, ...env } as NodeJS.ProcessEnv });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      said += text;
    });
  }
  const [code] = await once(child, "close");
  return { code, said };
}

it("refuses what is not the release, keeps nothing of it, and says every way out", async () => {
  const { code, said } = await findEtcd({});
  expect(code).toBe(1);
  expect(said).toMatch(/official release: .*is not the released one/);
  expect(said).toMatch(/distribution's package: there is no apt-get here/);
  for (const way of ["on PATH", "ROLLCALL_ETCD_BIN=", "ETCD_ENDPOINTS="]) expect(said).toContain(way);
  expect(said).not.toMatch(/^\s+at /m);
  expect(existsSync(join(folder, "bin", "etcd.json"))).toBe(false);
});

it("says so where ROLLCALL_ETCD_BIN names something else, and does not look further", async () => {
  const { code, said } = await findEtcd({ ROLLCALL_ETCD_BIN: process.execPath });
  expect(code).toBe(1);
  expect(said).toMatch(/^rollcall: ROLLCALL_ETCD_BIN=.* is no etcd that runs here\. Name .*\n$/);
});
