/** For tests: the whole console but its pages, over a real etcd, and a client that reads and writes. */
import { TEST_SECRET } from "@/lib/records/testing";
import { type App, createApp } from "@/server/app";
import { readConfig } from "@/server/config/config";
import { createLog } from "@/server/log/log";

export interface Answer<T> {
  status: number;
  body: T;
}

export interface TestConsole {
  readonly app: App;
  readonly base: string;
  /** With an Origin that is allowed, as a page would. */
  send<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  stop(): Promise<void>;
}

/** Resolves when the view is live. */
export async function startConsole(
  endpoints: readonly string[],
  settings: Record<string, string> = {},
): Promise<TestConsole> {
  const config = readConfig({
    ETCD_ENDPOINTS: endpoints.join(","),
    PORT: "0",
    ROLLCALL_WRITES: "1",
    ROLLCALL_SECRET: TEST_SECRET,
    ...settings,
  });
  const app = createApp({
    config,
    version: "0.0.0",
    log: createLog("silent"),
    pages: async (_request, response) => void response.end(),
    hotReload: null,
  });
  const base = `http://127.0.0.1:${await app.listen()}`;
  if (!config.etcd) throw new Error("A test's console has somebody's own etcd");
  app.follow(config.etcd);
  await new Promise<void>((resolve) => {
    const off = app.registry.onStatus(({ state }) => {
      if (state !== "live") return;
      off();
      resolve();
    });
  });
  return {
    app,
    base,
    async send<T>(method: string, path: string, body?: unknown) {
      const response = await fetch(`${base}/api/v1${path}`, {
        method,
        headers: { Origin: base, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as T };
    },
    stop: () => app.stop(),
  };
}

/** Waits for what a test expects to come about, and says what was there instead. */
export async function eventually<T>(read: () => T | Promise<T>, fits: (value: T) => boolean): Promise<T> {
  const giveUpAt = performance.now() + 60_000;
  for (;;) {
    const value = await read();
    if (fits(value)) return value;
    if (performance.now() > giveUpAt) throw new Error(`It did not come about within 60 s: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
