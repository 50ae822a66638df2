import { describe, expect, it } from "vitest";
import { bodyOf, firstDraft, hasPlace, type Layout, withLayout, writableLayouts } from "./draft";

const layout = (id: string, key: string, put: Layout["write"]["put"] = "full", prefixes = ["/services/"]): Layout => ({
  id,
  title: id,
  defaultPrefix: null,
  prefixes,
  rules: [{ key, role: "instance", codec: "json" }],
  write: { put, delete: "ok" },
});
const path = layout("path", "{prefix}{service}/{datacenter}/{instance}");
const plain = layout("plain", "{prefix}{service}/{instance}", "full", ["/plain/"]);
const typed = { service: "orders", host: "10.0.1.9", port: "3000", datacenter: "eu" };

describe("the form of a registration", () => {
  it("offers the layouts that are in use and can be written", () => {
    const unused = layout("unused", "{service}", "full", []);
    const readOnly = layout("read-only", "{service}", "none");
    expect(writableLayouts([unused, readOnly, path])).toEqual([path]);
    expect(firstDraft([readOnly, path, plain], { layout: "plain", service: "web" })).toMatchObject({
      layout: "plain",
      prefix: "/plain/",
      service: "web",
    });
  });

  it("asks for a datacenter where the key has a place for it", () => {
    expect(hasPlace(path, "datacenter")).toBe(true);
    expect(bodyOf({ ...firstDraft([path], {}), ...typed, datacenter: "" }, path)).toBeNull();
    expect(bodyOf({ ...firstDraft([plain], {}), ...typed, datacenter: "" }, plain)).toMatchObject({ host: "10.0.1.9" });
  });

  it("sends nothing that was not typed, and what is no number as it was typed", () => {
    const draft = { ...firstDraft([path], {}), ...typed, metadata: [{ name: "", value: "x" }] };
    expect(bodyOf(draft, path)).toEqual({
      layout: "path",
      prefix: "/services/",
      service: "orders",
      host: "10.0.1.9",
      port: 3000,
      datacenter: "eu",
      hold: "console",
      ttlSeconds: 15,
    });
    expect(bodyOf({ ...draft, port: "http" }, path)).toMatchObject({ port: "http" });
  });

  it("has no lease to hold where the key is static", () => {
    const draft = { ...firstDraft([path], {}), ...typed, keeper: "static" as const };
    expect(bodyOf(draft, path)).toMatchObject({ hold: "none", ttlSeconds: null });
  });

  it("keeps what was typed under another layout", () => {
    expect(withLayout({ ...firstDraft([path], {}), ...typed }, plain)).toMatchObject({ ...typed, prefix: "/plain/" });
  });
});
