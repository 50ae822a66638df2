import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Clock } from "@/lib/clock";
import { Problem } from "@/lib/errors";
import type { LiveStatus } from "@/lib/live/protocol";
import type { Position, View } from "@/lib/registry/view";
import type { Turns } from "@/server/http/turns";
import type { Registry } from "@/server/registry/registry";
import { encodeSnapshot } from "./encode-snapshot";

export type SnapshotEncoding = "br" | "gzip" | "identity";

export interface SnapshotBody {
  body: Buffer;
  encoding: SnapshotEncoding;
  /** Of this position: weak, because the time in the body differs. */
  etag: string;
}

export interface SnapshotCache {
  /** Rejects with a Problem `not-ready` while there is no view. */
  snapshotBody(encoding: SnapshotEncoding): Promise<SnapshotBody>;
  /** Of what is there now, without encoding anything; null while there is no view. */
  etag(encoding: SnapshotEncoding): string | null;
  /** Of the bodies that are kept. */
  bytes(): number;
}

export interface SnapshotCacheOptions {
  registry: Registry;
  /** The hub's: a snapshot is only given away while the stream continues from it. */
  continuesFrom: (position: Position) => boolean;
  clock: Clock;
  /** In which snapshots are encoded. */
  turns: Turns;
  /** For so long a snapshot is given away again although the view has moved on. */
  maxAgeMs?: number;
}

/** Where nothing changes the entries stay right, but the status beside them grows old. */
const UNCHANGED_MS = 5_000;

interface Entry {
  position: Position;
  state: string;
  /** Null while it is being encoded. */
  madeAt: number | null;
  bodies: Map<SnapshotEncoding, Promise<Buffer>>;
}

/** Encodes the snapshot once per position and encoding, however many ask for it at once. */
export function createSnapshotCache({
  registry,
  continuesFrom,
  clock,
  turns,
  maxAgeMs = 1_000,
}: SnapshotCacheOptions): SnapshotCache {
  let entry: Entry | null = null;
  /** Of the entry's bodies, as far as they are made. */
  let sizes = new Map<SnapshotEncoding, number>();

  function current(): Entry {
    const view = registry.view();
    if (!view) throw new Problem("not-ready", "etcd was not listed yet: ask again in a moment.");
    const status = registry.status();
    if (entry && isGood(entry, view, status)) return entry;
    const plain = encodeSnapshot(view, status, turns);
    const bodies = new Map([["identity" as SnapshotEncoding, plain]]);
    const made: Entry = { position: { epoch: view.epoch, seq: view.seq }, state: status.state, madeAt: null, bodies };
    plain.then(
      () => {
        made.madeAt = clock.now();
      },
      () => {
        // Whoever asked hears of it.
      },
    );
    entry = made;
    sizes = new Map();
    return made;
  }

  function isGood({ position, state, madeAt }: Entry, view: View, status: LiveStatus): boolean {
    if (state !== status.state || position.epoch !== view.epoch) return false;
    // However long that takes, nobody begins another one beside it.
    if (madeAt === null) return continuesFrom(position);
    const ageMs = clock.now() - madeAt;
    if (position.seq === view.seq) return ageMs <= UNCHANGED_MS;
    return ageMs <= maxAgeMs && continuesFrom(position);
  }

  async function bodyOf({ bodies }: Entry, encoding: SnapshotEncoding): Promise<Buffer> {
    const known = bodies.get(encoding);
    if (known) return known;
    const plain = bodies.get("identity");
    if (!plain) throw new Error("Every entry begins with its plain body");
    const body = plain.then(encoding === "br" ? brotli : gzipped);
    bodies.set(encoding, body);
    return body;
  }

  return {
    etag(encoding) {
      const view = registry.view();
      return view && etagOf(view, registry.status().state, encoding);
    },
    async snapshotBody(encoding) {
      const used = current();
      try {
        const body = await bodyOf(used, encoding);
        if (entry === used)
          sizes.set("identity", (await used.bodies.get("identity"))?.length ?? 0).set(encoding, body.length);
        return { body, encoding, etag: etagOf(used.position, used.state, encoding) };
      } catch (error) {
        if (entry === used) entry = null;
        throw error;
      }
    },
    bytes: () => [...sizes.values()].reduce((sum, size) => sum + size, 0),
  };
}

function etagOf({ epoch, seq }: Position, state: string, encoding: SnapshotEncoding): string {
  return `W/"${encodeURIComponent(epoch)}.${seq}.${state}.${encoding}"`;
}

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

// Quality 4 is the knee: 11 takes a hundred times as long for a fifth less.
const brotli = (plain: Buffer): Promise<Buffer> =>
  compressBrotli(plain, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
  });
const gzipped = (plain: Buffer): Promise<Buffer> => compressGzip(plain, { level: 5 });
