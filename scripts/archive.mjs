/** Reads single files out of the two kinds of archive that etcd is released in, with nothing but Node. */
import { gunzipSync, inflateRawSync } from "node:zlib";
import { SetupError } from "./step.mjs";

/**
 * The regular files of an archive whose last path component is wanted.
 * @param {Buffer} archive bytes of a .tar.gz or a .zip
 * @param {readonly string[]} names like `["etcd", "etcdctl"]`
 * @returns {Map<string, Buffer>} name → content; a name that is not there is left out
 */
export function filesOf(archive, names) {
  const entries = archive.readUInt16BE(0) === 0x1f8b ? tarEntries(gunzipSync(archive)) : zipEntries(archive);
  const found = new Map();
  for (const { path, content } of entries) {
    const name = path.split("/").pop() ?? "";
    if (names.includes(name) && !found.has(name)) found.set(name, content());
  }
  return found;
}

/** ustar: blocks of 512 bytes, a header before each file. Longer names (pax, GNU) do not occur in etcd's archives. */
function* tarEntries(tar) {
  for (let at = 0; at + 512 <= tar.length; ) {
    const header = tar.subarray(at, at + 512);
    if (header.every((byte) => byte === 0)) return;
    const text = (from, length) => header.toString("utf8", from, from + length).replace(/\0.*$/s, "");
    const size = Number.parseInt(text(124, 12).trim() || "0", 8);
    const prefix = text(257, 5) === "ustar" ? text(345, 155) : "";
    const path = prefix ? `${prefix}/${text(0, 100)}` : text(0, 100);
    const from = at + 512;
    const type = text(156, 1);
    if (type === "" || type === "0") yield { path, content: () => tar.subarray(from, from + size) };
    at = from + Math.ceil(size / 512) * 512;
  }
}

/** The central directory names every entry; each points at its local header. */
function* zipEntries(zip) {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) throw new SetupError("The archive is neither .tar.gz nor .zip");
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const method = zip.readUInt16LE(at + 10);
    const size = zip.readUInt32LE(at + 20);
    const nameLength = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    const path = zip.toString("utf8", at + 46, at + 46 + nameLength);
    const content = () => {
      const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const bytes = zip.subarray(from, from + size);
      return method === 0 ? bytes : inflateRawSync(bytes);
    };
    if (!path.endsWith("/")) yield { path, content };
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}
