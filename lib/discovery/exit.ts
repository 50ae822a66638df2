/**
 * Deregisters before the process ends. One set for the whole process, because signals are the process's: each program
 * has one chance to leave, however many registrations it holds.
 */
import { held } from "./background";

type Leave = () => Promise<unknown>;

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
/** A crashing program goes down soon, whatever etcd says. */
const LEAVE_WITHIN_MS = 3_000;

const leaves = new Set<Leave>();
let leaving = false;

/**
 * Calls `leave` on SIGTERM, SIGINT, SIGHUP, when nothing is left to do (beforeExit), and after an uncaught exception.
 * Then the process ends as it would have without us, unless the program handles the signal or the exception itself.
 * Returns the way to be forgotten.
 */
export function leaveOnExit(leave: Leave): () => void {
  if (leaves.size === 0) listen();
  leaves.add(leave);
  return () => {
    leaves.delete(leave);
    if (leaves.size === 0) unlisten();
  };
}

function listen(): void {
  // First of all listeners: those that listen once are still there to be counted.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal);
  process.on("beforeExit", leaveAll);
  process.prependListener("uncaughtException", onUncaught);
}

function unlisten(): void {
  for (const signal of SIGNALS) process.off(signal, onSignal);
  process.off("beforeExit", leaveAll);
  process.off("uncaughtException", onUncaught);
}

function onSignal(signal: NodeJS.Signals): void {
  const again = leaving;
  // Whoever else listens ends the process; where nobody does, the signal does.
  const theirs = process.listenerCount(signal) > 1;
  const end = () => {
    unlisten();
    if (!theirs) process.kill(process.pid, signal);
  };
  if (again) end();
  else void leaveAll().then(end);
}

function onUncaught(error: unknown): void {
  const theirs = process.listenerCount("uncaughtException") > 1;
  if (leaving || theirs) return;
  void leaveAll().then(() => {
    unlisten();
    // Thrown again with nobody to catch it: Node says what it would have said, and the exit code is its own.
    setImmediate(() => {
      throw error;
    });
  });
}

async function leaveAll(): Promise<void> {
  if (leaving || leaves.size === 0) return;
  leaving = true;
  let cancel = () => {};
  const patience = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LEAVE_WITHIN_MS);
    cancel = () => clearTimeout(timer);
  });
  await held(Promise.race([Promise.allSettled([...leaves].map((leave) => leave())), patience]));
  cancel();
  leaves.clear();
  leaving = false;
  unlisten();
}
