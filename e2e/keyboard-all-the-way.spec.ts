import type { Page } from "@playwright/test";
import { expect, test } from "./support/test";
import { putAll } from "./support/writing";

const value = '{"hostname":"10.0.0.1","port":8080}';

test.beforeEach(async ({ client, services, shell }) => {
  await putAll(
    client,
    ["orders", "payments", "web"].flatMap((name) => [
      [`/services/${name}/eu/${name}-a`, value] as const,
      [`/services/${name}/eu/${name}-b`, value] as const,
    ]),
  );
  await services.open();
  await shell.expectLive();
  await expect(services.row("web")).toBeVisible();
});

/** What has the focus, and that it can be seen to have it. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const focused = page.locator(":focus");
  await expect(focused).toBeVisible();
  const { visible, changed } = await focused.evaluate((element) => {
    const look = () =>
      [element, element.parentElement ?? element].map((one) => {
        for (const animation of one.getAnimations()) animation.finish();
        const { outline, boxShadow, borderColor } = getComputedStyle(one);
        return `${outline} ${boxShadow} ${borderColor}`;
      });
    const visible = element.matches(":focus-visible");
    const before = look().join();
    if (element instanceof HTMLElement) element.blur();
    const changed = look().join() !== before;
    if (element instanceof HTMLElement) element.focus({ preventScroll: true });
    return { visible, changed };
  });
  expect(visible, "the browser takes the focus for a keyboard's").toBe(true);
  expect(changed, "the focus is drawn").toBe(true);
}

test("⌘K finds and opens a service, an instance and a page", async ({ page, shell }) => {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(shell.palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("pay");
  await expect(shell.palette.getByRole("option").first()).toContainText("payments");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("payments");
  await expect(shell.palette).toBeHidden();

  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("orders-b");
  await expect(shell.palette.getByRole("option").first()).toContainText("orders-b");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("orders-b");

  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("go to events");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Events");

  await page.keyboard.press("ControlOrMeta+k");
  await expect(shell.palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(shell.palette).toBeHidden();
});

// "put back" was typed for ⌘K, whose code was not there yet: its `u` gave an evicted instance back, its `e` asked for another.
test("what is typed while a dialog is being loaded reaches no shortcut of the page", async ({
  page,
  shell,
  actions,
}) => {
  await page.goto(`/instances/${encodeURIComponent("/services/orders/eu/orders-a")}`);
  await shell.expectLive();
  const gate: { open?: () => void } = {};
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve;
  });
  const asked = page.waitForRequest(/_next\/static\/chunks/);
  await page.route("**/_next/static/chunks/**", async (route) => {
    await opened;
    await route.continue();
  });
  await page.keyboard.press("ControlOrMeta+k");
  await asked;
  await page.keyboard.press("e");
  await page.keyboard.press("?");
  gate.open?.();
  await expect(shell.palette).toBeVisible();
  await expect(actions.evict).toBeHidden();
  await expect(shell.help).toBeHidden();
});

test("/ filters, j and k move, Enter opens, Esc closes, and Back goes the same way back", async ({
  page,
  shell,
  services,
  service,
}) => {
  await page.keyboard.press("/");
  await expect(services.filter).toBeFocused();
  await page.keyboard.type("w");
  await expect(services.row("orders")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(services.filter).toHaveValue("");
  await expect(services.row("orders")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(services.filter).not.toBeFocused();

  await page.keyboard.press("j");
  await expect(services.grid.getByRole("row").nth(1)).toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.press("j");
  await expect(services.grid.getByRole("row").nth(2)).toBeFocused();
  await page.keyboard.press("k");
  await expect(services.grid.getByRole("row").nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("orders");

  await expect(service.row("orders-a").first()).toBeVisible();
  await page.keyboard.press("j");
  await expect(service.row("orders-a").first()).toBeFocused();
  await page.keyboard.press("Enter");
  const panel = shell.panel("Instance");
  await expect(panel).toBeVisible();
  await expect(page).toHaveURL(/instance=/);
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(page).not.toHaveURL(/instance=/);

  await service.row("orders-b").first().click();
  await expect(panel).toBeVisible();
  await page.goBack();
  await expect(panel).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("orders");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Services");
});

test("? shows every key, g goes from page to page", async ({ page, shell }) => {
  await page.keyboard.press("?");
  await expect(shell.help).toContainText("Next and previous row");
  await page.keyboard.press("Escape");
  await expect(shell.help).toBeHidden();
  for (const [key, name] of [
    ["e", "Events"],
    ["u", "Unrecognized"],
    ["s", "Services"],
  ] as const) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  }
});

test("Tab reaches everything, and one can always see where one is", async ({ page, services }) => {
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press("Tab");
    await expectVisibleFocus(page);
    if (
      await services.grid
        .getByRole("row")
        .nth(1)
        .evaluate((row) => row === document.activeElement)
    )
      return;
  }
  throw new Error("Twelve steps after the skip link the list is not reached");
});

test("the theme that is chosen stays", async ({ page, shell }) => {
  for (const theme of ["Dark", "Light"] as const) {
    await shell.chooseTheme(theme);
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme.toLowerCase());
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme.toLowerCase());
  }
});
