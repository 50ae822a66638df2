import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "./config";
import { StartError } from "./start-error";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function mistakesOf(variables: Record<string, string>): string {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
  return "";
}

describe("the configuration", () => {
  it("needs nothing: an embedded etcd, loopback, port 3000, writing allowed", () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      etcd: null,
      readOnlyReason: null,
      environment: null,
    });
    expect(config.prefixes.map(({ prefix }) => prefix)).toEqual(["/services/", "/killrvideo/services/", "heartbeat|"]);
  });

  it("lists every mistake at once", () => {
    const message = mistakesOf({
      PORT: "99999",
      HOST: "0.0.0.0",
      ETCD_ENDPOINTS: "http://a:2379,https://b:2379,c:2379",
      ETCD_USERNAME: "root",
      ROLLCALL_ENVIRONMENT: "production:crimson",
      ROLLCALL_PREFIXES: "/services=path",
      ROLLCALL_ALLOWED_HOST: "x",
    });
    for (const part of [
      "8 mistakes",
      "PORT must be a whole number from 0 to 65535",
      "sign-in does not exist yet",
      'ETCD_ENDPOINTS holds "c:2379", which is not of the form http://host:2379',
      "mixes http:// and https://",
      "ETCD_USERNAME and ETCD_PASSWORD go together",
      "no colour",
      "does not end at a separator",
      "did you mean ROLLCALL_ALLOWED_HOSTS?",
    ])
      expect(message).toContain(part);
  });

  it.each([
    [{ ETCD_ENDPOINTS: "http://a:2379", ETCD_CA: "/nowhere/ca.pem" }, "ETCD_CA need https:// endpoints"],
    [{ ETCD_ENDPOINTS: "https://a:2379", ETCD_CA: "/nowhere/ca.pem" }, "/nowhere/ca.pem, which does not exist"],
    [{ ETCD_ENDPOINTS: "https://a:2379", ETCD_CERT: "/x" }, "ETCD_CERT and ETCD_KEY go together"],
    [{ ETCD_ENDPOINTS: "http://root:secret@a:2379" }, "put user and password into ETCD_USERNAME and ETCD_PASSWORD"],
    [{ ETCD_ENDPOINTS: "http://a:2379/v3" }, 'remove "/v3"'],
    [{ ETCD_ENDPOINTS: "http://a" }, "names no port"],
    [{ ETCD_ENDPOINTS: "http://a:0" }, "nothing listens on port 0"],
    [{ ETCD_ENDPOINTS: "http:a:2379" }, "is not of the form"],
    [{ ETCD_ENDPOINTS: " , " }, "ETCD_ENDPOINTS has to name where etcd is"],
    [{ ETCD_PASSWORD: "x" }, "set ETCD_ENDPOINTS, too"],
    [{ ROLLCALL_CONFIG: "/nowhere.yaml" }, "does not exist"],
    [{ ROLLCALL_SECRET_PATTERN: "(" }, "is not a regular expression"],
    [{ ROLLCALL_READ_ONLY: "maybe" }, "must be 1 or 0"],
    [{ ROLLCALL_WEBHOOK_URL: "https://a.example" }, "ROLLCALL_WEBHOOK_SECRET go together"],
    [{ ROLLCALL_WEBHOOK_URL: "alerts", ROLLCALL_WEBHOOK_SECRET: SECRET }, "is not an address like https://"],
    [{ ROLLCALL_WEBHOOK_URL: "https://a.example", ROLLCALL_WEBHOOK_SECRET: "hunter2" }, "24 to 64 bytes in base64"],
    [{ ROLLCALL_ALLOWED_ORIGINS: "https://ok.example,console" }, "entry 2, is not an origin"],
  ])("says what is wrong with %j", (variables, sentence) => {
    expect(mistakesOf(variables)).toContain(sentence);
  });

  it("reads in which fields registrations say whom they call", () => {
    expect(readConfig({ ROLLCALL_DEPENDENCY_FIELDS: "calls, needs" }).dependencyFields).toEqual(["calls", "needs"]);
    expect(readConfig({}).dependencyFields).toEqual(["dependsOn", "upstreams"]);
  });

  it("reads where to send the webhook's messages, and what to sign them with", () => {
    const { webhook } = readConfig({ ROLLCALL_WEBHOOK_URL: "https://a.example/x", ROLLCALL_WEBHOOK_SECRET: SECRET });
    expect(webhook?.url).toBe("https://a.example/x");
    expect(webhook?.key).toHaveLength(32);
    expect(readConfig({}).webhook).toBeNull();
  });

  it("never repeats a secret of the webhook", () => {
    const told = mistakesOf({
      ROLLCALL_WEBHOOK_URL: "https://a:hunter2@b.example",
      ROLLCALL_WEBHOOK_SECRET: "hunter2",
    });
    expect(told).toContain("2 mistakes");
    expect(told).not.toContain("hunter2");
  });

  it("brings every way to write an endpoint into one form", () => {
    const ETCD_ENDPOINTS = " HTTP://Etcd-1:2379/ ,http://etcd-1:2379,http://[FD00::1]:2379,http://a:80,";
    expect(readConfig({ ETCD_ENDPOINTS }).etcd?.endpoints).toEqual([
      "http://etcd-1:2379",
      "http://[fd00::1]:2379",
      "http://a:80",
    ]);
    expect(readConfig({ ETCD_ENDPOINTS: "HTTPS://a:443/" }).etcd?.endpoints).toEqual(["https://a:443"]);
  });

  it("never repeats a password that stands in an endpoint", () => {
    expect(mistakesOf({ ETCD_ENDPOINTS: "root:hunter2@a:2379,http://root:hunter2@a:2379" })).not.toContain("hunter2");
  });

  it("says which file holds no certificate", () => {
    const path = file("ca.pem", "not a certificate");
    expect(mistakesOf({ ETCD_ENDPOINTS: "https://a:2379", ETCD_CA: path })).toContain(
      "does not hold a certificate in PEM form",
    );
  });

  it("reads rollcall.yaml, and the environment wins", () => {
    const path = file(
      "rollcall.yaml",
      [
        "port: 4000",
        "environment: staging:blue",
        "allowedHosts: [console.example.com, other.example.com]",
        "etcd:",
        "  endpoints: [http://one:2379, http://two:2379/]",
        "prefixes:",
        "  /svc/: [path, registrator]",
        "  heartbeat|: heartbeat",
        "writes: true",
      ].join("\n"),
    );
    const config = readConfig({ ROLLCALL_CONFIG: path, PORT: "5000" });
    expect(config).toMatchObject({
      port: 5000,
      environment: { name: "staging", colour: "blue" },
      allowedHosts: ["console.example.com", "other.example.com"],
      etcd: { endpoints: ["http://one:2379", "http://two:2379"] },
      readOnlyReason: null,
    });
    expect(config.prefixes.map(({ prefix, layouts }) => [prefix, layouts.map(({ id }) => id)])).toEqual([
      ["/svc/", ["path", "registrator"]],
      ["heartbeat|", ["heartbeat"]],
    ]);
  });

  it("names mistakes in rollcall.yaml by their key, with what was meant", () => {
    const path = file("rollcall.yaml", "prt: 4000\netcd:\n  endpoint: http://a:2379\nhost: 0.0.0.0\nwrites: {a: 1}");
    const message = mistakesOf({ ROLLCALL_CONFIG: path });
    expect(message).toContain("did you mean port?");
    expect(message).toContain("did you mean etcd.endpoints?");
    expect(message).toContain(`host in ${path} is 0.0.0.0`);
    expect(message).toContain("writes.a");
  });

  it.each([
    "0012345",
    "1e5",
    "1.50",
    "12345678901234567890",
    "on",
    "yes",
    "true",
    "0x1F",
    "2026-12-01",
    "1_000",
    ".inf",
  ])("keeps the text %s of rollcall.yaml as it is written", (password) => {
    const path = file("rollcall.yaml", `etcd: {endpoints: ["http://a:2379"], username: root, password: ${password}}`);
    expect(readConfig({ ROLLCALL_CONFIG: path }).etcd).toMatchObject({ password });
  });

  it("keeps a quoted password whole, and asks for quotes where null is written", () => {
    const etcd = "etcd:\n  endpoints: http://a:2379\n  username: root\n  password: ";
    const quoted = file("quoted.yaml", `${etcd}" null "`);
    expect(readConfig({ ROLLCALL_CONFIG: quoted }).etcd).toMatchObject({ password: " null " });
    for (const word of ["null", "~", "Null"])
      expect(mistakesOf({ ROLLCALL_CONFIG: file("null.yaml", etcd + word) })).toContain("put it in quotes");
    expect(readConfig({ ROLLCALL_CONFIG: file("empty.yaml", "port:\nlogLevel: warn") }).port).toBe(3000);
  });

  it("refuses a file that is nested too deeply, a key that stands twice and a file of two documents", () => {
    expect(mistakesOf({ ROLLCALL_CONFIG: file("deep.yaml", "[".repeat(3_000)) })).toMatch(
      /line 1, column \d+.*64 levels/,
    );
    expect(mistakesOf({ ROLLCALL_CONFIG: file("twice.yaml", "port: 1\nport: 2") })).toContain("(line 2, column 1)");
    expect(mistakesOf({ ROLLCALL_CONFIG: file("two.yaml", "port: 1\n---\nport: 2") })).toContain("one document");
  });

  it("says in which line the YAML breaks", () => {
    expect(mistakesOf({ ROLLCALL_CONFIG: file("rollcall.yaml", "port: 1\nhost: [") })).toMatch(
      /cannot be read as YAML \(line \d/,
    );
  });

  it("keeps writing off on somebody's own etcd until it is asked for", () => {
    expect(readConfig({ ETCD_ENDPOINTS: "http://a:2379" }).readOnlyReason).toContain("ROLLCALL_WRITES=1");
    expect(readConfig({ ETCD_ENDPOINTS: "http://a:2379", ROLLCALL_WRITES: "1" }).readOnlyReason).toBeNull();
    expect(readConfig({ ROLLCALL_READ_ONLY: "1" }).readOnlyReason).toContain("ROLLCALL_READ_ONLY");
  });

  it("asks somebody's own etcd less often than its own, unless told", () => {
    const ETCD_ENDPOINTS = "http://127.0.0.1:2379";
    expect(readConfig({}).leasePollBudget).toBe(1_000);
    expect(readConfig({ ETCD_ENDPOINTS }).leasePollBudget).toBe(200);
    expect(readConfig({ ETCD_ENDPOINTS, ROLLCALL_LEASE_POLL_BUDGET: "50" }).leasePollBudget).toBe(50);
    expect(() => readConfig({ ROLLCALL_LEASE_POLL_BUDGET: "0" })).toThrow("from 1 to 5000");
  });

  it("puts the gateway beside the console, or where it is told", () => {
    expect(readConfig({}).gateway).toMatchObject({
      port: "beside",
      host: "127.0.0.1",
      policy: "least-requests",
      accessLog: false,
      documents: false,
      connections: 5_000,
      zone: null,
    });
    const told = { ROLLCALL_GATEWAY_PORT: "off", ROLLCALL_GATEWAY_POLICY: "random", ROLLCALL_DATACENTER: "eu" };
    expect(readConfig(told).gateway).toMatchObject({ port: "off", policy: "random", zone: { datacenter: "eu" } });
    expect(readConfig({ ROLLCALL_GATEWAY_PORT: "4001" }).gateway.port).toBe(4001);
    const message = mistakesOf({ ROLLCALL_GATEWAY_PORT: "none", ROLLCALL_GATEWAY_POLICY: "best" });
    for (const part of ["2 mistakes", "must be a port", "is none of random"]) expect(message).toContain(part);
  });

  it("asks loopback in demo only, and takes lists of address ranges", () => {
    const ETCD_ENDPOINTS = "http://a:2379";
    expect(readConfig({}).reach).toEqual({ allow: null, deny: [], loopback: true });
    expect(readConfig({ ETCD_ENDPOINTS }).reach.loopback).toBe(false);
    const path = file("rollcall.yaml", "reach:\n  allow: [10.0.0.0/8, 'fd00::/8']\n  deny: 10.9.0.1");
    expect(readConfig({ ROLLCALL_CONFIG: path }).reach).toMatchObject({
      allow: ["10.0.0.0/8", "fd00::/8"],
      deny: ["10.9.0.1"],
    });
    const message = mistakesOf({ ROLLCALL_REACH_ALLOW: "10.0.0.0/8,10.0.0.0/33,web", ROLLCALL_REACH_DENY: "0x7f.1" });
    for (const part of ["3 mistakes", "ALLOW, entry 2, is not a range", "ALLOW, entry 3,", "DENY, entry 1,"])
      expect(message).toContain(part);
  });

  it("runs the demo fleet on an etcd of its own, and refuses to fill somebody else's", () => {
    expect([readConfig({}).demo, readConfig({ ROLLCALL_DEMO: "0" }).demo]).toEqual([true, false]);
    expect(readConfig({ ETCD_ENDPOINTS: "http://a:2379" }).demo).toBe(false);
    expect(mistakesOf({ ETCD_ENDPOINTS: "http://a:2379", ROLLCALL_DEMO: "1" })).toContain("own etcd only");
  });
});
