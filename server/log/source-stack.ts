import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";

const PLACE = /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/g;
const maps = new Map<string, SourceMap | null>();

/**
 * A stack in the lines of the sources. Maps are read when something failed: Node's own way reads those of every module
 * while they load, which takes a second of the start and 50 MB.
 */
export function sourceStack(stack: string): string {
  return stack.replace(PLACE, (place, url: string, line: string, column: string) => {
    const entry = mapOf(url)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !("originalSource" in entry)) return place;
    const source = fileURLToPath(new URL(entry.originalSource, url));
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

/** Of a bundle of ours; packages stay as they were published. */
function mapOf(url: string): SourceMap | null {
  const known = maps.get(url);
  if (known !== undefined) return known;
  const path = `${fileURLToPath(url)}.map`;
  const readable = !url.includes("/node_modules/") && existsSync(path);
  const map = readable ? new SourceMap(JSON.parse(readFileSync(path, "utf8"))) : null;
  maps.set(url, map);
  return map;
}
