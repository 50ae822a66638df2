import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prefixRange } from "@/lib/etcd/key-range";
import {
  type Compare,
  EtcdError,
  type EtcdPort,
  type Operation,
  type Transaction,
  type WatchEvent,
  type WatchMessage,
} from "@/lib/etcd/port";
import { compareRevisions, nextRevision } from "@/lib/registry/revision";
import { describeLeaseContract } from "./etcd-contract-leases";

/** One etcd under test: a connection maker, a way to let time pass for its leases, and its end. */
export interface EtcdUnderTest {
  connect(): EtcdPort;
  passTime(ms: number): Promise<void>;
  stop(): Promise<void> | void;
}

/** What a test of the contract works with: a connection, and a prefix that nobody else uses. */
export interface Bench {
  etcd(): EtcdPort;
  passTime(ms: number): Promise<void>;
  prefix(): string;
}

let prefixes = 0;

/** Everything that Rollcall takes for granted about etcd. Whoever implements the port is held to it. */
export function describeEtcdContract(name: string, makeEtcd: () => Promise<EtcdUnderTest> | EtcdUnderTest): void {
  describe(`${name} keeps etcd's contract`, () => {
    let made: EtcdUnderTest | undefined;
    let connection: EtcdPort | undefined;
    beforeAll(async () => {
      made = await makeEtcd();
      connection = made.connect();
    });
    afterAll(async () => {
      connection?.close();
      await made?.stop();
    });
    const bench: Bench = {
      etcd: () => connection ?? fail("not connected"),
      passTime: (ms) => made?.passTime(ms) ?? fail("not connected"),
      prefix: () => `/contract/${++prefixes}/`,
    };
    describeReads(bench);
    describeTransactions(bench);
    describeWatches(bench);
    describeLeaseContract(bench);

    it("refuses calls that were cancelled, and calls on a closed connection", async () => {
      const other = made?.connect() ?? fail("not connected");
      const range = prefixRange(bench.prefix());
      await rejects(other.range({ range }, { signal: AbortSignal.abort() }), "cancelled");
      other.close();
      await rejects(other.range({ range }), "cancelled");
      await using watch = collect(other, bench.prefix(), "1");
      await watch.untilMessage(({ kind }) => kind === "ended");
    });

    it("tells about itself", async () => {
      const status = await bench.etcd().status();
      expect(status.version).toMatch(/^\d+\.\d+\.\d+/);
      expect(status.leader).toMatch(/^[1-9]\d*$/);
      expect(BigInt(status.header.clusterId)).toBeGreaterThan(0n);
      expect((await bench.etcd().members()).map(({ id }) => id)).toContain(status.header.memberId);
    });
  });
}

function describeReads({ etcd, prefix }: Bench): void {
  it("lists page by page as of one revision, whatever is written meanwhile", async () => {
    const at = prefix();
    for (const name of ["a", "b", "c", "d", "e"]) await etcd().put(at + name, text(name));
    const first = await etcd().range({ range: prefixRange(at), limit: 2 });
    await etcd().delete({ key: `${at}d` });
    await etcd().put(`${at}c2`, text("new"));
    const { revision } = first.header;
    const rest = await etcd().range({ range: { ...prefixRange(at), start: `${at}b\0` }, limit: 10, revision });
    expect([...first.keyValues, ...rest.keyValues].map(({ value }) => words(value))).toEqual(["a", "b", "c", "d", "e"]);
    expect([first.more, first.count, rest.more, rest.count]).toEqual([true, 5, false, 3]);
  });

  it("answers keys without values, counts without keys, and only what changed since", async () => {
    const at = prefix();
    await etcd().put(`${at}old`, text("value"));
    const { revision } = await etcd().put(`${at}new`, text("value"));
    const range = prefixRange(at);
    const keys = await etcd().range({ range, keysOnly: true });
    expect(keys.keyValues.map(({ key, value }) => [key, value.length])).toEqual([
      [`${at}new`, 0],
      [`${at}old`, 0],
    ]);
    const counted = await etcd().range({ range, countOnly: true });
    expect([counted.count, counted.keyValues]).toEqual([2, []]);
    const changed = await etcd().range({ range, minModRevision: revision, limit: 1, keysOnly: true });
    expect([changed.keyValues.map(({ key }) => key), changed.count]).toEqual([[`${at}new`], 2]);
  });

  it("keeps keys and values that are not text", async () => {
    const at = prefix();
    const key = `${at}\\xff\\x00-C:\\x5cx41-é🚀`.replace("\\x00", "\0");
    await etcd().put(key, Uint8Array.of(0, 255, 128));
    const { keyValues } = await etcd().range({ range: prefixRange(at) });
    expect(keyValues.map((found) => [found.key, [...found.value]])).toEqual([[key, [0, 255, 128]]]);
  });

  it("counts revisions and versions", async () => {
    const key = `${prefix()}key`;
    const created = await etcd().put(key, text("1"));
    const changed = await etcd().put(key, text("2"));
    expect(changed.revision).toBe(nextRevision(created.revision));
    const [found] = (await etcd().range({ range: { key } })).keyValues;
    expect(found).toMatchObject({
      createRevision: created.revision,
      modRevision: changed.revision,
      version: "2",
      leaseId: null,
    });
    const gone = await etcd().delete({ key: `${key}-not-there` });
    expect([gone.deleted, gone.header.revision]).toEqual([0, changed.revision]);
  });

  it("tells a compacted revision from one that is still to come", async () => {
    const key = `${prefix()}key`;
    const { revision } = await etcd().put(key, text("1"));
    const { revision: later } = await etcd().put(key, text("2"));
    await etcd().compact(later);
    await rejects(etcd().range({ range: { key }, revision }), "compacted");
    expect((await etcd().range({ range: { key }, revision: later })).count).toBe(1);
    await rejects(etcd().range({ range: { key }, revision: nextRevision(nextRevision(later)) }), "future-revision");
  });
}

