/**
 * A persistent string-keyed map in shards: copying one entry's shard instead of the whole map keeps a change at
 * 100,000 entries as cheap as at 1,000, and two versions are compared by their shards' identity first.
 */
const SHARDS = 1024;
const EMPTY: ReadonlyMap<string, never> = new Map<string, never>();

function shardOf(key: string): number {
  // FNV-1a over UTF-16 units; only spread matters.
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) {
    hash ^= key.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash ^ (hash >>> 16)) & (SHARDS - 1);
}

export interface Difference<T> {
  put: T[];
  /** Keys. */
  remove: string[];
}

export class ShardMap<T> {
  private constructor(
    private readonly shards: readonly ReadonlyMap<string, T>[],
    readonly size: number,
  ) {}

  static empty<T>(): ShardMap<T> {
    return new ShardMap<T>(new Array<ReadonlyMap<string, T>>(SHARDS).fill(EMPTY), 0);
  }

  static from<T>(entries: Iterable<readonly [string, T]>): ShardMap<T> {
    const shards = Array.from({ length: SHARDS }, () => new Map<string, T>());
    for (const [key, value] of entries) shards[shardOf(key)]?.set(key, value);
    return new ShardMap<T>(
      shards,
      shards.reduce((size, shard) => size + shard.size, 0),
    );
  }

  get(key: string): T | undefined {
    return this.size === 0 ? undefined : this.shards[shardOf(key)]?.get(key);
  }

  has(key: string): boolean {
    return this.size !== 0 && (this.shards[shardOf(key)]?.has(key) ?? false);
  }

  /** The map with `put` set, then `remove` taken out. Returns `this` when nothing changed identity. */
  with(put: Iterable<readonly [string, T]>, remove: Iterable<string>): ShardMap<T> {
    const copies = new Map<number, Map<string, T>>();
    let size = this.size;
    const writable = (index: number): Map<string, T> => {
      let copy = copies.get(index);
      if (!copy) {
        copy = new Map(this.shards[index]);
        copies.set(index, copy);
      }
      return copy;
    };
    const current = (index: number): ReadonlyMap<string, T> => copies.get(index) ?? this.shards[index] ?? EMPTY;
    for (const [key, value] of put) {
      const index = shardOf(key);
      const shard = current(index);
      const before = shard.get(key);
      const present = before !== undefined || shard.has(key);
      if (present && before === value) continue;
      if (!present) size++;
      writable(index).set(key, value);
    }
    for (const key of remove) {
      const index = shardOf(key);
      if (!current(index).has(key)) continue;
      writable(index).delete(key);
      size--;
    }
    if (copies.size === 0) return this;
    const shards = this.shards.slice();
    for (const [index, copy] of copies) shards[index] = copy;
    return new ShardMap(shards, size);
  }

  *keys(): Generator<string> {
    for (const shard of this.shards) yield* shard.keys();
  }

  *values(): Generator<T> {
    for (const shard of this.shards) yield* shard.values();
  }

  *entries(): Generator<[string, T]> {
    for (const shard of this.shards) yield* shard.entries();
  }

  /** What turns `previous` into this map; looks only into shards that differ. */
  since(previous: ShardMap<T>): Difference<T> {
    const put: T[] = [];
    const remove: string[] = [];
    if (previous === this) return { put, remove };
    for (let index = 0; index < SHARDS; index++) {
      const before = previous.shards[index] ?? EMPTY;
      const after = this.shards[index] ?? EMPTY;
      if (before === after) continue;
      for (const [key, value] of after) if (before.get(key) !== value) put.push(value);
      for (const key of before.keys()) if (!after.has(key)) remove.push(key);
    }
    return { put, remove };
  }
}
