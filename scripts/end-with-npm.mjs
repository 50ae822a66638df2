/**
 * Ends this process when the npm that runs it as a script is gone. npm passes SIGTERM to the shell between, which
 * dies of it and tells nobody: the console would go on, unseen, with its port and its etcd.
 */
import { readFileSync } from "node:fs";

/** The process ids of the shell and of npm above it. Only Linux tells the second; there kill -9 of npm is seen too. */
function ancestors() {
  const shell = process.ppid;
  try {
    const stat = readFileSync(`/proc/${shell}/stat`, "utf8");
    return `${shell} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]}`;
  } catch {
    return String(shell);
  }
}

if (process.env.npm_lifecycle_event && process.platform !== "win32") {
  const first = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === first) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, 500);
  timer.unref();
}
