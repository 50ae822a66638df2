/**
 * The supervisor's own process. It holds a pipe to the console; when that ends, for whatever reason, every child is
 * killed, stopped ones too. It runs in a session of its own, so that no signal meant for the console reaches it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { createDecoder, encode, type FromSupervisor, type ToSupervisor } from "./messages";
import { dyingWithParent, signalGroup } from "./process-group";

const children = new Map<number, { child: ChildProcess; pid: number }>();
let stopping = false;

function say(message: FromSupervisor): void {
  process.stdout.write(encode(message));
}

function killAllAndEnd(): never {
  for (const { pid } of children.values()) signalGroup(pid, "SIGKILL");
  process.exit(0);
}

function start({ id, command, args, env, cwd, outputFile, reportOutput }: ToSupervisor & { do: "spawn" }): void {
  const output = outputFile === undefined ? (reportOutput ? "pipe" : "ignore") : openSync(outputFile, "a", 0o600);
  const [program, programArgs] = dyingWithParent(command, args);
  const child: ChildProcess = spawn(program, programArgs, {
    env: env as NodeJS.ProcessEnv,
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ["ignore", output, output],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  if (typeof output === "number") closeSync(output);
  child.once("error", (error) => {
    if (!children.has(id)) say({ say: "failed", id, message: error.message });
  });
  child.once("spawn", () => {
    const pid = child.pid ?? 0;
    children.set(id, { child, pid });
    say({ say: "spawned", id, pid });
    if (stopping) signalGroup(pid, "SIGKILL");
  });
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (text: string) => say({ say: "output", id, stream, text }));
  }
  child.once("exit", (code, signal) => {
    const ended = children.get(id);
    if (!ended) return;
    // Whatever it started and left behind goes with it.
    signalGroup(ended.pid, "SIGKILL");
    children.delete(id);
    say({ say: "exited", id, code, signal });
    if (stopping && children.size === 0) process.exit(0);
  });
}

function stop(graceMs: number): void {
  stopping = true;
  if (children.size === 0) process.exit(0);
  for (const { pid } of children.values()) {
    signalGroup(pid, "SIGTERM");
    signalGroup(pid, "SIGCONT");
  }
  setTimeout(killAllAndEnd, graceMs);
}

function obey(message: ToSupervisor): void {
  switch (message.do) {
    case "spawn":
      start(message);
      break;
    case "kill": {
      const one = children.get(message.id);
      if (one) signalGroup(one.pid, message.signal);
      break;
    }
    case "stop":
      stop(message.graceMs);
      break;
  }
}

process.stdin.setEncoding("utf8").on("data", createDecoder<ToSupervisor>(obey));
process.stdin.on("end", killAllAndEnd).on("close", killAllAndEnd).on("error", killAllAndEnd);
process.stdout.on("error", killAllAndEnd);
process.on("SIGTERM", killAllAndEnd);
process.on("uncaughtException", killAllAndEnd);
// A terminal's Ctrl-C and its closing are the console's to act on.
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});
