import { expect, it } from "vitest";
import { becauseOf } from "./not-live";

it("says which origin is refused, how it arrived, and which setting allows it", () => {
  const words = becauseOf({
    kind: "origin",
    origin: "https://portal.example.com",
    host: "10.0.0.7:3000",
    setting: "ROLLCALL_ALLOWED_ORIGINS",
  });
  expect(words).toContain("https://portal.example.com");
  expect(words).toContain("10.0.0.7:3000");
  expect(words).toContain("Add it to ROLLCALL_ALLOWED_ORIGINS");
});

it("says that a proxy does not pass upgrades on, and what it has to pass", () => {
  expect(becauseOf({ kind: "upgrade", host: "console.example.com" })).toMatch(/proxy.*console\.example\.com.*Upgrade/s);
});

it("says that no more may be open", () => {
  expect(becauseOf({ kind: "full", most: 500 })).toContain("500 live connections are open");
  expect(becauseOf({ kind: "full", most: 1 })).toContain("1 live connection is open");
});

it("claims no reason that nobody told", () => {
  expect(becauseOf(null)).not.toMatch(/proxy|origin/);
});
