import { readFile, writeFile } from "node:fs/promises";

/** etcd refuses data of a newer minor version with a stack trace; this finds it out before. */
export async function refuseNewerData(noteFile: string, version: string, dataDir: string): Promise<void> {
  const last = await readFile(noteFile, "utf8").catch(() => "");
  if (last.trim() !== "" && minorOf(last.trim()) > minorOf(version)) throw newerData(dataDir, version, last.trim());
}

export async function noteVersion(noteFile: string, version: string): Promise<void> {
  await writeFile(noteFile, `${version}\n`, { mode: 0o600 });
}

export class EtcdDataNewer extends Error {
  override readonly name = "EtcdDataNewer";
}

/** `by`: the version that wrote it, where it is known. */
export function newerData(dataDir: string, version: string, by?: string): EtcdDataNewer {
  return new EtcdDataNewer(
    `The registry in ${dataDir} was written by ${by ? `etcd ${by}` : "a newer etcd"}, and this etcd is ${version}. ` +
      `Name a newer one with ROLLCALL_ETCD_BIN, or start afresh by moving ${dataDir} away.`,
  );
}

/** What etcd says on its way out in that case: 3.4 to 3.5 in the first words, later ones in the others. */
export function saysDataIsNewer(log: string): boolean {
  return /cluster cannot be downgraded|is lower than determined cluster version|invalid downgrade|storage version .*(newer|higher|unknown)/i.test(
    log,
  );
}

function minorOf(version: string): number {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major * 1_000 + minor;
}
