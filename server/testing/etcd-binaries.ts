import { type EtcdBinaries, installedEtcds } from "../../scripts/etcd.mjs";

export type { EtcdBinaries };

let found: EtcdBinaries[] | null = null;

function all(): EtcdBinaries[] {
  found ??= installedEtcds();
  return found;
}

/** Versions of etcd that can be started here, newest first, like `["3.5.16", "3.4.23"]`. */
export function availableEtcdVersions(): string[] {
  return all()
    .map((one) => one.version)
    .sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
}

/** The etcd of this version ("3.5" or "3.5.16"), or the newest. */
export function chooseEtcd(version?: string): EtcdBinaries {
  const wanted = availableEtcdVersions().find((one) => !version || one === version || one.startsWith(`${version}.`));
  const binaries = all().find((one) => one.version === wanted);
  if (binaries) return binaries;
  const there = availableEtcdVersions().join(", ") || "none";
  throw new Error(
    `etcd ${version ?? ""} is not here (found: ${there}). \`node scripts/etcd.mjs --for-tests\` fetches what the tests want.`,
  );
}
