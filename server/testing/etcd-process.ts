/** One real etcd for a test: started on free ports with a data directory of its own, broken and mended on demand. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createWriteStream, existsSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { KeyPair } from "./certificates";
import { type EtcdAuth, enableAuth, tokenFlags } from "./etcd-auth";
import { chooseEtcd, type EtcdBinaries } from "./etcd-binaries";
import { forgetProcess, guardProcess, temporaryFolder } from "./leftovers";
import { freePort } from "./ports";

export { availableEtcdVersions } from "./etcd-binaries";

export interface EtcdTls {
  /** What etcd shows to its clients. */
  certificate: KeyPair;
  /** The authority that etcd checks client certificates against, and etcdctl the server's. PEM. */
  ca: string;
  /** etcd asks for a client certificate that `ca` signed (mTLS), and etcdctl shows this one. */
  client?: KeyPair;
}

export interface EtcdOptions {
  /** "3.5" or "3.5.16"; the newest that is there where it is left out. */
  version?: string;
  tls?: EtcdTls;
  auth?: EtcdAuth;
  /** An existing folder is started on as it is and is not deleted at the end. */
  dataDir?: string;
  extraArgs?: string[];
}

export interface EtcdMemberOptions extends EtcdOptions {
  name: string;
  clientPort: number;
  peerPort: number;
  /** As etcd takes it: `name=peerUrl,…`. */
  initialCluster: string;
  /** Set for a member that joins a running cluster, or comes back to one. */
  existingCluster?: boolean;
}

export interface TestEtcd {
  /** With their scheme: `http://127.0.0.1:12345`. */
  readonly endpoints: string[];
  readonly clientPort: number;
  readonly version: string;
  readonly dataDir: string;
  readonly name: string;
  /** Throws where it does not run. */
  readonly pid: number;
  readonly running: boolean;
  /** SIGKILL: nothing is written, nothing is said. */
  kill9(): Promise<void>;
  /** SIGTERM; SIGKILL after 5 s. The data stay until `cleanup`. */
  stop(): Promise<void>;
  /** Starts it again (stops it first where it runs) on the same ports and data; resolves when it is healthy. */
  restart(): Promise<void>;
  /** SIGSTOP: the sockets stay open, nothing answers. */
  pause(): void;
  resume(): void;
  /** Killed, data deleted, started with the same flags: an empty store with the same cluster id. */
  wipe(): Promise<void>;
  /** Runs etcdctl against this etcd, as root where there is a password; resolves to what it printed. */
  etcdctl(args: string[], options?: { user?: string; input?: string }): Promise<string>;
  /** The last lines that etcd logged. */
  logTail(): string;
  /** Killed and deleted. Safe to call twice. */
  cleanup(): Promise<void>;
}

/** Starts a single etcd and resolves when it answers (and its users exist, where asked). */
export async function startEtcd(options: EtcdOptions = {}): Promise<TestEtcd> {
  const peerPort = await freePort();
  const etcd = await createMember({
    ...options,
    name: "one",
    clientPort: await freePort(),
    peerPort,
    initialCluster: `one=http://127.0.0.1:${peerPort}`,
  });
  try {
    await etcd.restart();
    if (options.auth) await enableAuth(etcd, options.auth);
  } catch (error) {
    await etcd.cleanup();
    throw error;
  }
  return etcd;
}

