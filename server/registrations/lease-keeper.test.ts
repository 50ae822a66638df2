import { expect, test } from "vitest";
import { EtcdError } from "@/lib/etcd/port";
import { createManualClock } from "@/lib/manual-clock";
import { createLeaseKeeper, type Renewal } from "./lease-keeper";

/** What was asked has its answer by then. */
async function answered(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

function start() {
  const clock = createManualClock();
  const asked: string[] = [];
  const timeouts: (number | undefined)[] = [];
  let answer: () => number | EtcdError = () => 9;
  const keeper = createLeaseKeeper({
    clock,
    etcd: () => ({
      async keepAliveOnce(leaseId, options) {
        asked.push(leaseId);
        timeouts.push(options?.timeoutMs);
        const said = answer();
        if (said instanceof EtcdError) throw said;
        const header = { clusterId: "1", memberId: "1", revision: "1", raftTerm: "1" };
        return { header, remainingSeconds: said };
      },
    }),
  });
  const renewals: Renewal[] = [];
  keeper.onRenewal((renewal) => renewals.push(renewal));
  return {
    clock,
    keeper,
    asked,
    timeouts,
    renewals,
    answers(next: typeof answer) {
      answer = next;
    },
    async pass(ms: number) {
      clock.advance(ms);
      await answered();
    },
  };
}

test("a lease is kept alive at once and then each third of its time, until it rests", async () => {
  const { keeper, asked, timeouts, renewals, pass, clock } = start();
  keeper.keep("7", 9);
  await pass(0);
  expect(asked).toHaveLength(1);
  await pass(2_999);
  expect(asked).toHaveLength(1);
  renewals.length = 0;
  await pass(1);
  // An answer that never comes leaves time for two others.
  expect(timeouts).toEqual([3_000, 3_000]);
  expect(renewals).toEqual([{ leaseId: "7", sentAt: clock.now(), nextAt: clock.now() + 3_000, remainingSeconds: 9 }]);
  await pass(3_000);
  expect(asked).toHaveLength(3);
  keeper.rest("7");
  await pass(30_000);
  expect(asked).toHaveLength(3);
  expect(clock.pending()).toBe(0);
});

test("after a failure the next one follows sooner, and a lease that is gone is not asked for again", async () => {
  const { keeper, asked, renewals, pass, answers, clock } = start();
  answers(() => new EtcdError("unavailable", "etcd does not answer."));
  keeper.keep("7", 30);
  await pass(0);
  expect(renewals.at(-1)).toMatchObject({
    remainingSeconds: null,
    error: "etcd does not answer.",
    nextAt: clock.now() + 1_000,
  });
  answers(() => 0);
  await pass(1_000);
  expect(renewals.at(-1)).toMatchObject({ remainingSeconds: 0, nextAt: null });
  await pass(60_000);
  expect(asked).toHaveLength(2);
});

test("what rests or begins anew while etcd is asked is not told of the old answer, and has one timer", async () => {
  const { keeper, renewals, clock, pass } = start();
  keeper.keep("7", 9);
  clock.advance(3_000);
  keeper.rest("7");
  await pass(0);
  expect(renewals).toEqual([]);
  keeper.keep("8", 9);
  clock.advance(3_000);
  keeper.keep("8", 30);
  await answered();
  expect(renewals).toEqual([]);
  expect(clock.pending()).toBe(1);
  keeper.stop();
  expect(clock.pending()).toBe(0);
});
