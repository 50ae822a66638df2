import type { Page } from "@playwright/test";
import { REMOVAL_MS } from "@/lib/stage/ending";
import type { TestConsole } from "./support/console";
import { inProcessTable } from "./support/processes";
import { createStageScreen, createWitness, type StageScreen, type Witness } from "./support/talk";
import { test as base, expect } from "./support/test";

/** A console with three members of etcd and the fleet of its own. */
const test = base.extend<{ own: TestConsole }>({
  own: async ({ startOwnConsole }, use) => use(await startOwnConsole({ env: { ROLLCALL_ETCD_MEMBERS: "3" } })),
  baseURL: async ({ own }, use) => use(own.url),
});

/** Between what two watches heard of one event, on a busy machine. */
const WATCH_SLACK_MS = 2_500;

interface Talk {
  page: Page;
  screen: StageScreen;
  witness: Witness;
}

// Some two minutes of a talk on a quiet machine; a busy one takes its time over every process that is started. For the same
// reason leases are of five seconds: one of three may well run out while its owner waits for the processor.
test.setTimeout(600_000);

test("the whole talk, twice in a row, and every claim on the screen is so", async ({ page, own }) => {
  const screen = await createStageScreen(page);
  await page.goto("/stage");
  await screen.ready("register");
  const witness = await createWitness(own.url);
  const talk = { page, screen, witness };
  for (const round of [1, 2]) {
    await test.step(`round ${round}`, () => giveTalk(talk, own.url));
    await page.keyboard.press("1");
  }
  // What is on the stage now was brought about by a reset alone.
  await screen.ready("register");
  expect(await witness.key()).toBeNull();
  witness.stop();
});

