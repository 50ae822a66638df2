import { describe, expect, it } from "vitest";
import { readArguments } from "./arguments";
import { readConfig } from "./config";

describe("arguments", () => {
  it("ask for three members, and the argument wins over the environment", () => {
    const { variables, development } = readArguments(["--members", "3"]);
    expect(development).toBe(false);
    expect(readConfig({ ROLLCALL_ETCD_MEMBERS: "1", ...variables }).members).toBe(3);
    expect(readArguments(["--dev"]).development).toBe(true);
    expect(readConfig({}).members).toBe(1);
  });

  it("are refused in words where they mean nothing", () => {
    expect(() => readArguments(["--member", "3"])).toThrow(/--member.*may follow --members 3/s);
    expect(() => readConfig(readArguments(["--members", "2"]).variables)).toThrow(
      "ROLLCALL_ETCD_MEMBERS must be 1 or 3",
    );
    expect(() => readConfig({ ROLLCALL_ETCD_MEMBERS: "3", ETCD_ENDPOINTS: "http://127.0.0.1:2379" })).toThrow(
      "ROLLCALL_ETCD_MEMBERS is about an etcd of Rollcall's own",
    );
  });
});
