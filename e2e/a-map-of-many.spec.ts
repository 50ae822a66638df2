import { expectNoViolations } from "./support/accessible";
import { expect, test } from "./support/test";
import { putAll } from "./support/writing";

const SERVICES = 90;
const DATACENTERS = ["eu", "us"];
const STEP_DOWN = 92 + 22;

test("more cards than a browser likes are a picture, in which each can be found, opened and walked to", async ({
  page,
  client,
  put,
  shell,
}) => {
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
  await page.goto("/");
  await shell.expectLive();
  const picture = page.locator(".map-overview");
  // Those that the last ones say they call are registered by nobody.
  await expect(picture).toHaveAttribute("data-cards", String(SERVICES * 2 + 4));
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
    // A hand is not faster than the screen.
    await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
  }
  await expect(picture).toHaveCount(0);
  await expect.poll(() => cards.count()).toBeGreaterThan(1);
  await page.keyboard.press("0");
  await expect(picture).toHaveAttribute("data-cards", String(SERVICES * 2 + 4));
  await put("/services/late-comer/eu/1", '{"hostname":"10.0.0.1","port":1}');
  await expect(picture).toHaveAttribute("data-cards", String(SERVICES * 2 + 5));
});
