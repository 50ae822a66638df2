import { describe, expect, it } from "vitest";
import { createLayoutSet } from "./layout-set";
import { decodeUnder, keyValueOf } from "./testing";
import type { Layout } from "./types";

const PREFIXES = "/services/=path,registrator;heartbeat|=heartbeat;grpc/=grpc;/g/=generic";

function endpointOf(key: string, value: unknown) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const { instances, unrecognized } = decodeUnder(PREFIXES, key, text);
  expect(unrecognized).toEqual([]);
  return instances[0]?.endpoints[0];
}

const KEYS = { path: "/services/a/dc/i", generic: "/g/a/i" };
const AT_80 = { protocol: null, host: "10.0.0.1", port: 80 };

/** Each of them was unrecognized, or became an endpoint that nobody can ask. */
const SAME: [string, unknown][] = [
  ["blanks around the host", { host: " 10.0.0.1\n", port: 80 }],
  ["blanks around a port", { host: "10.0.0.1", port: " 80" }],
  ["a port as text", { host: "10.0.0.1", port: "80" }],
  ["a port with a line's end", { host: "10.0.0.1", port: "80\r\n" }],
  ["a whole float as text", { host: "10.0.0.1", port: "80.0" }],
  ["a whole float", '{"host":"10.0.0.1","port":80.0}'],
  ["a port with an exponent", '{"host":"10.0.0.1","port":8e1}'],
  ["blanks around an address", { address: "\t10.0.0.1:80 " }],
  ["blanks within an address", { address: "10.0.0.1 : 80" }],
  ["an address and port 0 beside it", { address: "10.0.0.1:80", port: 0 }],
  ["a blank host before another", { hostname: " ", host: "10.0.0.1", port: 80 }],
  ["a blank protocol", { host: "10.0.0.1", port: 80, protocol: " " }],
  ["a blank port beside an address", { address: "10.0.0.1:80", port: "" }],
];

describe.each(Object.entries(KEYS))("a value of %s", (_layout, key) => {
  it.each(SAME)("with %s says the same as without", (_name, value) => {
    expect(endpointOf(key, value)).toEqual(AT_80);
  });

  it("with blanks around its protocol says the same as without", () => {
    expect(endpointOf(key, { host: "10.0.0.1", port: 80, protocol: " grpc\n" })?.protocol).toBe("grpc");
  });

  it.each([0, "0", " 0 ", 0.0, "0.0", -0])("with port %j names no port", (port) => {
    expect(endpointOf(key, { host: "10.0.0.1", port })).toEqual({ ...AT_80, port: 0 });
  });

  it.each([80.5, "80.5", -1, "+80", "80 81", 65536, true, "8o"])("with port %j is told apart", (port) => {
    const value = JSON.stringify({ host: "10.0.0.1", port });
    expect(decodeUnder(PREFIXES, key, value).unrecognized[0]?.detail).toContain("or 0 for none");
  });

  it("keeps its metadata as they were written", () => {
    const value = JSON.stringify({ host: "10.0.0.1", port: 80, metadata: { note: " a\n" } });
    expect(decodeUnder(PREFIXES, key, value).instances[0]?.metadata).toEqual({ note: " a\n" });
  });
});

describe("blanks fall away", () => {
  it("in every other built-in layout", () => {
    expect(endpointOf("/services/web/h:c:80", " 10.0.0.1:80\n")).toEqual(AT_80);
    expect(endpointOf("/services/web/h:c:80", "10.0.0.1:0")).toEqual({ ...AT_80, port: 0 });
    expect(endpointOf("grpc/a/10.0.0.1:80", { Op: 0, Addr: " 10.0.0.1:80 " })).toMatchObject({
      ...AT_80,
      protocol: "grpc",
    });
    expect(endpointOf("heartbeat|a|http://10.0.0.1:80", "http://10.0.0.1:80\n")).toMatchObject(AT_80_HTTP);
  });

  it("in a layout of one's own, in names, too; what stands in a key stays", () => {
    const own: Layout = {
      id: "own",
      title: "Own",
      defaultPrefix: "/own/",
      rules: [
        {
          key: "{prefix}{_id}",
          role: "instance",
          value: {
            kind: "json",
            map: { service: "name", instance: "id", datacenter: "dc", host: "h", port: "p", protocol: "s" },
          },
        },
      ],
      write: { put: "none", delete: "ok", note: "Nothing." },
    };
    const value = JSON.stringify({ name: " web\n", id: "one ", dc: " eu", h: "10.0.0.1 ", p: " 80", s: " http" });
    const set = createLayoutSet([{ prefix: "/own/", layouts: [own] }]);
    expect(set.decode("/own/ k ", [keyValueOf("/own/ k ", value)]).instances[0]).toMatchObject({
      id: "/own/ k ",
      service: "web",
      instance: "one",
      datacenter: "eu",
      endpoints: [{ protocol: "http", host: "10.0.0.1", port: 80 }],
    });
  });
});

const AT_80_HTTP = { ...AT_80, protocol: "http" };
