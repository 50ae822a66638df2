/** What etcd holds beside what the console says of it. */
import { expect } from "@playwright/test";
import { bytesToKeyText } from "@/lib/etcd/key-text";
import type { RegistryEvent } from "@/lib/registry/types";
import type { TestEtcd } from "@/server/testing/etcd-process";

/** Of every key under these prefixes its mod revision, as `etcdctl get --prefix` tells it. */
export async function keysInEtcd(etcd: TestEtcd, prefixes: readonly string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const prefix of prefixes) {
    const said = await etcd.etcdctl(["get", "--prefix", "-w", "json", prefix]);
    const { kvs = [] } = JSON.parse(said) as { kvs?: { key: string; mod_revision: number }[] };
    for (const { key, mod_revision } of kvs) found[bytesToKeyText(Buffer.from(key, "base64"))] = String(mod_revision);
  }
  return found;
}

/** The same as the console tells it: instances, and what no layout reads. */
export async function keysInConsole(url: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { id, modRevision } of pagesOf<{ id: string; modRevision: string }>(url, "instances"))
    found[id] = modRevision;
  for await (const { key, modRevision } of pagesOf<{ key: string; modRevision: string }>(url, "unrecognized", "keys"))
    found[key] = modRevision;
  return found;
}

export async function expectInStep(etcd: TestEtcd, url: string, prefixes: readonly string[]): Promise<void> {
  await expect(async () => {
    expect(await keysInConsole(url)).toEqual(await keysInEtcd(etcd, prefixes));
  }, "the console holds what etcdctl lists").toPass({ timeout: 30_000 });
}

/** The whole history that is kept, newest first. */
export async function historyOf(url: string): Promise<RegistryEvent[]> {
  const events: RegistryEvent[] = [];
  for await (const event of pagesOf<RegistryEvent>(url, "events")) events.push(event);
  return events;
}

/** Revisions that neither an event tells nor a gap owns up to. */
export function untold(revisions: readonly string[], history: readonly RegistryEvent[]): string[] {
  const told = new Set(history.map(({ revision }) => revision));
  const gaps = history.flatMap(({ gap }) => (gap ? [gap] : []));
  return revisions.filter(
    (revision) =>
      !told.has(revision) &&
      !gaps.some(({ from, to }) => BigInt(from ?? "0") <= BigInt(revision) && BigInt(revision) <= BigInt(to)),
  );
}

async function* pagesOf<Row>(url: string, route: string, field = route): AsyncGenerator<Row> {
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await fetch(`${url}/api/v1/${route}?limit=1000${query}`);
    if (!answer.ok) throw new Error(`${route} answered ${answer.status}: ${await answer.text()}`);
    const body = (await answer.json()) as Record<string, Row[]> & { nextCursor: string | null };
    yield* body[field] ?? [];
    cursor = body.nextCursor;
  } while (cursor !== null);
}
