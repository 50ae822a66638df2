import { describe, expect, it } from "vitest";
import type { LayoutsAnswer } from "@/lib/api/layouts";
import { prefixOf, REASONS, wayOutOf } from "./reasons";

const layout = (id: string, prefixes: string[]): LayoutsAnswer["layouts"][number] => ({
  id,
  title: id,
  defaultPrefix: null,
  prefixes,
  rules: [{ key: `{prefix}{service}/{instance}`, role: "instance", codec: "json" }],
  write: { put: "full", delete: "ok" },
});
const layouts = [layout("path", ["/services/"]), layout("registrator", ["/services/", "/services/legacy/"])];
const key = { key: "/services/legacy/a/b/c", detail: "", modRevision: "1", leaseId: null, valueBytes: 3 };

describe("what to do about an unrecognized key", () => {
  it("asks the longest prefix over the key", () => {
    expect(prefixOf("/services/legacy/a", layouts)).toBe("/services/legacy/");
    expect(prefixOf("/services/a", layouts)).toBe("/services/");
    expect(prefixOf("/elsewhere", layouts)).toBeNull();
  });

  it("names the setting that would read it, and what is read there now", () => {
    const way = wayOutOf({ ...key, reason: "key-not-matched" }, layouts);
    expect(way.setting).toBe("/services/legacy/=registrator,generic");
    expect(way.templates.map(({ layout: id }) => id)).toEqual(["registrator"]);
  });

  it("shows a value that the layout would read", () => {
    const way = wayOutOf({ ...key, key: "/services/a/b/c", reason: "value-not-json", layout: "path" }, layouts);
    expect(JSON.parse(way.example ?? "")).toHaveProperty("hostname");
    expect(way.setting).toBeNull();
  });

  it("has advice for every reason", () => {
    for (const reason of REASONS) expect(wayOutOf({ ...key, reason }, layouts).advice).not.toBe("");
  });
});
