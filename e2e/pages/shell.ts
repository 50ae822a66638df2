import { expect, type Locator, type Page } from "@playwright/test";

type PageName = "Services" | "Events" | "Unrecognized";

/** What stands around every page. */
export interface Shell {
  /** The word in the top bar: Live, Stale, Console lost, … */
  readonly light: Locator;
  /** The notice above a page whose data is not of now. */
  readonly notice: Locator;
  readonly palette: Locator;
  readonly help: Locator;
  /** The instance or the key beside a list; a drawer in narrow windows. */
  panel(name: "Instance" | "Unrecognized key" | "Event"): Locator;
  /** By the navigation, without a reload. */
  goTo(name: PageName): Promise<void>;
  expectLive(): Promise<void>;
  /** The data on screen looks like the past: the word, the notice and the photograph. */
  expectStale(): Promise<void>;
  chooseTheme(name: "Dark" | "Light" | "As the system"): Promise<void>;
  /** Fails where the document was loaded again since this was called. */
  rememberLoad(): Promise<() => Promise<void>>;
  /** The page itself cannot be moved sideways. */
  expectNoSidewaysScroll(): Promise<void>;
}

export function createShell(page: Page): Shell {
  const light = page.getByRole("banner").getByRole("status");
  const notice = page.getByRole("alert").filter({ hasText: /\S/ });
  const loadedAt = () => page.evaluate(() => performance.timeOrigin);
  return {
    light,
    notice,
    palette: page.getByRole("dialog", { name: "Find and run" }),
    help: page.getByRole("dialog", { name: "Keyboard" }),
    panel: (name) => page.getByRole("complementary", { name }),
    async goTo(name) {
      await page
        .getByRole("navigation", { name: "Main" })
        .getByRole("link", { name: new RegExp(`^${name}`) })
        .click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
    },
    expectLive: () => expect(light).toHaveText("Live", { timeout: 30_000 }),
    async expectStale() {
      await expect(light).toHaveText("Stale", { timeout: 60_000 });
      await expect(notice).toContainText(/etcd/);
      await expect(page.locator("[data-frozen]").first()).toBeVisible();
    },
    async chooseTheme(name) {
      await page.getByRole("button", { name: "Theme" }).click();
      await page.getByRole("menuitemradio", { name }).click();
    },
    async rememberLoad() {
      const before = await loadedAt();
      return async () => expect(await loadedAt(), "the page was loaded only once").toBe(before);
    },
    async expectNoSidewaysScroll() {
      const { scrolled, wide } = await page.evaluate(() => ({
        scrolled: document.documentElement.scrollWidth,
        wide: document.documentElement.clientWidth,
      }));
      expect(scrolled, "the page is no wider than its window").toBeLessThanOrEqual(wide);
    },
  };
}
