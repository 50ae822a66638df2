import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { createApi } from "./api";
import { createGates } from "./gates";
import { route } from "./route";

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A list of which the past has to be waited for, until `release`. */
async function start() {
  let release = (): void => {};
  const asked = new Promise<void>((resolve) => {
    release = resolve;
  });
  const gates = createGates();
  const api = createApi({
    routes: [
      route<null, z.ZodObject<Record<never, never>>, z.ZodObject<{ at: z.ZodExactOptional<z.ZodString> }>>({
        method: "GET",
        path: "/list",
        id: "list",
        summary: "A list",
        role: "viewer",
        query: z.strictObject({ at: z.string().exactOptional() }),
        answer: { status: 200, description: "A list.", schema: z.object({}) },
        cost: (query) => (query.get("at") ? "past" : "scan"),
        async handle({ query }) {
          if (query.at !== undefined) await asked;
          return { kind: "json", body: {} };
        },
      }),
    ],
    context: null,
    origins: { isAllowed: () => true, refuseWrite: () => null, refuseSocket: () => null },
    actorOf: () => ({ name: "admin", role: "admin" }),
    gates,
  });
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    void api.handle(request, response, { path: pathname, query: searchParams });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  ends.push(() => {
    release();
    server.close();
  });
  return { gates, release, ask: (query: string) => fetch(`${base}/list${query}`).then(({ status }) => status) };
}

test("however many wait for a moment of the past, lists of the present are answered", async () => {
  const { gates, release, ask } = await start();
  const past = Array.from({ length: 30 }, (_, at) => ask(`?at=${at + 1}`));
  const { past: gate } = gates;
  await expect.poll(() => gate.stats().inside + gate.stats().waiting).toBe(30);
  expect(await ask("")).toBe(200);
  expect(gate.stats().inside + gate.stats().waiting).toBe(30);
  release();
  expect(new Set(await Promise.all(past))).toEqual(new Set([200]));
});
