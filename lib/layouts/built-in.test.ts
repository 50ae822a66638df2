import { describe, expect, it } from "vitest";
import { builtInLayouts, layoutById } from "./built-in";
import { compileLayout } from "./compile";
import { decodeUnder } from "./testing";

const PREFIXES = "/services/=path,registrator;heartbeat|=heartbeat;grpc/=grpc;/g/=generic";
const read = (key: string, value: unknown) => {
  const { instances, unrecognized } = decodeUnder(
    PREFIXES,
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  );
  expect(unrecognized).toEqual([]);
  return instances[0];
};
const endpointOf = (key: string, value: unknown) => read(key, value)?.endpoints[0];
const PATH = "/services/a/dc/i";

describe("the built-in layouts", () => {
  it("have one name each, templates that compile, and words about what a delete does", () => {
    expect(builtInLayouts.map((layout) => layout.id)).toEqual(["path", "registrator", "heartbeat", "grpc", "generic"]);
    for (const layout of builtInLayouts) {
      expect(layoutById(layout.id)).toBe(layout);
      expect(compileLayout(layout, "/x/")).not.toHaveLength(0);
      expect(layout.write.note).toMatch(/\.$/);
    }
    expect(layoutById("constructor")).toBeUndefined();
  });
});

describe("path", () => {
  it.each([
    [
      { hostname: "h", port: 80 },
      { protocol: null, host: "h", port: 80 },
    ],
    [
      { hostname: "h", port: "3000" },
      { protocol: null, host: "h", port: 3000 },
    ],
    [
      { host: "::1", port: 80 },
      { protocol: null, host: "::1", port: 80 },
    ],
    [
      { ip: "10.0.0.1", port: 80, protocol: "grpc" },
      { protocol: "grpc", host: "10.0.0.1", port: 80 },
    ],
    [
      { address: "10.0.0.1", port: 80 },
      { protocol: null, host: "10.0.0.1", port: 80 },
    ],
    [{ address: "[::1]:80" }, { protocol: null, host: "::1", port: 80 }],
    [{ url: "https://h/x" }, { protocol: "https", host: "h", port: 443 }],
    [{ host: "h" }, { protocol: null, host: "h", port: 0 }],
  ])("takes %j for its endpoint", (value, endpoint) => {
    expect(endpointOf(PATH, value)).toEqual(endpoint);
  });

  it("keeps everything else as metadata, objects as compact JSON", () => {
    const value = {
      hostname: "h",
      ip: "10.0.0.1",
      port: 1,
      on: true,
      load: 0.5,
      tags: ["a", { b: 1 }],
      none: null,
      metadata: { zone: "a" },
    };
    expect(read(PATH, value)?.metadata).toEqual({
      zone: "a",
      ip: "10.0.0.1",
      on: "true",
      load: "0.5",
      tags: '["a",{"b":1}]',
    });
  });

  it("keeps a URL that says more than the endpoint", () => {
    expect(read(PATH, { url: "http://h:1/health" })?.metadata).toEqual({ url: "http://h:1/health" });
  });

  it("keeps numbers that a double cannot hold digit for digit", () => {
    const value =
      '{"host":"h","port":1,"id":12345678901234567890,"f":0.1234567890123456789,"huge":1e999,"s":"x 12345678901234567890","n":1.50}';
    expect(read(PATH, value)?.metadata).toEqual({
      id: "12345678901234567890",
      f: "0.1234567890123456789",
      huge: "1e999",
      s: "x 12345678901234567890",
      n: "1.5",
    });
  });

  it("takes a weight and a time only where they are plain", () => {
    expect(read(PATH, { host: "h", weight: 5, registeredAt: "2026-01-02T03:04:05Z" })).toMatchObject({
      weight: 5,
      registeredAt: "2026-01-02T03:04:05.000Z",
      metadata: { weight: "5" },
    });
    const odd = read(PATH, { host: "h", weight: "heavy", registeredAt: 1700000000 });
    expect(odd).not.toHaveProperty("weight");
    expect(odd).not.toHaveProperty("registeredAt");
    expect(odd?.metadata).toEqual({ weight: "heavy", registeredAt: "1700000000" });
  });

  it("does not read a byte order mark or spaces as part of the value", () => {
    expect(endpointOf(PATH, '\ufeff {"host":"h","port":1}\n')).toMatchObject({ host: "h" });
  });
});

