import { deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { filesOf } from "./archive.mjs";
import { tarOf, zipOf } from "./testing/archives";

const content = Buffer.from("the server ".repeat(200));

describe.each([
  ["tar.gz", (files: Record<string, Buffer>) => gzipSync(tarOf(files))],
  ["zip, deflated", (files: Record<string, Buffer>) => zipOf(files, deflateRawSync)],
  ["zip, stored", (files: Record<string, Buffer>) => zipOf(files)],
])("an archive: %s", (_kind, pack) => {
  it("gives the files asked for by name, wherever they lie, and no others", () => {
    const archive = pack({ "etcd-v9/README.md": Buffer.from("x"), "etcd-v9/etcd": content, etcdctl: Buffer.alloc(0) });
    const files = filesOf(archive, ["etcd", "etcdctl", "etcdutl"]);
    expect([...files.keys()].sort()).toEqual(["etcd", "etcdctl"]);
    expect(files.get("etcd")?.equals(content)).toBe(true);
    expect(files.get("etcdctl")?.length).toBe(0);
  });
});

it("says so where it is no archive", () => {
  expect(() => filesOf(Buffer.from("<html>not found</html>"), ["etcd"])).toThrow(/neither .tar.gz nor .zip/);
});