async function giveTalk(talk: Talk, url: string): Promise<void> {
  const { page, screen, witness } = talk;
  const next = () => page.keyboard.press("PageDown");

  await screen.ready("register");
  expect(await witness.key()).toBeNull();
  await next();
  await screen.phase("registered");
  const registered = await witness.key();
  expect(await screen.fact("value")).toBe(new TextDecoder().decode(registered?.value));
  expect(await screen.fact("revision")).toBe(registered?.createRevision);

  await next();
  await screen.ready("heartbeats");
  await expect.poll(async () => Number(await screen.fact("seen")), { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
  expect(await screen.fact("announced")).toBe("0");
  expect(await screen.fact("revision")).toBe((await witness.key())?.modRevision);

  await next();
  await screen.ready("kill");
  await runsOut(talk, next, async (pid) => {
    expect([await screen.fact("process"), inProcessTable(pid)]).toEqual(["gone", "gone"]);
    await expect(screen.says("process")).toContainText(`Process ${pid}`);
    expect(await screen.fact("listed")).toBe("2");
  });

  await next();
  await screen.ready("hung");
  await runsOut(talk, next, async (pid) => {
    expect(inProcessTable(pid)).toBe("stopped");
    expect([await screen.fact("port"), await screen.fact("answer")]).toEqual(["accepts", "none"]);
    const { port } = (await witness.member()) ?? { port: 0 };
    const silent = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1_000) }).catch(() => null);
    expect(silent).toBeNull();
  });

  await next();
  // A busy machine lets a process wait before it says goodbye: with more on its lease that is still no waiting for its end.
  await chooseTtl(page, 10, { presses: 1 });
  await screen.ready("goodbye");
  const leaving = await standing(witness);
  await next();
  await screen.phase("gone");
  expect(await witness.leaseLives(leaving.leaseId)).toBe(false);
  expect(Number(await screen.fact("waited"))).toBeGreaterThan(0);
  // Long before it would have run out.
  expect(Number(await screen.fact("left"))).toBeGreaterThan(0);
  await expect(screen.says("cause")).toContainText(/revoked|unknown/);
  await expect.poll(() => inProcessTable(leaving.pid)).toBe("gone");

  await next();
  await chooseTtl(page, 5, { presses: 2 });
  await screen.ready("cut");
  await runsOut(talk, next, async (pid) => {
    expect(inProcessTable(pid)).toBe("running");
    expect(await screen.fact("answer")).toBe("200");
    const { port } = (await witness.member()) ?? { port: 0 };
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  await next();
  await screen.ready("evict");
  const evicted = await standing(witness);
  await next();
  await screen.phase("back");
  const back = await witness.key();
  expect(await screen.fact("revision")).toBe(back?.modRevision);
  expect(back?.modRevision).not.toBe(evicted.modRevision);
  // The same process under the same lease: it was its key that went, not its life.
  expect([back?.leaseId, inProcessTable(evicted.pid)]).toEqual([evicted.leaseId, "running"]);
  expect(await screen.fact("cause")).toBe("evicted");

  await next();
  await screen.ready("balancer");
  const dying = await standing(witness);
  await next();
  await screen.phase("sending");
  await expect.poll(async () => Number(await screen.fact("answered")), { timeout: 20_000 }).toBeGreaterThan(6);
  await next();
  await screen.phase("gone");
  expect(inProcessTable(dying.pid)).toBe("gone");
  const lane = page.locator(`[data-lane$="ratings-3"]`);
  const settled = await lane.getAttribute("data-failed");
  const before = Number(await screen.fact("answered"));
  await expect.poll(async () => Number(await screen.fact("answered")), { timeout: 20_000 }).toBeGreaterThan(before + 6);
  expect(await lane.getAttribute("data-failed")).toBe(settled);

  await next();
  await screen.ready("election");
  await election(talk, next, url);
}

/** A lease that nobody renews any more: predicted, gone, and what was measured agrees with itself and with etcd. */
async function runsOut(talk: Talk, next: () => Promise<void>, atTheEnd: (pid: number) => Promise<void>): Promise<void> {
  const { screen, witness } = talk;
  const { pid, leaseId } = await standing(witness);
  const act = await screen.stage.getAttribute("data-act");
  const already = witness.heard.length;
  await next();
  await screen.phase("gone");
  expect((await screen.shown()).slice(-3)).toEqual(expect.arrayContaining([`${act} running-out`, `${act} gone`]));
  // One event since the cue, and it is the end: whatever happened to the process, its key stayed until then.
  expect(witness.heard.slice(already).map(({ type }) => type)).toEqual(["delete"]);
  expect([await witness.key(), await witness.leaseLives(leaseId)]).toEqual([null, false]);
  await ended(talk);
  await atTheEnd(pid);
}

/** Predicted, actual, and etcd's own share: three numbers that have to fit each other, and the watch beside them. */
async function ended({ screen, witness }: Talk): Promise<void> {
  const actual = Number(await screen.fact("actual"));
  const last = witness.heard.at(-1);
  expect(last?.type).toBe("delete");
  expect(Math.abs(actual - (last?.at ?? 0))).toBeLessThan(WATCH_SLACK_MS);
  const [from, to] = (await screen.fact("predicted")).split(" ").map(Number);
  if (from === undefined || to === undefined || Number.isNaN(from)) {
    // On a machine that is too busy nobody looked in time: then no number may be shown.
    await expect(screen.says("predicted")).toContainText("was not known in time");
    return;
  }
  await expect(screen.says("predicted")).toContainText("stands");
  expect(to - from).toBe(REMOVAL_MS);
  expect(Number(await screen.fact("lag"))).toBe(Math.round(actual - from));
}

async function election({ page, screen, witness }: Talk, next: () => Promise<void>, url: string): Promise<void> {
  await screen.ready("election");
  const before = await leaderOf(url);
  expect(await screen.fact("leader")).toBe(before?.name);
  const { pid, leaseId } = await standing(witness);
  const already = witness.heard.length;
  await next();
  await screen.phase("running-out");
  const struckAt = Date.now();
  await next();
  await screen.phase("gone");
  expect((await screen.shown()).slice(-5)).toEqual(expect.arrayContaining(["election running-out", "election reset"]));
  const after = await leaderOf(url);
  expect(after?.name).not.toBe(before?.name);
  expect(BigInt(after?.raftTerm ?? "0")).toBeGreaterThan(BigInt(before?.raftTerm ?? "0"));
  expect(await screen.fact("leader")).toBe(after?.name);
  expect([inProcessTable(pid), inProcessTable(before?.pid ?? 0)]).toEqual(["gone", "gone"]);
  expect(await witness.leaseLives(leaseId)).toBe(false);
  // A whole lease after the old leader died, though its owner had died before that.
  expect(witness.heard.slice(already).map(({ type }) => type)).toEqual(["delete"]);
  expect((witness.heard.at(-1)?.at ?? 0) - struckAt).toBeGreaterThan(5_000);
  expect(Number(await screen.fact("moved"))).toBeGreaterThan(0);
  await expect(page.locator('[data-member][data-role="away"]')).toHaveCount(0, { timeout: 30_000 });
}

/** 3, 5, 10 and again 3: each press begins the act anew with the next. */
async function chooseTtl(page: Page, seconds: number, { presses }: { presses: number }): Promise<void> {
  for (let press = 0; press < presses; press++) await page.keyboard.press("t");
  await expect(page.getByText(`TTL ${seconds} s`)).toBeVisible();
}

async function standing(witness: Witness) {
  const [key, member] = [await witness.key(), await witness.member()];
  if (!key?.leaseId || !member?.pid) throw new Error("Nobody stands on the stage");
  return { pid: member.pid, leaseId: key.leaseId, modRevision: key.modRevision };
}

async function leaderOf(url: string) {
  const answer = await fetch(`${url}/api/v1/members`);
  const { members } = (await answer.json()) as {
    members: { name: string; leads: boolean; raftTerm: string | null; pid: number | null }[];
  };
  return members.find(({ leads }) => leads);
}
