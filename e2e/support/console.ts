/** A test's own console: the built product on a free port, before an etcd of its own behind a fault proxy. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import { type EtcdOptions, startEtcd, type TestEtcd } from "@/server/testing/etcd-process";
import { createFaultProxy, type FaultProxy } from "@/server/testing/fault-proxy";
import { forgetProcess, guardProcess, temporaryFolder } from "@/server/testing/leftovers";
import { freePort } from "@/server/testing/ports";

export interface TestConsole {
  /** `http://127.0.0.1:12345`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** What it wrote so far, both streams. */
  output(): string;
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** Ends it (SIGKILL) and starts it again on the same port and data directory. */
  restart(): Promise<void>;
}

export interface ConsoleOptions {
  /** Added to the console's environment; an empty text unsets. */
  env?: Record<string, string>;
  /** Where it finds etcd; unset: an embedded etcd of its own. */
  etcdEndpoints?: string;
}

/** Starts `dist/server.js` and resolves when it answers. The caller stops it. */
export async function startConsole(options: ConsoleOptions = {}): Promise<TestConsole> {
  const port = await freePort();
  const dataDir = await temporaryFolder("console");
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  let said = "";

  async function start(): Promise<void> {
    const started: ChildProcess = spawn(process.execPath, [join(process.cwd(), "scripts", "start.mjs")], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...withoutOwnVariables(process.env),
        PORT: String(port),
        ROLLCALL_DATA_DIR: dataDir,
        ...(options.etcdEndpoints ? { ETCD_ENDPOINTS: options.etcdEndpoints } : {}),
        ...options.env,
      },
    });
    child = started;
    guardProcess(started);
    for (const stream of [started.stdout, started.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
    }
    started.once("exit", () => forgetProcess(started));
    await answers(`${url}/healthz`, () => started.exitCode === null && started.signalCode === null);
  }

  async function answers(address: string, runs: () => boolean): Promise<void> {
    const giveUpAt = performance.now() + 60_000;
    while (performance.now() < giveUpAt) {
      if (!runs()) throw new Error(`The console ended while it started:\n${said}`);
      const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The console did not answer within 60 s:\n${said}`);
  }

  async function end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
    const old = child;
    child = null;
    if (!old) return null;
    if (old.exitCode !== null || old.signalCode !== null) return old.exitCode;
    const gone = new Promise<number | null>((resolve) => old.once("exit", resolve));
    old.kill(signal);
    const force = setTimeout(() => old.kill("SIGKILL"), 15_000);
    const code = await gone;
    clearTimeout(force);
    return code;
  }

  await start().catch(async (error: unknown) => {
    await end("SIGKILL");
    throw error;
  });
  return {
    url,
    port,
    get pid() {
      return child?.pid ?? 0;
    },
    output: () => said,
    stop: () => end("SIGTERM"),
    async restart() {
      await end("SIGKILL");
      await start();
    },
  };
}

/** Whatever the developer has set for a console of his own must not reach a test's. */
function withoutOwnVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = new Set(["ROLLCALL_ETCD_BIN", "ROLLCALL_BIN_DIR"]);
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => kept.has(name) || !/^(ETCD|ROLLCALL_|PORT$|HOST$)/.test(name)),
  ) as NodeJS.ProcessEnv;
}

interface Fixtures {
  /** How the test's etcd is started: `test.use({ etcdOptions: { version: "3.4" } })`. */
  etcdOptions: EtcdOptions;
  /** Added to the console's environment: `test.use({ consoleEnv: { ROLLCALL_ENVIRONMENT: "production:red" } })`. */
  consoleEnv: Record<string, string>;
  etcd: TestEtcd;
  /** Stands between the console and `etcd`; etcdctl does not go through it. (`proxy` is a word of Playwright's own.) */
  faultProxy: FaultProxy;
  /** `put("/services/a", "1")`, `del("/services/", "--prefix")`: etcdctl against the test's etcd. */
  put: (key: string, value: string, ...flags: string[]) => Promise<void>;
  del: (key: string, ...flags: string[]) => Promise<void>;
  /** Started before the page: `page.goto("/services")` opens it. */
  console: TestConsole;
}

export const test = base.extend<Fixtures>({
  etcdOptions: [{}, { option: true }],
  consoleEnv: [{}, { option: true }],
  etcd: async ({ etcdOptions }, use) => {
    const etcd = await startEtcd(etcdOptions);
    await use(etcd);
    await etcd.cleanup();
  },
  faultProxy: async ({ etcd }, use) => {
    const proxy = await createFaultProxy({ targetPort: etcd.clientPort });
    await use(proxy);
    await proxy.stop();
  },
  put: async ({ etcd }, use) => {
    // Through stdin: a value may begin with a dash, or be larger than a command line.
    await use(
      async (key, value, ...flags) => void (await etcd.etcdctl(["put", ...flags, "--", key], { input: value })),
    );
  },
  del: async ({ etcd }, use) => {
    await use(async (key, ...flags) => void (await etcd.etcdctl(["del", ...flags, "--", key])));
  },
  console: async ({ faultProxy, etcdOptions, consoleEnv }, use, testInfo) => {
    const scheme = etcdOptions.tls ? "https" : "http";
    const started = await startConsole({ etcdEndpoints: `${scheme}://127.0.0.1:${faultProxy.port}`, env: consoleEnv });
    await use(started);
    await started.stop();
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach("console output", { body: started.output(), contentType: "text/plain" });
    }
  },
  baseURL: async ({ console: own }, use) => use(own.url),
});

export { expect } from "@playwright/test";
