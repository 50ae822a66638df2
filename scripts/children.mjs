/**
 * Programs that set-up runs, npm and Next's build among them, end with it: who stops `npm start` while it still builds
 * leaves nothing behind that works on unseen.
 */

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * As long as one runs, a signal that ends this process is passed on to all of them first. Afterwards signals are
 * nobody's here: the console has its own way to end.
 * @template {import("node:child_process").ChildProcess} Child
 * @param {Child} child
 * @returns {Child}
 */
export function endsWithSetup(child) {
  if (running.size === 0) for (const signal of SIGNALS) process.on(signal, end);
  running.add(child);
  const over = () => {
    if (!running.delete(child) || running.size > 0) return;
    for (const signal of SIGNALS) process.off(signal, end);
  };
  child.once("exit", over).once("error", over);
  return child;
}

/** @param {NodeJS.Signals} signal */
function end(signal) {
  for (const child of running) child.kill("SIGTERM");
  for (const one of SIGNALS) process.off(one, end);
  process.kill(process.pid, signal);
}
