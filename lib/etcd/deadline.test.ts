import { expect, it } from "vitest";
import { createManualClock } from "@/lib/manual-clock";
import { withDeadline } from "./deadline";

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
