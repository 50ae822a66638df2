import { expect, type Locator, type Page } from "@playwright/test";

/** Confirmations, and what they leave behind, on whatever page they were asked for. */
export interface ActionsScreen {
  readonly evict: Locator;
  readonly drain: Locator;
  readonly resume: Locator;
  readonly register: Locator;
  /** Its reason, and the press of its button. */
  confirm(dialog: Locator, button: string | RegExp, reason?: string): Promise<void>;
  /** What is said about an action after it: the toast that holds this text. */
  said(text: string | RegExp): Locator;
}

export function createActionsScreen(page: Page): ActionsScreen {
  const dialog = (name: RegExp) => page.getByRole("dialog", { name });
  return {
    evict: dialog(/^Evict /),
    drain: dialog(/^Drain /),
    resume: dialog(/^Resume /),
    register: dialog(/^Register an instance/),
    async confirm(asked, button, reason) {
      if (reason !== undefined) await asked.getByLabel("Reason").fill(reason);
      await asked.getByRole("button", { name: button, exact: true }).click();
      await expect(asked).toBeHidden();
    },
    said: (text) => page.locator("[data-toast]").filter({ hasText: text }),
  };
}
