import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface EtcdBinary {
  /** Path of the server's executable. */
  server: string;
  /** Like "3.5.16". */
  version: string;
}

/** The etcd that set-up chose (scripts/etcd.mjs leaves a note under the checkout), or null where it left none. */
export function chosenEtcd(checkout: string = process.cwd()): EtcdBinary | null {
  const folder = process.env.ROLLCALL_BIN_DIR || join(checkout, ".rollcall", "bin");
  const note = join(folder, "etcd.json");
  if (!existsSync(note)) return null;
  const { server, version } = JSON.parse(readFileSync(note, "utf8")) as EtcdBinary;
  return existsSync(server) ? { server, version } : null;
}
