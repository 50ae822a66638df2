import { expect, test } from "vitest";
import { leaseHex } from "./lease-hex";

test("is what etcdctl prints, whose one id in eight begins with a zero", () => {
  expect(leaseHex("7587878220774232397")).toBe("694d8f0a1c2bd14d");
  expect(leaseHex("781526410650458634")).toBe("0ad88a2139681a0a");
  expect(leaseHex("-1")).toBe("ffffffffffffffff");
});
