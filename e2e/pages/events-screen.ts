import type { Locator, Page } from "@playwright/test";

export interface EventsScreen {
  readonly grid: Locator;
  readonly filter: Locator;
  readonly pause: Locator;
  readonly resume: Locator;
  /** `37 waiting`; a click lets them in. */
  readonly waiting: Locator;
  open(query?: string): Promise<void>;
  row(text: string | RegExp): Locator;
  chip(kind: string): Locator;
}

export function createEventsScreen(page: Page): EventsScreen {
  const grid = page.getByRole("grid", { name: "Events, newest first" });
  return {
    grid,
    filter: page.getByRole("combobox", { name: "Filter events" }),
    pause: page.getByRole("button", { name: "Pause", exact: true }),
    resume: page.getByRole("button", { name: "Resume", exact: true }),
    waiting: page.getByRole("button", { name: /waiting$/ }),
    open: async (query = "") => void (await page.goto(`/events${query}`)),
    row: (text) => grid.getByRole("row").filter({ hasText: text }),
    chip: (kind) =>
      page.getByRole("group", { name: "Kinds of events" }).getByRole("button", { name: new RegExp(kind) }),
  };
}
