import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { bareEnvironment } from "../supervisor/bare-environment";

export interface EtcdBinary {
  /** Path of the server's executable. */
  server: string;
  /** Like "3.5.16". */
  version: string;
}

/**
 * The etcd that ROLLCALL_ETCD_BIN names, else the one that set-up chose (scripts/etcd.mjs leaves a note under the
 * checkout); null where there is neither.
 */
export function chosenEtcd(checkout: string = process.cwd()): EtcdBinary | null {
  const named = process.env.ROLLCALL_ETCD_BIN;
  if (named) return asBinary(resolve(named));
  const folder = process.env.ROLLCALL_BIN_DIR || join(checkout, ".rollcall", "bin");
  const note = join(folder, "etcd.json");
  if (!existsSync(note)) return null;
  const { server, version } = JSON.parse(readFileSync(note, "utf8")) as EtcdBinary;
  return existsSync(server) ? { server, version } : null;
}

function asBinary(server: string): EtcdBinary {
  try {
    const said = execFileSync(server, ["--version"], {
      encoding: "utf8",
      timeout: 10_000,
      env: bareEnvironment(),
    });
    const version = /etcd Version: (\d+\.\d+\.\d+)/.exec(said)?.[1];
    if (version) return { server, version };
  } catch {
    // The sentence below says it all.
  }
  throw new Error(`ROLLCALL_ETCD_BIN=${server} is no etcd that runs here. Name the server's executable, or unset it.`);
}
