import { afterEach, describe, expect, it } from "vitest";
import { EARLY_SNAPSHOT, takeEarlySnapshot } from "./early-snapshot";

describe("the view that the page's head asked for", () => {
  afterEach(() => {
    globalThis.rollcallEarlySnapshot = undefined;
  });

  it("is handed out once", async () => {
    const answer = new Response("{}");
    globalThis.rollcallEarlySnapshot = Promise.resolve(answer);
    expect(await takeEarlySnapshot()).toBe(answer);
    expect(await takeEarlySnapshot()).toBeNull();
  });

  it("is nothing where it failed or was never asked for", async () => {
    expect(await takeEarlySnapshot()).toBeNull();
    globalThis.rollcallEarlySnapshot = Promise.reject(new Error("refused"));
    expect(await takeEarlySnapshot()).toBeNull();
  });

  it("is asked for by what stands in the head, and a failure is nobody's", async () => {
    const asked: unknown[][] = [];
    const page: { rollcallEarlySnapshot?: Promise<unknown> } = {};
    const refuse = (...all: unknown[]) => {
      asked.push(all);
      return Promise.reject(new Error("refused"));
    };
    new Function("window", "fetch", EARLY_SNAPSHOT)(page, refuse);
    expect(asked).toEqual([["/api/v1/snapshot", { cache: "no-store" }]]);
    await expect(page.rollcallEarlySnapshot).rejects.toThrow("refused");
  });
});
