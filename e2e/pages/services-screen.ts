import type { Locator, Page } from "@playwright/test";

export interface ServicesScreen {
  readonly grid: Locator;
  readonly filter: Locator;
  open(query?: string): Promise<void>;
  /** The row of the service of exactly this name. */
  row(name: string): Locator;
  chip(state: string): Locator;
}

export function createServicesScreen(page: Page): ServicesScreen {
  const grid = page.getByRole("grid", { name: "Services" });
  return {
    grid,
    filter: page.getByRole("combobox", { name: "Filter services" }),
    open: async (query = "") => void (await page.goto(`/services${query}`)),
    row: (name) => grid.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) }),
    chip: (state) =>
      page.getByRole("group", { name: /these states/ }).getByRole("button", { name: new RegExp(`${state}$`) }),
  };
}
