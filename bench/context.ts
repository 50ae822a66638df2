import type { RunningBrowser } from "./browser";
import type { WorkerName } from "./compile";
import type { Life } from "./life";

/** What every section gets. */
export interface Context {
  quick: boolean;
  /** How long a soak lasts. */
  soakMinutes: number;
  /** The whole run's: what a section starts on it is stopped when the section ends. */
  life: Life;
  workers: Record<WorkerName, string>;
  browser(): Promise<RunningBrowser>;
  /** A line of progress. */
  say(line: string): void;
}
