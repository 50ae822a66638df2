import { describe, expect, it } from "vitest";
import { Problem } from "@/lib/errors";
import { createClient } from "./calls/client";
import { discover } from "./discover";
import { connectEtcd } from "./etcd";
import { register } from "./register";

const ETCD = "http://127.0.0.1:1";
const INPUT = { etcd: ETCD, service: "web", datacenter: "eu", host: "10.0.0.1", port: 8080, leaveOnExit: false };

/** As a program without types calls it: anything may stand anywhere. */
const untyped = {
  register: register as (options: unknown) => { key: string; deregister(): Promise<unknown> },
  discover: discover as (options: unknown) => { stop(): void },
  createClient: createClient as (options: unknown) => { close(): void },
  connectEtcd: connectEtcd as (address: unknown) => { close(): void },
};

function refused(run: () => unknown): Problem {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    if (error instanceof Problem) return error;
  }
  throw new Error("It was accepted.");
}

const fieldsOf = (problem: Problem) => problem.extra.fields?.map(({ field }) => field);

/** Each of them hung for ever, or was a TypeError of the connection's. */
const WRONG_ADDRESSES: [unknown, string][] = [
  [undefined, "etcd has to name where etcd is, as in http://host:2379"],
  [null, "etcd has to name where etcd is"],
  ["", "etcd has to name where etcd is"],
  [" , ", "etcd has to name where etcd is"],
  [[], "etcd has to name where etcd is"],
  [[""], "etcd has to name where etcd is"],
  [2379, "etcd has to name where etcd is"],
  [{}, "etcd/endpoints has to name where etcd is"],
  [{ endpoints: [] }, "etcd/endpoints has to name where etcd is"],
  [{ endpoints: [undefined] }, "holds a value of type undefined"],
  ["127.0.0.1:2379", 'etcd holds "127.0.0.1:2379", which is not of the form http://host:2379'],
  ["http://", 'holds "http://"'],
  ["http://:2379", "is not of the form"],
  ["http:127.0.0.1:2379", "is not of the form"],
  ["etcd://a:2379", "is not of the form"],
  ["http://a", "names no port"],
  ["http://a:0", "nothing listens on port 0"],
  ["http://a:99999", "is not of the form"],
  ["http://a:2379/v3", 'remove "/v3"'],
  ["http://root:hunter2@a:2379", "put user and password into etcd.username and etcd.password"],
  ["http://a:2379,https://b:2379", "mixes http:// and https://"],
  [{ endpoints: ETCD, username: "root" }, "etcd/password username and password go together"],
  [{ endpoints: ETCD, username: "root", password: 5 }, "etcd/password should be a text"],
  [{ endpoints: "https://a:2379", ca: "/etc/ca.pem" }, "etcd/ca does not hold a certificate in PEM form"],
  [{ endpoints: ETCD, timeoutMs: 0 }, "etcd/timeoutMs should be a number of milliseconds"],
];

describe("where etcd is", () => {
  it.each(WRONG_ADDRESSES)("is refused at once where it is %j, by everything that takes it", (etcd, sentence) => {
    for (const run of [
      () => untyped.register({ ...INPUT, etcd }),
      () => untyped.discover({ etcd }),
      () => untyped.connectEtcd(etcd),
    ]) {
      const problem = refused(run);
      expect(problem.code).toBe("invalid-request");
      expect(problem.detail).toContain(sentence);
      expect(problem.detail).not.toContain("hunter2");
      expect(fieldsOf(problem)?.every((field) => field.startsWith("etcd"))).toBe(true);
    }
    const client = refused(() => untyped.createClient({ service: "web", etcd }));
    expect(client.detail).toContain(etcd === undefined ? "etcd or discovery has to be given" : sentence);
  });

  it.each([
    "http://127.0.0.1:1/",
    "HTTP://127.0.0.1:1",
    " http://127.0.0.1:1 , http://LocalHost:1/",
    "http://[::1]:1",
    "https://127.0.0.1:1",
    ["http://127.0.0.1:1/"],
    { endpoints: ["Http://127.0.0.1:1/"], username: "root", password: "x" },
    { endpoints: "http://127.0.0.1:1" },
  ])("may be written as %j", async (etcd) => {
    const registration = untyped.register({ ...INPUT, etcd });
    expect(registration.key).toBe("/services/web/eu/10.0.0.1:8080");
    await registration.deregister();
    untyped.discover({ etcd }).stop();
    untyped.createClient({ etcd, service: "web" }).close();
    untyped.connectEtcd(etcd).close();
  });
});

