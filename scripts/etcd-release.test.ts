import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fetchRelease, releaseSums, releaseVersion } from "./etcd-release.mjs";
import { tarOf, zipOf } from "./testing/archives";

const program = Buffer.from("#!/bin/sh\necho etcd\n");
const tar = gzipSync(tarOf({ [`etcd-v${releaseVersion}-linux-amd64/etcd`]: program, "x/etcdctl": program }));
const zip = zipOf({ "x/etcd": program, "x/etcdctl": program }, deflateRawSync);
const windowsZip = zipOf({ "x/etcd.exe": program, "x/etcdctl.exe": program }, deflateRawSync);
const sumOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const sums = {
  "linux-amd64.tar.gz": sumOf(tar),
  "darwin-arm64.zip": sumOf(zip),
  "windows-amd64.zip": sumOf(windowsZip),
};

let home: string;
let folder: string;
let servers: Server[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "rollcall-release-"));
  folder = join(home, "bin", "etcd");
});

afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers = [];
  await rm(home, { recursive: true });
});

/** A stand-in for the host of the releases. */
async function host(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

const linux = { platform: "linux", arch: "x64", sums };

async function nothingIsLeft(): Promise<void> {
  expect(existsSync(folder)).toBe(false);
  expect(existsSync(join(home, "bin")) ? await readdir(join(home, "bin")) : []).toEqual([]);
}

describe("etcd's official release", () => {
  it.each([
    ["linux", "x64", "linux-amd64.tar.gz", tar, "etcd"],
    ["darwin", "arm64", "darwin-arm64.zip", zip, "etcd"],
    ["win32", "x64", "windows-amd64.zip", windowsZip, "etcd.exe"],
  ])("is unpacked where it is the released one: %s on %s", async (platform, arch, suffix, archive, name) => {
    const asked: (string | undefined)[] = [];
    const baseUrl = await host((request, response) => {
      asked.push(request.url);
      response.end(archive);
    });
    await fetchRelease(folder, { platform, arch, sums, baseUrl });
    expect(asked).toEqual([`/etcd-v${releaseVersion}-${suffix}`]);
    expect((await readFile(join(folder, name))).equals(program)).toBe(true);
    expect(statSync(join(folder, name)).mode & 0o111).not.toBe(0);
    expect((await readdir(folder)).length).toBe(2);
  });

  it("follows the release host's redirect", async () => {
    const store = await host((_request, response) => response.end(tar));
    const baseUrl = await host((request, response) =>
      response.writeHead(302, { location: `${store}${request.url}` }).end(),
    );
    await fetchRelease(folder, { ...linux, baseUrl });
    expect(existsSync(join(folder, "etcd"))).toBe(true);
  });

  it("is refused, and nothing kept, where a single byte differs", async () => {
    const wrong = Buffer.from(tar);
    wrong.writeUInt8(wrong.readUInt8(40) ^ 1, 40);
    const baseUrl = await host((_request, response) => response.end(wrong));
    await expect(fetchRelease(folder, { ...linux, baseUrl })).rejects.toThrow(/is not the released one.*deleted/);
    await nothingIsLeft();
  });

  it("is refused where the host answers 404", async () => {
    const baseUrl = await host((_request, response) => response.writeHead(404).end("none"));
    await expect(fetchRelease(folder, { ...linux, baseUrl })).rejects.toThrow(/answered 404/);
    await nothingIsLeft();
  });

  it("costs a moment, not minutes, where the host says nothing or stops in the middle", async () => {
    const limits = { connectMs: 200, idleMs: 200 };
    const silent = await host(() => {});
    await expect(fetchRelease(folder, { ...linux, baseUrl: silent, limits })).rejects.toThrow(
      /did not answer within 0\.2 s/,
    );
    const stuck = await host((_request, response) => void response.writeHead(200).write(tar.subarray(0, 50)));
    await expect(fetchRelease(folder, { ...linux, baseUrl: stuck, limits })).rejects.toThrow(/sent nothing for/);
    await nothingIsLeft();
  });

  it("is refused where nobody listens, where the body ends early, and where no archive is published", async () => {
    await expect(fetchRelease(folder, { ...linux, baseUrl: "http://127.0.0.1:9" })).rejects.toThrow(/127\.0\.0\.1:9/);
    const short = await host((_request, response) => {
      response.writeHead(200, { "content-length": tar.length });
      response.write(tar.subarray(0, 50), () => response.destroy());
    });
    await expect(fetchRelease(folder, { ...linux, baseUrl: short })).rejects.toThrow();
    await expect(fetchRelease(folder, { platform: "win32", arch: "arm64" })).rejects.toThrow(/not released for win32/);
    await nothingIsLeft();
  });

  it("is pinned for every platform that it is published for", () => {
    expect(Object.keys(releaseSums)).toHaveLength(5);
    for (const sum of Object.values(releaseSums)) expect(sum).toMatch(/^[0-9a-f]{64}$/);
  });
});
