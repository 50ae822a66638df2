import { expect, it } from "vitest";
import { ApiError } from "@/components/api/api-error";
import type { AttemptLine, TestLine, TestRequestsInput } from "@/lib/api/test-requests";
import { createManualClock } from "@/lib/manual-clock";
import { createRuns } from "./runs";

/** Runs whose lines come when the test says so, even after they were given up: as parts do that had arrived before. */
function setting() {
  const clock = createManualClock();
  const begun: { signal: AbortSignal; line(line: TestLine): void; end(error?: unknown): void }[] = [];
  const runs = createRuns(
    (_wanted, signal, onLine) =>
      new Promise((resolve, reject) => {
        begun.push({ signal, line: onLine, end: (error) => (error === undefined ? resolve() : reject(error)) });
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
    clock,
  );
  const flown: (string | null)[] = [];
  runs.onAttempt(({ instance }) => flown.push(instance));
  const nth = (index: number) => {
    const run = begun[index];
    if (!run) throw new Error(`run ${index} was not begun`);
    return run;
  };
  return { runs, clock, flown, nth };
}

const wanted = (service: string): TestRequestsInput => ({ service });
const start = (service: string): TestLine => ({
  kind: "start",
  at: 0,
  service,
  policies: ["random"],
  seed: 1,
  count: 2,
  revision: "1",
});
const attempt = (instance: string): AttemptLine => ({
  kind: "attempt",
  lane: 0,
  request: 0,
  attempt: 1,
  rotation: 0,
  instance,
  atMs: 1,
  latencyMs: 1,
  outcome: "answered",
  cause: null,
  status: 200,
  message: null,
  retried: false,
  bytes: 0,
  shown: null,
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

// Lines of the run before flew through the lanes of the next one.
it("what a run still tells when another one has begun reaches nobody", async () => {
  const { runs, clock, flown, nth } = setting();
  runs.start(wanted("old"));
  nth(0).line(start("old"));
  nth(0).line(attempt("old 1"));
  runs.start(wanted("new"));
  expect(nth(0).signal.aborted).toBe(true);
  nth(0).line(attempt("old 2"));
  nth(1).line(start("new"));
  nth(1).line(attempt("new 1"));
  nth(0).line(attempt("old 3"));
  clock.advance(1_000);
  await settled();
  expect(flown).toEqual(["old 1", "new 1"]);
  expect([runs.view.state, runs.view.record?.service, runs.view.record?.lanes[0]?.tally.answered]).toEqual([
    "running",
    "new",
    1,
  ]);
  nth(1).end();
  await settled();
  expect([runs.view.state, runs.view.record?.service]).toEqual(["ended", "new"]);
});

it("a run that was cleared away does not come back with its last lines", async () => {
  const { runs, clock, flown, nth } = setting();
  runs.start(wanted("gone"));
  nth(0).line(start("gone"));
  nth(0).line(attempt("a"));
  runs.clear();
  nth(0).line(attempt("b"));
  clock.advance(1_000);
  await settled();
  expect(runs.view).toEqual({ wanted: null, record: null, state: "none", error: null });
  expect(flown).toEqual(["a"]);
  expect(clock.pending()).toBe(0);
});

// "Nothing was sent yet" stood above the results of the run before.
it("a run that is refused leaves the results before it as they were, with the refusal", async () => {
  const { runs, nth } = setting();
  runs.start(wanted("web"));
  nth(0).line(start("web"));
  nth(0).end();
  await settled();
  const before = runs.view;
  runs.start(wanted("web"));
  expect([runs.view.state, runs.view.record]).toEqual(["running", before.record]);
  const refusal = new ApiError("rate-limited", "Too many", "Wait.", 429);
  nth(1).end(refusal);
  await settled();
  expect(runs.view).toEqual({ ...before, error: refusal });
});

it("a run that is stopped by hand has no error; one whose connection breaks has", async () => {
  const { runs, nth } = setting();
  runs.start(wanted("web"));
  nth(0).line(start("web"));
  runs.stop();
  await settled();
  expect([runs.view.state, runs.view.error, runs.view.record?.service]).toEqual(["stopped", null, "web"]);
  runs.start(wanted("web"));
  nth(1).line(start("web"));
  const broken = new Error("broken off");
  nth(1).end(broken);
  await settled();
  expect([runs.view.state, runs.view.error, runs.view.record?.service]).toEqual(["stopped", broken, "web"]);
});

it("is drawn a few times a second, however many lines come in", () => {
  const { runs, clock, nth } = setting();
  let drawn = 0;
  runs.start(wanted("web"));
  runs.onChange(() => drawn++);
  nth(0).line(start("web"));
  for (let ms = 0; ms < 1_000; ms++) {
    nth(0).line(attempt("a"));
    clock.advance(1);
  }
  expect(drawn).toBeLessThanOrEqual(10);
  expect(runs.view.record?.lanes[0]?.tally.answered).toBeGreaterThan(800);
});