describe("what is registered", () => {
  it("is checked as a whole: every mistake is named at once", () => {
    const problem = refused(() =>
      untyped.register({ etcd: "a:1", ttlSeconds: 1, keeping: "forever", leaveOnExit: 1, metadata: { weight: 5 } }),
    );
    expect(fieldsOf(problem)).toEqual([
      "etcd",
      "ttlSeconds",
      "keeping",
      "leaveOnExit",
      "service",
      "host",
      "port",
      "metadata/weight",
    ]);
    expect(problem.detail).toContain("service is missing; host is missing; port should be a number from 1 to 65535");
  });

  it.each([
    [{ tttlSeconds: 60 }, "tttlSeconds", "is no option; there are etcd, service,"],
    [{ ttl: 60 }, "ttl", "is no option"],
    [{ host: undefined }, "host", "is missing"],
    [{ host: null }, "host", "should be a text, not null"],
    [{ host: ["10.0.0.1"] }, "host", "should be a text, not a list of 1"],
    [{ host: " " }, "host", "should be a host name or an address"],
    [{ host: "10.0.0.1:80" }, "host", "should be a host name or an address"],
    [{ service: undefined }, "service", "is missing"],
    [{ service: 7 }, "service", "should be a text, not the number 7"],
    [{ port: undefined }, "port", "should be a number from 1 to 65535, not nothing"],
    [{ port: "8080" }, "port", 'should be a number from 1 to 65535, not "8080"'],
    [{ port: 0 }, "port", "should be a number from 1 to 65535"],
    [{ port: 80.5 }, "port", "should be a number from 1 to 65535"],
    [{ datacenter: 5 }, "datacenter", "should be a text"],
    [{ instance: {} }, "instance", "should be a text"],
    [{ protocol: true }, "protocol", "should be a text"],
    [{ metadata: "a=b" }, "metadata", "should be an object of texts"],
    [{ metadata: [] }, "metadata", "should be an object of texts"],
    [{ ttlSeconds: "10" }, "ttlSeconds", "whole number"],
    [{ ttlSeconds: Number.POSITIVE_INFINITY }, "ttlSeconds", "whole number"],
    [{ ttlSeconds: 1e12 }, "ttlSeconds", "9,000,000,000"],
    [{ heartbeatSeconds: 0 }, "heartbeatSeconds", "more than 0 and less than ttlSeconds"],
    [{ heartbeatSeconds: 10 }, "heartbeatSeconds", "more than 0 and less than ttlSeconds"],
    [{ whenRemoved: "never" }, "whenRemoved", "should be one of return, stay-away"],
    [{ layout: "nacos" }, "layout", '"nacos" is not known; the built-in ones are'],
    [{ layout: 5 }, "layout", "the number 5 is not known"],
    [{ prefix: "/services" }, "prefix", "has to end at a separator"],
    [{ prefix: 5 }, "prefix", "has to end at a separator"],
    [{ signal: {} }, "signal", "should be an AbortSignal"],
  ])("%j is refused, naming the field", (change, field, message) => {
    const problem = refused(() => untyped.register({ ...INPUT, ...change }));
    expect(problem.extra.fields).toContainEqual({ field, message: expect.stringContaining(message) });
  });

  it("needs options at all", () => {
    expect(fieldsOf(refused(() => untyped.register(undefined)))).toEqual(["options"]);
    expect(fieldsOf(refused(() => untyped.discover(null)))).toEqual(["options"]);
  });
});

describe("what is looked for", () => {
  it.each([
    [{ service: "" }, "service"],
    [{ service: [] }, "service"],
    [{ service: 5 }, "service"],
    [{ layout: "nacos" }, "layout"],
    [{ prefix: "/svc/" }, "layout"],
    [{ layout: "path", prefix: "/svc" }, "prefix"],
    [{ layout: "path", prefixes: "/svc/=path" }, "prefixes"],
    [{ prefixes: "/svc=path" }, "prefixes"],
    [{ prefixes: 5 }, "prefixes"],
    [{ signal: "now" }, "signal"],
  ])("%j is refused, together with everything else", (change, field) => {
    expect(fieldsOf(refused(() => untyped.discover({ etcd: "", ...change })))).toEqual(["etcd", field]);
  });

  it("is named where it is called", () => {
    expect(fieldsOf(refused(() => untyped.createClient({ etcd: ETCD })))).toEqual(["service"]);
  });
});
