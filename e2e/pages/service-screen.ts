import type { Locator, Page } from "@playwright/test";

export interface ServiceScreen {
  readonly grid: Locator;
  readonly filter: Locator;
  open(name: string, query?: string): Promise<void>;
  /** The row that shows this text: an instance's name or its address. */
  row(text: string): Locator;
}

export function createServiceScreen(page: Page): ServiceScreen {
  const grid = page.getByRole("grid", { name: "Instances" });
  return {
    grid,
    filter: page.getByRole("combobox", { name: "Filter instances" }),
    open: async (name, query = "") => void (await page.goto(`/services/${encodeURIComponent(name)}${query}`)),
    row: (text) => grid.getByRole("row").filter({ hasText: text }),
  };
}
