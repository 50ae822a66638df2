import { cpus } from "node:os";
import { findOnPath } from "../../scripts/programs.mjs";

/** One for what is measured, one for everything around it; null where they cannot be told apart here. */
export const CORES: { proxy: number; rest: number } | null =
  cpus().length > 1 && findOnPath("taskset") ? { proxy: 1, rest: 0 } : null;

/** The command kept on one core, where there are several and it can be. */
export function pinned(core: number, command: [string, ...string[]]): [string, ...string[]] {
  return CORES ? ["taskset", "--cpu-list", String(core), ...command] : command;
}
