import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";

/**
 * A signal to a child and all that it started (it leads a process group of its own). SIGKILL ends stopped processes
 * too; any other signal that should end one must be followed by SIGCONT. A group that is gone is no error.
 */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

const setpriv = "/usr/bin/setpriv";

/**
 * Where the system can, the kernel kills the child with its parent: then it also dies with a supervisor that is
 * killed together with the console (`killall -9 node`), when nobody is left to notice.
 */
export function dyingWithParent(command: string, args: string[]): [string, string[]] {
  // A command that is not there must fail as such, not as a `setpriv` that did not find it.
  if (process.platform !== "linux" || !isAbsolute(command)) return [command, args];
  if (!existsSync(setpriv) || !existsSync(command)) return [command, args];
  return [setpriv, ["--pdeathsig", "KILL", "--", command, ...args]];
}