describe("registrator", () => {
  it("reads IPv6, UDP, URLs and a line end that a shell left", () => {
    expect(endpointOf("/services/a/h:c:80", "[2001:db8::1]:80")).toEqual({
      protocol: null,
      host: "2001:db8::1",
      port: 80,
    });
    expect(endpointOf("/services/a/h:c:53:udp", "10.0.0.1:53")).toEqual({
      protocol: "udp",
      host: "10.0.0.1",
      port: 53,
    });
    expect(endpointOf("/services/a/x", "http://10.0.0.1:80")).toEqual({ protocol: "http", host: "10.0.0.1", port: 80 });
    expect(endpointOf("/services/a/x", "10.0.0.1:80\n")).toEqual({ protocol: null, host: "10.0.0.1", port: 80 });
  });
});

describe("heartbeat", () => {
  it("takes slashes and bars of the URL for the URL's", () => {
    const instance = read("heartbeat|a/b|http://h:1/x|y", "http://h:1/x|y?zone=a");
    expect(instance).toMatchObject({
      service: "a/b",
      instance: "http://h:1/x|y",
      metadata: { path: "/x|y", zone: "a" },
    });
  });
});

describe("grpc", () => {
  it.each([
    [null, {}],
    [
      { zone: "a", n: 1 },
      { zone: "a", n: "1" },
    ],
    ['{"zone":"a"}', { zone: "a" }],
    ["plain", { Metadata: "plain" }],
    [[1, 2], { Metadata: "[1,2]" }],
  ])("reads Metadata %j", (Metadata, expected) => {
    expect(read("grpc/a/h:1", { Op: 0, Addr: "h:1", Metadata })?.metadata).toEqual(expected);
  });

  it("takes a put for a registration whatever Op says, and shows it", () => {
    expect(read("grpc/a/h:1", { Op: 1, Addr: "h:1", Metadata: null })).toMatchObject({
      service: "grpc/a",
      instance: "h:1",
      metadata: { Op: "1" },
      endpoints: [{ protocol: "grpc", host: "h", port: 1 }],
    });
  });

  it("takes a numeric weight from the metadata", () => {
    expect(read("grpc/a/h:1", { Addr: "h:1", Metadata: { weight: 7 } })?.weight).toBe(7);
    expect(read("grpc/a/h:1", { Addr: "h:1", Metadata: '{"weight":"7"}' })?.weight).toBe(7);
  });

  it("wants an address", () => {
    expect(decodeUnder(PREFIXES, "grpc/a/h:1", '{"Op":0}').unrecognized[0]).toMatchObject({
      reason: "value-wrong-shape",
      detail: '"Addr" is missing; the value has Op.',
    });
  });
});

describe("generic", () => {
  it.each([
    ["10.0.0.1:80", { protocol: null, host: "10.0.0.1", port: 80 }],
    ["tcp://10.0.0.1:80", { protocol: "tcp", host: "10.0.0.1", port: 80 }],
    ['{"Address":"10.0.0.1:80"}', { protocol: null, host: "10.0.0.1", port: 80 }],
    ['{"Host":"10.0.0.1","Port":80}', { protocol: null, host: "10.0.0.1", port: 80 }],
  ])("reads %s", (value, endpoint) => {
    expect(endpointOf("/g/web/1", value)).toEqual(endpoint);
  });

  it("takes what stands before the service for a namespace", () => {
    expect(read("/g/eu/prod/web/1", "h:1")).toMatchObject({ namespace: "eu/prod", service: "web", instance: "1" });
    expect(read("/g/web/1", "h:1")).not.toHaveProperty("namespace");
  });
});
