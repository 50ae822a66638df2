import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { config } from "@/proxy";
import nextConfig from "../next.config";

const files = readdirSync(join(import.meta.dirname, "..", "public"));

describe("the files of public/", () => {
  const paged = new RegExp(`^${config.matcher[0]}$`);

  it.each(files)("%s gets no page's policy and a time to be held", async (name) => {
    expect(paged.test(`/${name}`)).toBe(false);
    expect(paged.test(`/${name}/deeper`)).toBe(true);
    expect(paged.test(`/services/${name}`)).toBe(true);
    const [rule] = (await nextConfig.headers?.()) ?? [];
    const held = new RegExp(`^${rule?.source.replace("/:file", "/")}$`);
    expect(held.test(`/${name}`)).toBe(true);
    expect(held.test(`/services/${name}`)).toBe(false);
  });

  it("keep pages and what the build made out of it", () => {
    expect(paged.test("/services")).toBe(true);
    expect(paged.test("/")).toBe(true);
    expect(paged.test("/_next/static/chunks/a.js")).toBe(false);
  });
});
