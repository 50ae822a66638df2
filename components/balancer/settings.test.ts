import { describe, expect, it } from "vitest";
import { testRequestsSchema } from "@/lib/api/test-requests";
import { DEFAULTS, paramsOf, readSettings, requestOf, type Settings } from "./settings";

function addressOf(settings: Settings): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(paramsOf(settings)))
    for (const one of value === null ? [] : [value].flat()) params.append(name, one);
  return params;
}

describe("a run's settings", () => {
  const everything: Settings = {
    service: "a/b c",
    policies: ["random", "rendezvous"],
    count: 7,
    concurrency: 3,
    perSecond: 12,
    protocol: "https",
    method: "POST",
    path: "/x?y=1",
    headers: "Accept: text/plain\nX-A: b: c",
    body: "hello",
    timeoutMs: 900,
    retries: 0,
    ejection: false,
    seed: "",
    key: "cart",
    datacenter: "fra",
  };

  it("survive the way through the address", () => {
    expect(readSettings(addressOf(everything))).toEqual(everything);
    expect(readSettings(addressOf(DEFAULTS))).toEqual(DEFAULTS);
    expect(addressOf(DEFAULTS).toString()).toBe("");
  });

  it("are within their bounds, whatever the address says", () => {
    const wild = new URLSearchParams("count=1e9&concurrency=-3&retries=x&policy=magic&protocol=smtp&timeoutMs=");
    expect(readSettings(wild)).toEqual({ ...DEFAULTS, count: 10_000, concurrency: 1, timeoutMs: 10 });
  });

  it("make a request that the API takes", () => {
    expect(testRequestsSchema.parse(requestOf(everything))).toMatchObject({
      policy: "random",
      against: ["rendezvous"],
      headers: { Accept: "text/plain", "X-A": "b: c" },
      body: "hello",
    });
    expect(testRequestsSchema.parse(requestOf({ ...DEFAULTS, service: "web" }))).toMatchObject({ count: 500, seed: 1 });
    expect(requestOf({ ...everything, protocol: "tcp" })).not.toHaveProperty("body");
  });
});
