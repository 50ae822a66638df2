import type { BrowserCommand } from "vitest/node";

/** An answer of the console's API to requests of this method (GET where none is named) and this path below `/api/v1/`. */
export interface Answer {
  method?: string;
  path: string;
  /** What its query string has to contain. */
  query?: string;
  status?: number;
  body: unknown;
}

export interface Heard {
  method: string;
  path: string;
  search: string;
  body: unknown;
}

export const commands: {
  answer: BrowserCommand<[answers: readonly Answer[]]>;
  heard: BrowserCommand<[]>;
  permit: BrowserCommand<[permissions: readonly string[]]>;
};

declare module "vitest/browser" {
  interface BrowserCommands {
    answer(answers: readonly Answer[]): Promise<void>;
    heard(): Promise<Heard[]>;
    permit(permissions: readonly string[]): Promise<void>;
  }
}
