import { expect, it } from "vitest";
import { unrecognizedOrder } from "./unrecognized-order";

it("lists unrecognized keys by key, the consoles' own records after all others", () => {
  const forged = Array.from({ length: 10_000 }, (_, index) => `/rollcall/drains/${index}`);
  const keys = [...forged, "/services/b", "heartbeat|x", "/rollcaller/a", "/services/a"];
  const sorted = keys
    .map((key) => unrecognizedOrder({ key }))
    .sort()
    .slice(0, 5)
    .map((order) => order.slice(1));
  expect(sorted.slice(0, 4)).toEqual(["/rollcaller/a", "/services/a", "/services/b", "heartbeat|x"]);
  expect(sorted[4]).toMatch(/^\/rollcall\//);
});
