/** The official release of etcd for this platform, checked against what is pinned here. */
import { createHash } from "node:crypto";
import { filesOf } from "./archive.mjs";
import { download } from "./download.mjs";
import { SetupError } from "./step.mjs";
import { installFiles } from "./unpacked.mjs";

export const releaseVersion = "3.7.1";

/** SHA-256 of each archive, from the release's own SHA256SUMS. No windows-arm64 archive is published. */
export const releaseSums = {
  "linux-amd64.tar.gz": "e8cd3fa8064c98137c5dbd78b76f969417ace84efb83c481041d7a52ffdd8fb9",
  "linux-arm64.tar.gz": "d7e25e08f694b6ed7792fc7b7a891fe2c3f3d3dccfe2f3bfdb1547b0eb75b6da",
  "darwin-amd64.zip": "9746d8b4fa484073d0f0be66d23815c56ad296177602b87cc9b111251916185e",
  "darwin-arm64.zip": "a3e839d9128e170c299b1592bed92d8327f258eb94923aea24a0ccf923cf27e9",
  "windows-amd64.zip": "228d600d103e0f48715687c768de8dcaeacb19eef2006261160a9a677e36cc59",
};

const systems = { linux: "linux", darwin: "darwin", win32: "windows" };
const machines = { x64: "amd64", arm64: "arm64" };

/**
 * Downloads, checks and unpacks the release into `folder`. Nothing is written unless the sum is the pinned one.
 * @param {string} folder
 * @param {{ baseUrl?: string, sums?: Record<string, string>, platform?: string, arch?: string,
 *   limits?: { connectMs?: number, idleMs?: number } }} [options]
 */
export async function fetchRelease(folder, options = {}) {
  const { sums = releaseSums, platform = process.platform, arch = process.arch, limits } = options;
  const baseUrl =
    options.baseUrl ??
    (process.env.ROLLCALL_ETCD_RELEASE_URL || `https://github.com/etcd-io/etcd/releases/download/v${releaseVersion}`);
  const wanted = `${systems[platform]}-${machines[arch]}.`;
  const suffix = Object.keys(sums).find((name) => name.startsWith(wanted));
  if (!suffix) throw new SetupError(`etcd ${releaseVersion} is not released for ${platform} on ${arch}`);
  const archive = await download(`${baseUrl}/etcd-v${releaseVersion}-${suffix}`, limits);
  const sum = createHash("sha256").update(archive).digest("hex");
  if (sum !== sums[suffix]) {
    throw new SetupError(
      `the downloaded etcd ${releaseVersion} is not the released one (SHA-256 ${sum}, expected ${sums[suffix]}); it was deleted`,
    );
  }
  const exe = platform === "win32" ? ".exe" : "";
  const files = filesOf(archive, [`etcd${exe}`, `etcdctl${exe}`]);
  if (!files.has(`etcd${exe}`)) throw new SetupError(`the archive of etcd ${releaseVersion} holds no etcd`);
  await installFiles(folder, files);
}
