import { describe, expect, it } from "vitest";
import { readConfig } from "./config";

/** What a pod is given beside a Service, with the named port `http`. */
function linksOf(service: string, port: number, ip = "10.96.0.7"): Record<string, string> {
  const name = service.toUpperCase().replaceAll("-", "_");
  const url = `tcp://${ip.includes(":") ? `[${ip}]` : ip}:${port}`;
  return {
    [`${name}_SERVICE_HOST`]: ip,
    [`${name}_SERVICE_PORT`]: String(port),
    [`${name}_SERVICE_PORT_HTTP`]: String(port),
    [`${name}_PORT`]: url,
    [`${name}_PORT_${port}_TCP`]: url,
    [`${name}_PORT_${port}_TCP_PROTO`]: "tcp",
    [`${name}_PORT_${port}_TCP_PORT`]: String(port),
    [`${name}_PORT_${port}_TCP_ADDR`]: ip,
  };
}

describe("Kubernetes' variables for the Services beside a pod", () => {
  // Each of the eight was a mistake, and the console did not start in any namespace that has a Service named rollcall.
  it.each([
    ["rollcall", 3000, "10.96.0.7"],
    ["rollcall", 3000, "fd00::7"],
    ["rollcall-gateway", 3001, "10.96.0.8"],
    ["rollcall-reach-allow", 80, "10.96.0.9"],
    ["etcd", 2379, "10.96.0.10"],
    ["etcd-ca", 2379, "10.96.0.11"],
  ])("of the Service %s are passed over, and one line says so", (service, port, ip) => {
    const config = readConfig(linksOf(service, port, ip));
    expect(config).toMatchObject({ port: 3000, etcd: null, gateway: { port: "beside" } });
    expect(config.notes).toEqual([
      `The variables that Kubernetes sets for the Service ${service} are no settings and are passed over.`,
    ]);
  });

  it("of several Services need one line, and settings beside them count", () => {
    const config = readConfig({ ...linksOf("rollcall", 3000), ...linksOf("etcd", 2379), PORT: "4000" });
    expect(config.port).toBe(4000);
    expect(config.notes).toEqual([
      "The variables that Kubernetes sets for the Services etcd, rollcall are no settings and are passed over.",
    ]);
    expect(readConfig({ ...linksOf("rollcall", 3000), ROLLCALL_GATEWAY_PORT: "4001" }).gateway.port).toBe(4001);
  });

  it("as Docker's links set them, with the linked container's own variables, are passed over, too", () => {
    const linked = { ROLLCALL_PORT: "tcp://172.17.0.5:3000", ROLLCALL_NAME: "/web/rollcall", ROLLCALL_ENV_TZ: "UTC" };
    expect(readConfig(linked).notes).toHaveLength(1);
    expect(() => readConfig({ ROLLCALL_NAME: "/web/rollcall" })).toThrow("ROLLCALL_NAME is not a setting");
  });

  it.each([
    ["ROLLCALL_PORT", "4000", "PORT"],
    ["ROLLCALL_GATEWAY_PORTS", "4000", "ROLLCALL_GATEWAY_PORT"],
    ["ROLLCALL_HOST", "127.0.0.1", "HOST"],
    ["ROLLCALL_ALLOWED_HOST", "10.0.0.1", "ROLLCALL_ALLOWED_HOSTS"],
  ])("are not what a misspelled setting is: %s=%s", (name, value, meant) => {
    expect(() => readConfig({ ...linksOf("rollcall-x", 3000), [name]: value })).toThrow(
      `${name} is not a setting; did you mean ${meant}?`,
    );
  });

  it("are told by what they hold: a service port that is no number is a mistake", () => {
    expect(() => readConfig({ ROLLCALL_SERVICE_HOST: "web" })).toThrow("ROLLCALL_SERVICE_HOST is not a setting");
    expect(() => readConfig({ ROLLCALL_GATEWAY_PORT: "http://a:1" })).toThrow("ROLLCALL_GATEWAY_PORT must be a port");
  });
});

describe("the console's port and the gateway's", () => {
  it.each([
    [{ PORT: "4000", ROLLCALL_GATEWAY_PORT: "4000" }, "ROLLCALL_GATEWAY_PORT is 4000, and so is PORT:"],
    [{ ROLLCALL_GATEWAY_PORT: "3000" }, "ROLLCALL_GATEWAY_PORT is 3000, and so is PORT, which is 3000 where"],
    [{ PORT: "4000", ROLLCALL_GATEWAY_PORT: "4000", ROLLCALL_GATEWAY_HOST: "0.0.0.0" }, "so is PORT"],
    [{ PORT: "4000", ROLLCALL_GATEWAY_PORT: "4000", HOST: "localhost" }, "so is PORT"],
  ])("may not be the same: %j", (variables, sentence) => {
    expect(() => readConfig(variables)).toThrow(sentence);
    // The gateway alone does not listen on the console's port.
    expect(readConfig(variables, "gateway").gateway.port).toBe(Number(variables.ROLLCALL_GATEWAY_PORT));
  });

  it("may be the same on different addresses, and where any free one will do", () => {
    expect(readConfig({ PORT: "0", ROLLCALL_GATEWAY_PORT: "0" }).gateway.port).toBe(0);
    const apart = { PORT: "4000", ROLLCALL_GATEWAY_PORT: "4000", ROLLCALL_GATEWAY_HOST: "127.0.0.2" };
    expect(readConfig(apart).gateway).toMatchObject({ port: 4000, host: "127.0.0.2" });
  });
});
