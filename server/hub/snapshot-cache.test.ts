import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { PROTOCOL_VERSION, type Snapshot } from "@/lib/live/protocol";
import { createManualClock } from "@/lib/manual-clock";
import { contentsOf, createTestStore, testLayouts } from "@/lib/registry/testing";
import { createTurns } from "@/server/http/turns";
import { createRegistry } from "@/server/registry/registry";
import { createSnapshotCache, type SnapshotBody } from "./snapshot-cache";
import { viewOfSnapshot } from "./testing";

function start(instances = 3, turns = createTurns()) {
  const clock = createManualClock();
  const store = createTestStore();
  const registry = createRegistry({ layouts: testLayouts, clock, tombstoneMs: 60_000 });
  let oldest = 0;
  const cache = createSnapshotCache({
    registry,
    clock,
    turns,
    continuesFrom: ({ seq }) => seq >= oldest,
  });
  for (let i = 0; i < instances; i++) store.write({ key: `/s/api/${i}`, value: `"é\u2028${i}` });
  store.write({ key: "/s/api/bad", value: "!" });
  registry.accept(store.list("e/1"));
  const write = (key: string, value: string | null): void => registry.accept(store.write({ key, value }));
  return {
    clock,
    registry,
    cache,
    write,
    forget: (): void => {
      oldest = Number.MAX_SAFE_INTEGER;
    },
  };
}

const parse = ({ body }: SnapshotBody): Snapshot => JSON.parse(body.toString());

describe("the snapshot cache", () => {
  it("encodes the view whole, in every encoding, also where it takes several turns", async () => {
    const { cache, registry, write } = start(1_700);
    write("/s/api/0", null);
    const plain = await cache.snapshotBody("identity");
    const view = registry.view();
    expect(contentsOf(viewOfSnapshot(parse(plain)))).toEqual(view && contentsOf(view));
    expect(parse(plain)).toMatchObject({
      protocol: PROTOCOL_VERSION,
      epoch: "e/1",
      seq: view?.seq,
      status: { state: "live" },
    });
    const br = await cache.snapshotBody("br");
    const gzip = await cache.snapshotBody("gzip");
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    expect(new Set([plain.etag, br.etag, gzip.etag]).size).toBe(3);
    expect(br.body.length).toBeLessThan(plain.body.length / 5);
  });

  it("encodes once for all who ask at the same time", async () => {
    const { cache } = start();
    const bodies = await Promise.all(Array.from({ length: 20 }, () => cache.snapshotBody("br")));
    expect(new Set(bodies.map(({ body }) => body)).size).toBe(1);
  });

  // Each encoding that was begun beside another one made all of them take longer, until none was ever done.
  it("encodes one at a time, however long that takes and however often it is asked for meanwhile", async () => {
    const wanted: (() => void)[] = [];
    const turns = createTurns((run) => wanted.push(run));
    const { cache, clock, write, forget } = start(1_700, turns);
    const first = cache.snapshotBody("identity");
    const meanwhile: Promise<SnapshotBody>[] = [];
    for (let second = 0; second < 5; second++) {
      clock.advance(2_000);
      write("/s/api/new", String(second));
      meanwhile.push(cache.snapshotBody("identity"));
    }
    // Whoever cannot continue from it does not wait for it.
    forget();
    const other = cache.snapshotBody("identity");
    for (let run = wanted.shift(); run; run = wanted.shift()) {
      run();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { body } = await first;
    for (const one of meanwhile) expect((await one).body).toBe(body);
    expect((await other).body).not.toBe(body);
  });

  it("gives a recent one away again only while the stream continues from it", async () => {
    const { cache, clock, write, forget } = start();
    const first = await cache.snapshotBody("identity");
    write("/s/api/new", "1");
    expect((await cache.snapshotBody("identity")).body).toBe(first.body);
    clock.advance(1_001);
    const second = await cache.snapshotBody("identity");
    expect(parse(second).seq).toBe(parse(first).seq + 1);
    write("/s/api/newer", "1");
    forget();
    expect(parse(await cache.snapshotBody("identity")).seq).toBe(parse(first).seq + 2);
  });

  it("tells the validator of what is there now without encoding it, however old what was encoded is", async () => {
    const { cache, clock, registry, write } = start();
    const first = await cache.snapshotBody("br");
    expect(cache.etag("br")).toBe(first.etag);
    expect(cache.etag("gzip")).not.toBe(first.etag);
    clock.advance(3_600_000);
    expect(cache.etag("br")).toBe(first.etag);
    write("/s/api/new", "1");
    const changed = cache.etag("br");
    expect(changed).not.toBe(first.etag);
    registry.accept({
      kind: "status",
      status: { state: "backing-off", code: "timeout", message: "", detail: "", attempt: 1, retryAt: 0 },
    });
    expect(cache.etag("br")).not.toBe(changed);
  });

  it("does not say that the view is live when it is not", async () => {
    const { cache, registry } = start();
    expect(parse(await cache.snapshotBody("identity")).status.state).toBe("live");
    registry.accept({
      kind: "status",
      status: { state: "backing-off", code: "timeout", message: "", detail: "", attempt: 1, retryAt: 0 },
    });
    expect(parse(await cache.snapshotBody("identity")).status.state).toBe("stale");
  });
});