function describeTransactions({ etcd, prefix }: Bench): void {
  it("does a guarded write only where nothing changed, and else shows what is there", async () => {
    const key = `${prefix()}key`;
    const { revision } = await etcd().put(key, text("seen"));
    const guarded = (value: string) =>
      etcd().transact(
        transaction(
          [
            { key, target: "mod", operator: "=", value: revision },
            { key, target: "lease", operator: "=", value: "0" },
          ],
          [{ kind: "put", key, value: text(value) }],
          [{ kind: "get", range: { key } }],
        ),
      );
    const done = await guarded("mine");
    expect(done).toMatchObject({ succeeded: true, answers: [{ kind: "put", previous: { modRevision: revision } }] });
    const refused = await guarded("again");
    expect(refused.succeeded).toBe(false);
    expect(refused.header.revision).toBe(done.header.revision);
    const [answer] = refused.answers;
    expect(answer?.kind === "get" && answer.keyValues.map(({ value }) => words(value))).toEqual(["mine"]);
  });

  it("compares absence, creation, version and order", async () => {
    const key = `${prefix()}key`;
    const holds = async (target: "create" | "version" | "mod", operator: "=" | "!=" | "<" | ">", value: string) =>
      (await etcd().transact(transaction([{ key, target, operator, value }], []))).succeeded;
    expect(await holds("create", "=", "0")).toBe(true);
    const { revision } = await etcd().put(key, text("1"));
    expect(await holds("create", "=", revision)).toBe(true);
    expect(await holds("create", "!=", revision)).toBe(false);
    expect(await holds("version", ">", "0")).toBe(true);
    expect(await holds("mod", "<", revision)).toBe(false);
  });

  it("refuses a transaction as a whole", async () => {
    const at = prefix();
    const put = (name: string, more: object = {}) => ({
      kind: "put" as const,
      key: at + name,
      value: text(""),
      ...more,
    });
    const run = (puts: ReturnType<typeof put>[]) => etcd().transact(transaction([], puts));
    await rejects(run([put("a"), put("b", { lease: "1234567890123456789" })]), "lease-not-found");
    await rejects(run([put("a"), put("b", { ignoreLease: true })]), "key-not-found");
    await rejects(run([put("a"), put("a")]), "invalid");
    await rejects(run(Array.from({ length: 129 }, (_, i) => put(String(i)))), "too-large");
    expect((await etcd().range({ range: prefixRange(at) })).count).toBe(0);
  });
}

