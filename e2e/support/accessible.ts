import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** All that another theme can change; the rest is the same document. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** What is on screen in both themes; every violation with the elements it concerns. */
export async function expectNoViolations(page: Page, what: string, except: string[] = []): Promise<void> {
  for (const theme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    const axe = new AxeBuilder({ page });
    const asked = theme === "dark" ? axe.withTags(TAGS).disableRules(except) : axe.withRules(COLOUR_RULES);
    const { violations } = await asked.analyze();
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(" | ")}`);
    expect.soft(told, `${what}, ${theme}`).toEqual([]);
  }
}
