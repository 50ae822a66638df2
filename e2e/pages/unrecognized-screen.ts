import type { Locator, Page } from "@playwright/test";

export interface UnrecognizedScreen {
  readonly grid: Locator;
  readonly filter: Locator;
  open(query?: string): Promise<void>;
  row(key: string): Locator;
  chip(reason: string): Locator;
}

export function createUnrecognizedScreen(page: Page): UnrecognizedScreen {
  const grid = page.getByRole("grid", { name: "Unrecognized keys" });
  return {
    grid,
    filter: page.getByRole("combobox", { name: "Filter unrecognized keys" }),
    open: async (query = "") => void (await page.goto(`/unrecognized${query}`)),
    row: (key) => grid.getByRole("row").filter({ hasText: key }),
    chip: (reason) => page.getByRole("group", { name: "Reasons" }).getByRole("button", { name: new RegExp(reason) }),
  };
}
