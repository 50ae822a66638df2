import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./support/test";

const folder = join(process.cwd(), "public");
const files = readdirSync(folder);

const TYPES: Record<string, string> = {
  ico: "image/x-icon",
  svg: "image/svg+xml",
  png: "image/png",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
};

test("every file of public/ comes with its type and its guards, and is held for a day", async ({
  console: own,
  page,
}) => {
  expect(files).toContain("robots.txt");
  for (const name of files) {
    const answer = await fetch(`${own.url}/${name}`);
    expect([name, answer.status]).toEqual([name, 200]);
    expect([name, answer.headers.get("content-type")?.toLowerCase()]).toEqual([
      name,
      TYPES[name.split(".").at(-1) ?? ""],
    ]);
    expect([name, answer.headers.get("cache-control")]).toEqual([name, "public, max-age=86400"]);
    expect([name, answer.headers.get("x-content-type-options")]).toEqual([name, "nosniff"]);
    // The policy of files, which allows nothing, not that of pages with its nonce: an SVG opened by itself runs no script.
    expect([name, answer.headers.get("content-security-policy")]).toEqual([
      name,
      expect.stringMatching(/^default-src 'none'; frame/),
    ]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(readFileSync(join(folder, name))), name).toBe(true);

    // Not by fetch: beside a condition it asks for an answer that nobody held.
    const condition = { "If-None-Match": answer.headers.get("etag") ?? "" };
    const again = await page.request.get(`${own.url}/${name}`, { headers: condition });
    expect([name, again.status()]).toEqual([name, 304]);
  }
  // A name that is not there is a page, with a page's policy, and is not held.
  const missing = await fetch(`${own.url}/icon-7.png`, { headers: { Accept: "text/html" } });
  expect(missing.status).toBe(404);
  expect(missing.headers.get("content-security-policy")).toContain("'nonce-");
});

test("a page names its icons and its manifest, and the browser takes all of them", async ({ console: own, page }) => {
  await page.goto("/services");
  const links = await page
    .locator("link[rel~='icon'], link[rel='apple-touch-icon'], link[rel='manifest']")
    .evaluateAll((all) => all.map((link) => [link.getAttribute("rel"), link.getAttribute("href")]));
  expect(links).toEqual(
    expect.arrayContaining([
      ["manifest", "/manifest.webmanifest"],
      ["icon", "/icon.svg"],
      ["icon", "/icon-48.png"],
      ["apple-touch-icon", "/apple-touch-icon.png"],
    ]),
  );
  // Chromium reads the manifest itself, under the page's policy, and tells what it cannot use.
  const session = await page.context().newCDPSession(page);
  const { url, errors } = await session.send("Page.getAppManifest");
  expect(url).toBe(`${own.url}/manifest.webmanifest`);
  expect(errors).toEqual([]);

  const manifest = JSON.parse(readFileSync(join(folder, "manifest.webmanifest"), "utf8")) as {
    icons: { src: string; sizes: string }[];
  };
  for (const { src, sizes } of manifest.icons) {
    const width = await page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      return image.naturalWidth;
    }, src);
    if (sizes !== "any") expect(`${width}x${width}`, src).toBe(sizes);
  }
});
