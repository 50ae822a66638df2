import { describe, expect, it } from "vitest";
import { createLayoutSet } from "./layout-set";
import { DEFAULT_PREFIXES, parsePrefixes } from "./prefixes";
import { MAX_VALUE_BYTES } from "./raw-value";
import { decodeUnder, keyValueOf } from "./testing";

const read = (key: string, value: string | Uint8Array, prefixes = DEFAULT_PREFIXES) =>
  decodeUnder(prefixes, key, value);
const reasonOf = (key: string, value: string | Uint8Array, prefixes = DEFAULT_PREFIXES) => {
  const { instances, unrecognized } = read(key, value, prefixes);
  expect(instances).toEqual([]);
  expect(unrecognized).toHaveLength(1);
  return unrecognized[0];
};

describe("the configured layouts over the watched prefixes", () => {
  it("carries etcd's facts into the instance", () => {
    const { instances } = read("/services/billing/us-east/billing-1", '{"hostname":"10.0.1.1","port":3001,"zone":"a"}');
    expect(instances).toEqual([
      {
        id: "/services/billing/us-east/billing-1",
        keys: ["/services/billing/us-east/billing-1"],
        layout: "path",
        service: "billing",
        instance: "billing-1",
        datacenter: "us-east",
        endpoints: [{ protocol: null, host: "10.0.1.1", port: 3001 }],
        metadata: { zone: "a" },
        leaseId: "7587870284513460230",
        createRevision: "5",
        modRevision: "7",
        version: "2",
      },
    ]);
  });

  it("lets two layouts share a prefix: the form of the key decides", () => {
    expect(read("/services/web/h:c:80", "10.0.0.1:80").instances[0]?.layout).toBe("registrator");
    expect(read("/services/web/eu/1", '{"host":"a","port":1}').instances[0]?.layout).toBe("path");
  });

  it("gives a key to the longest prefix", () => {
    const prefixes = "/a/=generic;/a/b/=registrator";
    expect(read("/a/b/web/1", "10.0.0.1:80", prefixes).instances[0]?.layout).toBe("registrator");
    expect(read("/a/c/web/1", "10.0.0.1:80", prefixes).instances[0]?.layout).toBe("generic");
    expect(reasonOf("/a/b/web", "10.0.0.1:80", prefixes)?.reason).toBe("key-not-matched");
  });

  it("takes a service for a service: /services/ says nothing about /services2/", () => {
    const set = createLayoutSet(parsePrefixes(DEFAULT_PREFIXES).prefixes);
    expect(set.groupOf("/services2/web/1")).toBeNull();
    expect(set.groupOf("/service")).toBeNull();
    expect(set.groupOf("/services/web/1")).toEqual({ id: "/services/web/1", single: true });
    expect(set.groupOf("/services/")).toEqual({ id: "/services/", single: true });
  });

  it("leaves Rollcall's own records alone, whatever is watched above them", () => {
    const set = createLayoutSet(parsePrefixes("/=generic").prefixes);
    expect(set.groupOf("/rollcall/drains/x")).toBeNull();
    expect(set.groupOf("/rollcaller/web/1")).not.toBeNull();
  });

  it("says which forms the keys of a prefix have", () => {
    expect(reasonOf("/services/web", "x")).toEqual({
      key: "/services/web",
      reason: "key-not-matched",
      detail:
        "Keys under /services/ have the form /services/{service}/{datacenter}/{instance} or /services/{service}/{instance:udpid} or /services/{service}/{instance}.",
      modRevision: "7",
      leaseId: "7587870284513460230",
      valueBytes: 1,
    });
  });

  it.each([
    ["not JSON", "/services/a/b/c", "hello", "value-not-json", 'The value is not JSON: it begins with "hello".'],
    ["empty", "/services/a/b/c", "", "value-not-json", "The value is empty; JSON was expected."],
    ["a list", "/services/a/b/c", "[1]", "value-wrong-shape", "Expected a JSON object, found a list of 1."],
    [
      "no host",
      "/services/a/b/c",
      '{"port":1}',
      "value-wrong-shape",
      /^"hostname" \(or host, .*\) is missing; the value has port\.$/,
    ],
    [
      "a wrong port",
      "/services/a/b/c",
      '{"host":"h","port":"http"}',
      "value-wrong-shape",
      '"port" should be a number from 1 to 65535, or 0 for none, found "http".',
    ],
    [
      "a port too high",
      "/services/a/b/c",
      '{"host":"h","port":65536}',
      "value-wrong-shape",
      /found the number 65536\.$/,
    ],
    [
      "a host that is a list",
      "/services/a/b/c",
      '{"host":["h"],"port":1}',
      "value-wrong-shape",
      /"host" should be a host without a port, found a list of 1/,
    ],
    ["no address", "/services/a/b", "nowhere", "value-wrong-shape", 'Expected host:port, found "nowhere".'],
    ["no URL", "heartbeat|A|x", "nowhere", "value-wrong-shape", 'Expected a URL, found "nowhere".'],
  ])("keeps a value with %s, and says what was found", (_name, key, value, reason, detail) => {
    const unrecognized = reasonOf(key, value);
    expect(unrecognized?.reason).toBe(reason);
    expect(unrecognized?.detail).toEqual(typeof detail === "string" ? detail : expect.stringMatching(detail));
    expect(unrecognized?.layout).toBeDefined();
  });

  it("keeps a value that is not UTF-8, with its first bytes", () => {
    expect(reasonOf("/services/a/b/c", Uint8Array.of(0xff, 0xfe, 0x00))).toMatchObject({
      reason: "value-not-utf8",
      detail: "The value is not UTF-8: it has 3 bytes and begins with ff fe.",
      layout: "path",
    });
  });

  it("does not read a value of a megabyte, even a good one", () => {
    const big = JSON.stringify({ host: "h", port: 1, padding: "x".repeat(1_000_000) });
    expect(reasonOf("/services/a/b/c", big)?.reason).toBe("value-too-large");
    const good = JSON.stringify({ host: "h", port: 1, padding: "x".repeat(MAX_VALUE_BYTES - 100) });
    expect(read("/services/a/b/c", good).instances).toHaveLength(1);
  });

  it("reads the largest hostile values it accepts without holding up what is behind them", () => {
    const room = MAX_VALUE_BYTES - 200;
    const values = [
      `{"host":"h","port":1,"n":12345678901234567890,"s":"${'\\"'.repeat(room / 3)}"}`,
      `{"host":"h","port":1,"n":${"9".repeat(room)}}`,
      `{"host":"h","port":1,${Array.from({ length: 30_000 }, (_, i) => `"token${i}":1`).join(",")}}`,
      JSON.stringify({ host: "h", port: 1, s: "{".repeat(room) }),
      `{"host":"h"${" ".repeat(room)}`,
    ];
    const started = performance.now();
    for (const value of values) for (const key of ["/p/a/b/c", "/g/a/b"]) read(key, value, "/p/=path;/g/=generic");
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(read("/p/a/b/c", values[0] ?? "", "/p/=path").instances[0]?.metadata.n).toBe("12345678901234567890");
  }, 30_000);

  it("survives JSON nested to the bottom of the stack", () => {
    const deep = `{"host":"h","port":1,"x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect(reasonOf("/services/a/b/c", deep)?.detail).toBe("The JSON is nested more than 100 levels deep.");
  });

  it("of several layouts that cannot read a value, names the one that got furthest", () => {
    expect(reasonOf("/g/a/b/c", '{"port":1}', "/g/=registrator,generic")).toMatchObject({
      layout: "generic",
      reason: "value-wrong-shape",
    });
    expect(reasonOf("/g/a/b", '{"host":', "/g/=registrator,generic")).toMatchObject({
      layout: "generic",
      reason: "value-not-json",
    });
  });

  it("takes a second layout where the first one's value does not fit", () => {
    expect(read("/g/a/b/c", "10.0.0.1:80", "/g/=path,generic").instances[0]?.layout).toBe("generic");
  });

  it("keeps hostile names as they are: HTML, bidi, control characters, two thousand letters", () => {
    for (const name of ["<img src=x onerror=alert(1)>", "\u202egnp.exe", "\u0000\u001b[31m", "x".repeat(2_000)]) {
      const value = JSON.stringify({ host: "h", port: 1, note: name });
      const { instances } = read(`/services/${name}/dc/${name}`, value);
      expect(instances[0]).toMatchObject({ service: name, instance: name, metadata: { note: name } });
    }
  });

  it("takes __proto__ for a name like any other", () => {
    const value =
      '{"host":"h","port":1,"__proto__":{"polluted":"yes"},"constructor":"c","metadata":{"__proto__":"deep"}}';
    const { instances } = read("/services/__proto__/constructor/toString", value);
    expect(instances[0]?.service).toBe("__proto__");
    expect(Object.entries(instances[0]?.metadata ?? {})).toEqual(
      expect.arrayContaining([
        ["constructor", "c"],
        ["__proto__", '{"polluted":"yes"}'],
      ]),
    );
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(Object.getPrototypeOf(instances[0]?.metadata)).toBe(Object.prototype);
  });

  it("decodes the keys of a group together", () => {
    const set = createLayoutSet(parsePrefixes(DEFAULT_PREFIXES).prefixes);
    const keyValues = [keyValueOf("/services/a/1", "h:1"), keyValueOf("/services/a/2", "?"), keyValueOf("/other", "x")];
    const { instances, unrecognized } = set.decode("g", keyValues);
    expect([instances.length, unrecognized.length]).toEqual([1, 1]);
  });
});
