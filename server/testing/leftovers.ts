/** Whatever a test starts or writes is gone when its process is, also where it failed before its own clean-up. */
import type { ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const processes = new Set<ChildProcess>();
const folders = new Set<string>();
let watching = false;

function watchExit(): void {
  if (watching) return;
  watching = true;
  process.once("exit", () => {
    for (const child of processes) child.kill("SIGKILL");
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
}

export function guardProcess(child: ChildProcess): void {
  watchExit();
  processes.add(child);
}

export function forgetProcess(child: ChildProcess): void {
  processes.delete(child);
}

/** A new folder under the system's temporary one, deleted at the latest when this process ends. */
export async function temporaryFolder(name: string): Promise<string> {
  watchExit();
  const folder = await mkdtemp(join(tmpdir(), `rollcall-${name}-`));
  folders.add(folder);
  return folder;
}
