import { readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";
import { z } from "zod";
import type { Clock } from "@/lib/clock";
import type { ListWatchMessage } from "@/lib/etcd/list-watch.types";
import type { LastSeen } from "@/lib/registry/types";
import type { View } from "@/lib/registry/view";
import type { Config } from "@/server/config/config";

/** What the console keeps of etcd's store, so that its next run notices a store that was emptied or replaced meanwhile. */
export interface LastSeenFile {
  /** What the run before kept of this very etcd; null where it kept nothing, or read something else. */
  readonly before: LastSeen | null;
  /** What the list-watch says, and the view that came of it. */
  accept(message: ListWatchMessage, view: View | null): void;
  /** Keeps what was seen last. */
  stop(): Promise<void>;
}

const FILE = "last-seen.json";
const WRITE_EVERY_MS = 5_000;

const wholeNumber = z.int().min(0);
const decimal = z.string().regex(/^\d{1,20}$/);
const fileSchema = z.object({
  /** Where etcd was, and what was read of it: what another configuration saw says nothing about this one. */
  of: z.string(),
  clusterId: decimal,
  revision: decimal,
  at: wholeNumber,
  registrations: wholeNumber,
  services: wholeNumber,
});

/** Null where the store is meant to begin anew at each start: that of three embedded members. */
export function openLastSeen(
  config: Pick<Config, "dataDir" | "etcd" | "members" | "prefixes">,
  { clock, log }: { clock: Clock; log: Logger },
): LastSeenFile | null {
  const { dataDir, etcd, members, prefixes } = config;
  if (!etcd && members > 1) return null;
  const file = join(dataDir, FILE);
  const of = JSON.stringify([etcd ? [...etcd.endpoints].sort() : "embedded", prefixes.map(({ prefix }) => prefix)]);

  let clusterId: string | null = null;
  let newest: { revision: string; view: View; at: number } | null = null;
  let written: string | null = null;
  let cancel: (() => void) | null = null;
  let writing: Promise<void> = Promise.resolve();
  let failed = false;

  /** Where nothing changed the file says so already; at the end it also says until when that was so. */
  function keep(atTheEnd: boolean): void {
    cancel?.();
    cancel = null;
    if (clusterId === null || newest === null || (newest.revision === written && !atTheEnd)) return;
    const { revision, view, at } = newest;
    written = revision;
    const services = new Set<string>();
    for (const { service } of view.instances.values()) services.add(service);
    const seen: LastSeen = {
      clusterId,
      revision,
      at,
      registrations: view.instances.size,
      services: services.size,
    };
    writing = writing.then(() => write(JSON.stringify({ of, ...seen })));
  }

  /** Whole or not at all: a process that is killed while it writes leaves the file of before. */
  async function write(text: string): Promise<void> {
    try {
      await mkdir(dataDir, { recursive: true, mode: 0o700 });
      await writeFile(`${file}.new`, `${text}\n`, { mode: 0o600 });
      await rename(`${file}.new`, file);
    } catch (err) {
      if (failed) return;
      failed = true;
      log.warn(
        { err },
        "What was seen of etcd cannot be kept in the data directory: a store that is emptied or replaced while this console does not run will not be noticed.",
      );
    }
  }

  return {
    before: read(file, of, log),
    accept(message, view) {
      if (message.kind === "status" || view === null) return;
      if (message.kind === "snapshot") clusterId = message.clusterId ?? null;
      newest = { revision: message.revision, view, at: clock.now() };
      cancel ??= clock.setTimeout(() => keep(false), WRITE_EVERY_MS);
    },
    async stop() {
      keep(true);
      await writing;
    },
  };
}

function read(file: string, of: string, log: Logger): LastSeen | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return null;
  }
  try {
    const { of: seenOf, ...seen } = fileSchema.parse(JSON.parse(text));
    return seenOf === of ? seen : null;
  } catch (err) {
    log.warn({ err }, `${file} does not hold what a console keeps there; it is written anew`);
    return null;
  }
}
