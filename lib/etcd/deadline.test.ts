import { expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { withDeadline } from "./deadline";
import { patience } from "./patience";
import { EtcdError } from "./port";

it("gives up on a call in time, cancels it, and leaves no timer", async () => {
  const clock = createManualClock();
  const life = new AbortController();
  let cancelled = false;
  const endless = ({ signal }: { signal: AbortSignal }) => {
    signal.addEventListener("abort", () => {
      cancelled = true;
    });
    return new Promise<never>(() => {});
  };
  const late = withDeadline(clock, 1_000, life.signal, endless);
  clock.advance(1_000);
  await expect(late).rejects.toMatchObject({ code: "timeout" });
  expect(cancelled).toBe(true);
  const stopped = withDeadline(clock, 1_000, life.signal, endless);
  life.abort();
  await expect(stopped).rejects.toMatchObject({ code: "cancelled" });
  await expect(withDeadline(clock, 1_000, life.signal, endless)).rejects.toMatchObject({ code: "cancelled" });
  expect(await withDeadline(clock, 1_000, new AbortController().signal, async () => "in time")).toBe("in time");
  expect(clock.pending()).toBe(0);
});

/** A process that stands still for any time notices one timer when it goes on, and then reads what has arrived. */
const STOOD_STILL = 100;
const timedOut = () => new EtcdError("timeout", "etcd did not answer in time.");

/** Reads that fail or answer when they are told. */
function reads() {
  const asked: { timeoutMs: number; answer(value: string): void; fail(error: Error): void }[] = [];
  const read = ({ timeoutMs }: { timeoutMs: number }) =>
    new Promise<string>((answer, fail) => asked.push({ timeoutMs, answer, fail }));
  return { asked, read };
}

it("asks again for the time that is left where the time ran out because this process stood still", async () => {
  const clock = createManualClock();
  const { asked, read } = reads();
  const answer = withDeadline(clock, 1_000, new AbortController().signal, read);
  clock.advance(STOOD_STILL);
  asked[0]?.fail(timedOut());
  await expect.poll(() => asked.length).toBe(2);
  expect(asked.map(({ timeoutMs }) => timeoutMs)).toEqual([900, 810]);
  asked[1]?.answer("there all the time");
  expect(await answer).toBe("there all the time");
  expect(clock.pending()).toBe(0);
});

it("believes the connection where it stood still for no time, or gave up at once", async () => {
  const clock = createManualClock();
  for (const passedMs of [900, 0]) {
    const { asked, read } = reads();
    const late = withDeadline(clock, 1_000, new AbortController().signal, read);
    clock.advance(passedMs);
    asked[0]?.fail(timedOut());
    await expect(late).rejects.toMatchObject({ code: "timeout" });
    expect(asked).toHaveLength(1);
  }
});

it("ends however often this process stands still", async () => {
  const clock = createManualClock();
  const { asked, read } = reads();
  const late = withDeadline(clock, 1_000, new AbortController().signal, read);
  late.catch(() => {});
  for (let times = 1; times < 8; times++) {
    clock.advance(STOOD_STILL);
    asked[times - 1]?.fail(timedOut());
    await expect.poll(() => asked.length).toBe(times + 1);
  }
  clock.advance(STOOD_STILL);
  asked.at(-1)?.fail(timedOut());
  await expect(late).rejects.toMatchObject({ code: "timeout" });
});

it("counts a stand, however long, as one part of a wait", () => {
  const timers: (() => void)[] = [];
  let over = false;
  const setTimeout = (run: () => void) => {
    timers.push(run);
    return () => {};
  };
  const waiting = patience({ now: () => 0, setTimeout }, 1_000, () => {
    over = true;
  });
  for (let passes = 1; passes <= 10; passes++) {
    expect(over).toBe(false);
    // An hour may lie between two of these.
    timers.shift()?.();
    expect(waiting.left()).toBe(10 - passes);
  }
  expect(over).toBe(true);
  expect(timers).toHaveLength(0);
});