/** A member that is not started yet: `restart()` starts it. */
export async function createMember(options: EtcdMemberOptions): Promise<TestEtcd> {
  const binaries = chooseEtcd(options.version);
  const folder = await temporaryFolder("etcd");
  const dataDir = options.dataDir ?? join(folder, "data");
  const logFile = join(folder, "etcd.log");
  const healthPort = await freePort();
  const scheme = options.tls ? "https" : "http";
  const endpoint = `${scheme}://127.0.0.1:${options.clientPort}`;
  const files = options.tls ? await writeTlsFiles(folder, options.tls) : null;
  const args = [
    ...["--name", options.name, "--data-dir", dataDir],
    ...["--listen-client-urls", endpoint, "--advertise-client-urls", endpoint],
    ...["--listen-peer-urls", `http://127.0.0.1:${options.peerPort}`],
    ...["--initial-advertise-peer-urls", `http://127.0.0.1:${options.peerPort}`],
    ...["--initial-cluster", options.initialCluster, "--initial-cluster-token", "rollcall-test"],
    ...["--initial-cluster-state", options.existingCluster ? "existing" : "new"],
    ...["--listen-metrics-urls", `http://127.0.0.1:${healthPort}`],
    ...["--logger", "zap", "--log-outputs", "stderr"],
    ...(files ? ["--cert-file", files.cert, "--key-file", files.key] : []),
    ...(files && options.tls?.client ? ["--client-cert-auth", "--trusted-ca-file", files.ca] : []),
    ...(options.auth ? await tokenFlags(folder, options.auth) : []),
    ...(options.extraArgs ?? []),
  ];
  let child: ChildProcess | null = null;
  let authOn = false;

  async function start(): Promise<void> {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const started = spawn(...withParentDeath(binaries.server, args), {
      stdio: ["ignore", "ignore", "pipe"],
      env: plainEnvironment(),
    });
    child = started;
    guardProcess(started);
    started.stderr?.pipe(createWriteStream(logFile, { flags: "a" }));
    started.once("exit", () => {
      forgetProcess(started);
      if (child === started) child = null;
    });
    await new Promise<void>((resolve, reject) => started.once("spawn", resolve).once("error", reject));
  }

  async function healthy(withinMs: number): Promise<void> {
    const giveUpAt = performance.now() + withinMs;
    while (performance.now() < giveUpAt) {
      if (!child) throw new Error(`etcd ${options.name} ended while it started:\n${logTail()}`);
      if (await saysHealthy(healthPort)) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`etcd ${options.name} was not healthy within ${withinMs} ms:\n${logTail()}`);
  }

  async function end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const old = child;
    if (!old) return;
    const gone = new Promise<void>((resolve) => old.once("exit", () => resolve()));
    old.kill(signal);
    const force = setTimeout(() => old.kill("SIGKILL"), 5_000);
    await gone;
    clearTimeout(force);
  }

  function logTail(): string {
    return existsSync(logFile) ? readFileSync(logFile, "utf8").split("\n").slice(-12).join("\n") : "(no log)";
  }

  const etcd: TestEtcd = {
    endpoints: [endpoint],
    clientPort: options.clientPort,
    version: binaries.version,
    dataDir,
    name: options.name,
    get pid() {
      if (!child?.pid) throw new Error(`etcd ${options.name} does not run`);
      return child.pid;
    },
    get running() {
      return child !== null;
    },
    kill9: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    async restart() {
      await end("SIGTERM");
      await start();
      await healthy(30_000);
    },
    pause: () => void process.kill(etcd.pid, "SIGSTOP"),
    resume: () => void process.kill(etcd.pid, "SIGCONT"),
    async wipe() {
      await end("SIGKILL");
      await rm(dataDir, { recursive: true, force: true });
      authOn = false;
      await etcd.restart();
    },
    async etcdctl(commandArgs, { user, input } = {}) {
      const rootUser = options.auth && authOn ? `root:${options.auth.rootPassword}` : undefined;
      const as = user ?? rootUser;
      const flags = [
        "--endpoints",
        endpoint,
        ...(files ? ["--cacert", files.ca] : []),
        ...(files?.clientCert ? ["--cert", files.clientCert, "--key", files.clientKey] : []),
        ...(as ? ["--user", as] : []),
      ];
      const printed = await runControl(binaries, [...flags, ...commandArgs], input);
      if (commandArgs[0] === "auth") authOn = commandArgs[1] === "enable";
      return printed;
    },
    logTail,
    async cleanup() {
      await end("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
  return etcd;
}

/** etcd reads ETCD_* as flags, etcdctl ETCDCTL_*: whatever the developer has set must not reach them. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("ETCD")),
  ) as NodeJS.ProcessEnv;
}

const setpriv = "/usr/bin/setpriv";

/** On Linux the kernel kills etcd with the test's process, however that ends; elsewhere `guardProcess` does what it can. */
function withParentDeath(command: string, args: string[]): [string, string[]] {
  if (!existsSync(setpriv)) return [command, args];
  return [setpriv, ["--pdeathsig", "KILL", command, ...args]];
}

async function saysHealthy(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(2_000) });
    return answer.ok && String(((await answer.json()) as { health: unknown }).health) === "true";
  } catch {
    return false;
  }
}

async function writeTlsFiles(folder: string, tls: EtcdTls) {
  const file = async (name: string, text: string) => {
    const path = join(folder, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  };
  return {
    ca: await file("ca.pem", tls.ca),
    cert: await file("server.pem", tls.certificate.certificate),
    key: await file("server-key.pem", tls.certificate.privateKey),
    clientCert: tls.client ? await file("client.pem", tls.client.certificate) : "",
    clientKey: tls.client ? await file("client-key.pem", tls.client.privateKey) : "",
  };
}

async function runControl(binaries: EtcdBinaries, args: string[], input?: string): Promise<string> {
  if (!binaries.control) throw new Error(`There is no etcdctl beside ${binaries.server} or on PATH`);
  const running = promisify(execFile)(binaries.control, args, {
    env: { ...plainEnvironment(), ETCDCTL_API: "3" },
    maxBuffer: 256 * 1024 * 1024,
    timeout: 60_000,
  });
  if (input !== undefined) running.child.stdin?.end(input);
  return (await running).stdout;
}
