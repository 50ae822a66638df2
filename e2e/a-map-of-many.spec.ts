import type { Page } from "@playwright/test";
import type { EtcdPort } from "@/lib/etcd/port";
import { expectNoViolations } from "./support/accessible";
import { expect, test } from "./support/test";
import { putAll } from "./support/writing";

const SERVICES = 90;
const DATACENTERS = ["eu", "us"];
/** Two in each datacenter are declared and nobody. */
const CARDS = SERVICES * 2 + 4;
const STEP_DOWN = 92 + 22;

/** Each calls two others; those that the last ones say they call are registered by nobody. */
async function putMany(client: EtcdPort): Promise<void> {
  const name = (index: number) => `svc-${String(index).padStart(2, "0")}`;
  const value = (index: number) =>
    JSON.stringify({ hostname: "10.0.0.1", port: 8080, dependsOn: `${name(index * 2 + 1)},${name(index * 2 + 2)}` });
  await putAll(
    client,
    DATACENTERS.flatMap((datacenter) =>
      Array.from({ length: SERVICES }, (_, index): [string, string] => [
        `/services/${name(index)}/${datacenter}/${index}`,
        value(index * 2 + 2 < SERVICES ? index : SERVICES),
      ]),
    ),
  );
}

test("more cards than a browser likes are a picture, in which each can be found, opened and walked to", async ({
  page,
  client,
  put,
  shell,
}) => {
  await putMany(client);
  await page.goto("/");
  await shell.expectLive();
  const picture = page.locator(".map-overview");
  await expect(picture).toHaveAttribute("data-cards", String(CARDS));
  await expect(page.locator(".map-ground")).toHaveAttribute("aria-busy", "false");
  const cards = page.locator(".map-card");
  await expect(cards).toHaveCount(1);
  await expectNoViolations(page, "a map of many");

  // What is pointed at becomes a card, says its name and can be opened.
  const first = await cards.boundingBox();
  if (!first) throw new Error("the first card is nowhere");
  const zoom = first.width / 248;
  await page.mouse.move(first.x + first.width / 2, first.y + first.height / 2 + STEP_DOWN * zoom);
  await expect(cards).toHaveCount(2);
  const named = await page.locator(".map-overview-name").innerText();
  await page.mouse.down();
  await page.mouse.up();
  const panel = page.getByRole("complementary", { name: "Service" });
  await expect(panel.getByRole("heading", { name: named })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();

  // The keys walk through the picture as through cards.
  await page.mouse.move(0, 0);
  await cards.first().focus();
  await page.keyboard.press("ArrowRight");
  const focused = page.locator(".map-card:focus");
  await expect(focused).toHaveCount(1);
  const walkedTo = await focused.getAttribute("data-node");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("heading", { name: walkedTo?.split("@")[0] ?? "" })).toBeVisible();
  await page.keyboard.press("Escape");

  // Near by all are cards; who arrives is in the picture.
  for (let step = 0; step < 7; step++) {
    await page.keyboard.press("+");
    await pass(page, 2);
  }
  await expect(picture).toHaveCount(0);
  await expect.poll(() => cards.count()).toBeGreaterThan(1);
  await page.keyboard.press("0");
  await expect(picture).toHaveAttribute("data-cards", String(CARDS));
  await put("/services/late-comer/eu/1", '{"hostname":"10.0.0.1","port":1}');
  await expect(picture).toHaveAttribute("data-cards", String(CARDS + 1));
});

test("it is looked at before any script has run, and gives way to the map", async ({
  page,
  browser,
  client,
  shell,
}) => {
  await putMany(client);
  await page.goto("/");
  await shell.expectLive();
  await expect(page.locator(".map-overview")).toHaveAttribute("data-cards", String(CARDS));
  await expect(page.locator(".first-picture")).toHaveCount(0);

  const bare = await browser.newContext({ javaScriptEnabled: false });
  try {
    const unscripted = await bare.newPage();
    await unscripted.goto(page.url());
    const picture = unscripted.locator(".first-picture");
    await expect(picture).toBeVisible();
    const [drawn, stage] = [await picture.boundingBox(), await unscripted.locator(".map-stage").boundingBox()];
    expect(drawn?.width).toBeGreaterThan((stage?.width ?? 0) * 0.8);
    await expect(picture.locator(".frame")).toHaveCount(DATACENTERS.length);
    const cards = await picture
      .locator(".card")
      .evaluateAll((paths) => paths.map((path) => path.getAttribute("d")?.match(/M/g)?.length ?? 0));
    expect(cards.reduce((sum, many) => sum + many, 0)).toBe(CARDS);

    // What shows only a part of it, or another thing, is not begun with all of it.
    for (const address of ["/?q=service:svc-01", "/?as=list", "/?view=0,0,1", "/?at=0,0,1"]) {
      await unscripted.goto(address.replace("/", page.url()));
      await expect(unscripted.getByRole("heading", { name: "Map" })).toBeAttached();
      await expect(picture).toHaveCount(0);
    }
  } finally {
    await bare.close();
  }

  // A picture that nothing keeps true gives way to why, and the map comes as soon as it can.
  let reachable = false;
  await page.route("**/api/v1/snapshot", (route) => (reachable ? route.continue() : route.abort()));
  await page.reload();
  await expect(page.getByText("The console is out of reach")).toBeVisible();
  await expect(page.locator(".first-picture")).toHaveCount(0);
  reachable = true;
  await expect(page.locator(".map-overview")).toHaveAttribute("data-cards", String(CARDS));
});

test("a map on which nothing changes does nothing", async ({ page, client, put, shell }) => {
  await page.addInitScript(`{
    window.measured = 0;
    const observe = ResizeObserver.prototype.observe;
    ResizeObserver.prototype.observe = function (...all) { window.measured++; return observe.apply(this, all); };
  }`);
  const measuredIn = async (frames: number) => {
    const before = await page.evaluate<number>("measured");
    await pass(page, frames);
    return (await page.evaluate<number>("measured")) - before;
  };
  /** It comes to rest, and stays so. */
  const expectStill = async (what: string) => {
    await expect(page.locator(".map-ground")).toHaveAttribute("aria-busy", "false");
    await expect.poll(() => measuredIn(60), what).toBe(0);
    expect(await measuredIn(60), what).toBe(0);
  };
  await put("/services/web/eu/web-1", '{"hostname":"10.0.0.1","port":1}');
  await page.goto("/");
  await shell.expectLive();
  await expect(page.locator(".map-card")).toHaveCount(1);
  await expectStill("of a few");

  await putMany(client);
  await expect(page.locator(".map-overview")).toHaveAttribute("data-cards", String(CARDS + 1));
  await expectStill("of many");
});

/** A hand is not faster than the screen. */
async function pass(page: Page, frames: number): Promise<void> {
  for (let frame = 0; frame < frames; frame++)
    await page.evaluate("new Promise((resolve) => requestAnimationFrame(resolve))");
}
