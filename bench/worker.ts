import { type ChildProcess, fork } from "node:child_process";
import type { Life } from "./life";

/** A part of the bench in a process of its own: the load must not share an event loop with what measures it. */
export type Calls = Record<string, (input: never) => unknown>;

interface Request {
  id: number;
  call: string;
  input: unknown;
}
type Answer = { id: number; output: unknown } | { id: number; error: string };

export interface Worker<C extends Calls> {
  readonly pid: number;
  call<N extends keyof C & string>(name: N, input: Parameters<C[N]>[0]): Promise<Awaited<ReturnType<C[N]>>>;
  stop(): Promise<void>;
}

/** In the worker: answers calls until the parent is gone. */
export function serve(calls: Calls): void {
  process.on("disconnect", () => process.exit(0));
  process.on("SIGINT", () => {
    // The bench itself ends us, in its order.
  });
  process.on("message", async ({ id, call, input }: Request) => {
    let answer: Answer;
    try {
      const handler = calls[call] as ((input: unknown) => unknown) | undefined;
      if (!handler) throw new Error(`no call ${call}`);
      answer = { id, output: await handler(input) };
    } catch (error) {
      answer = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    process.send?.(answer);
  });
}

export function startWorker<C extends Calls>(script: string, life: Life): Worker<C> {
  const child: ChildProcess = fork(script, [], {
    // Not our own loader: workers are plain JavaScript.
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const waiting = new Map<number, { resolve(output: unknown): void; reject(error: Error): void }>();
  let ids = 0;
  child.on("message", (answer: Answer) => {
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ("error" in answer) one?.reject(new Error(`${script}: ${answer.error}`));
    else one?.resolve(answer.output);
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  void gone.then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`${script} ended before it answered`));
    waiting.clear();
  });
  const stop = life.onEnd(async () => {
    child.kill("SIGKILL");
    await gone;
  });
  return {
    pid: child.pid ?? -1,
    call: (name, input) =>
      new Promise((resolve, reject) => {
        const id = ids++;
        waiting.set(id, { resolve: resolve as (output: unknown) => void, reject });
        child.send({ id, call: name, input } satisfies Request);
      }),
    stop,
  };
}
