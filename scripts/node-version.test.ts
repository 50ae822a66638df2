import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { refusalOf } from "./node-version.mjs";

it.each(["20.20.2", "20.21.0", "22.22.2", "22.23.5", "24.14.1", "24.22.3", "25.8.2", "25.9.0", "26.0.0", "27.1.0"])(
  "Node %s is taken",
  (version) => {
    expect(refusalOf(version)).toBeNull();
  },
);

it.each([
  "18.20.8",
  "20.9.0",
  "20.20.1",
  "21.7.3",
  "22.22.1",
  "22.0.0",
  "23.11.1",
  "24.14.0",
  "25.8.1",
  "25.0.0-nightly",
])("Node %s is refused, with the versions that are taken", (version) => {
  expect(refusalOf(version)).toContain("20.20.2, 22.22.2, 24.14.1");
});

it("is what package.json tells npm, and the image has one that is taken", () => {
  const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
  expect(engines.node).toBe("^20.20.2 || ^22.22.2 || ^24.14.1 || >=25.8.2");
  const images = [...readFileSync("Dockerfile", "utf8").matchAll(/^FROM node:([\d.]+)/gm)].map(
    (match) => match[1] ?? "",
  );
  expect(images.length).toBeGreaterThan(0);
  for (const version of images) expect(refusalOf(version)).toBeNull();
});