function describeWatches({ etcd, prefix }: Bench): void {
  it("replays what happened since a revision, then goes on, with the values before", async () => {
    const at = prefix();
    const { revision } = await etcd().put(`${at}a`, text("1"));
    await etcd().put(`${at}a`, text("2"));
    await etcd().put(`${at.slice(0, -1)}2/outside`, text("x"));
    await using watch = collect(etcd(), at, revision);
    await watch.until((events) => events.length === 2);
    await etcd().delete({ key: `${at}a` });
    const [created, changed, deleted] = await watch.until((events) => events.length === 3);
    expect(watch.messages[0]?.kind).toBe("created");
    expect(created).toMatchObject({ type: "put", keyValue: { modRevision: revision, version: "1" }, previous: null });
    expect(changed).toMatchObject({ type: "put", previous: { modRevision: revision } });
    expect(deleted).toMatchObject({ type: "delete", key: `${at}a`, previous: { version: "2" } });
  });

  it("tells a transaction in one message under one revision", async () => {
    const at = prefix();
    const { revision } = await etcd().put(`${at}gone`, text(""));
    await using watch = collect(etcd(), at, nextRevision(revision));
    const { header } = await etcd().transact(
      transaction(
        [],
        [
          { kind: "put", key: `${at}b`, value: text("") },
          { kind: "delete", range: { key: `${at}gone` } },
          { kind: "put", key: `${at}a`, value: text("") },
        ],
      ),
    );
    await watch.until((events) => events.length > 0);
    const [message] = watch.messages.filter(({ kind }) => kind === "events");
    const events = message?.kind === "events" ? message.events : [];
    expect(events.map((event) => (event.type === "put" ? event.keyValue : event).modRevision)).toEqual(
      Array(3).fill(header.revision),
    );
  });

  it("says that a revision is compacted, and nothing after", async () => {
    const at = prefix();
    const { revision } = await etcd().put(`${at}a`, text("1"));
    await etcd().put(`${at}a`, text("2"));
    const { revision: last } = await etcd().put(`${at}a`, text("3"));
    await etcd().compact(last);
    await using watch = collect(etcd(), at, revision);
    await watch.untilMessage(({ kind }) => kind === "compacted");
    expect(watch.messages.at(-1)).toEqual({ kind: "compacted", compactRevision: last });
  });

  it("says nothing once it is stopped", async () => {
    const at = prefix();
    const { revision } = await etcd().put(`${at}a`, text("1"));
    const stopped = collect(etcd(), at, nextRevision(revision));
    await using going = collect(etcd(), at, nextRevision(revision));
    await stopped.untilMessage(({ kind }) => kind === "created");
    await stopped[Symbol.asyncDispose]();
    await etcd().put(`${at}a`, text("2"));
    await going.until((events) => events.length === 1);
    expect(stopped.messages.map(({ kind }) => kind)).toEqual(["created"]);
  });

  it("waits for a revision that is still to come", async () => {
    const at = prefix();
    const { revision } = await etcd().put(`${at}a`, text("1"));
    await using watch = collect(etcd(), at, nextRevision(nextRevision(revision)));
    await watch.untilMessage(({ kind }) => kind === "created");
    await etcd().put(`${at}a`, text("passed over"));
    await etcd().put(`${at}a`, text("delivered"));
    const [event] = await watch.until((events) => events.length > 0);
    expect(event?.type === "put" && words(event.keyValue.value)).toBe("delivered");
    expect(compareRevisions(event?.type === "put" ? event.keyValue.modRevision : "0", revision)).toBeGreaterThan(0);
  });
}

/** By position, because an object with a `then` of its own looks like a promise to the linter. */
function transaction(when: Compare[], then: Operation[], otherwise: Operation[] = []): Transaction {
  return { when, then, otherwise };
}

/** A watch that keeps what it hears. */
export function collect(etcd: EtcdPort, prefix: string, startRevision: string) {
  const messages: WatchMessage[] = [];
  const waiting = new Set<() => void>();
  const stop = etcd.watch({ range: prefixRange(prefix), startRevision }, (message) => {
    messages.push(message);
    for (const check of [...waiting]) check();
  });
  const events = () => messages.flatMap((message): WatchEvent[] => (message.kind === "events" ? message.events : []));
  function until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!done()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  }
  return {
    messages,
    async until(done: (events: WatchEvent[]) => boolean): Promise<WatchEvent[]> {
      await until(() => done(events()));
      return events();
    },
    untilMessage: (done: (message: WatchMessage) => boolean) => until(() => messages.some(done)),
    [Symbol.asyncDispose]: async () => stop(),
  };
}

export async function rejects(call: Promise<unknown>, code: string): Promise<EtcdError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(EtcdError);
  if (!(error instanceof EtcdError)) throw new Error("unreachable");
  expect(error.code).toBe(code);
  return error;
}

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

export function words(value: Uint8Array): string {
  return new TextDecoder().decode(value);
}

function fail(reason: string): never {
  throw new Error(reason);
}
