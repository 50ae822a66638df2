import { describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { EvictionPreview } from "@/lib/api/evictions";
import type { KeyAnswer } from "@/lib/api/keys";
import { type Answer, openAction, problem, written } from "../../testing/console";

const KEY = "/s/web/a";
const LEASE = "7587869412345678901";
const passes = { rule: "few-left", refuses: false, words: "Two stay.", overridable: true } as const;
const refuses = { ...passes, refuses: true, words: "web would be below its minimum of 3." } as const;

const preview: EvictionPreview = {
  revision: "4",
  key: KEY,
  modRevision: "1",
  leaseId: LEASE,
  service: "web",
  instance: "a",
  layout: "test",
  liveness: "alive",
  compare: "the key is at revision 1",
  owner: { alive: true, words: "It was heard a second ago." },
  comesBack: {
    key: { verdict: "may", withinMs: null, words: "Its owner may register it again." },
    lease: { verdict: "unlikely", withinMs: null, words: "Its owner would have to ask for a new lease." },
  },
  lease: {
    id: LEASE,
    grantedTtl: 15,
    remainingTtl: 9,
    keys: [
      { key: KEY, service: "web", instance: "a" },
      { key: "/s/web/b", service: "web", instance: "b" },
    ],
    keyCount: 2,
    otherKeys: 0,
    keysDigest: "0".repeat(64),
    race: "Between the list and the end another key may come.",
  },
  stays: { service: "web", inService: 3, after: { key: 2, lease: 1 }, minimum: 3 },
  guards: { key: [passes], lease: [passes] },
  restorable: { key: true, lease: false, words: "While its lease lives." },
};

const stored: KeyAnswer = {
  revision: "4",
  key: KEY,
  value: { text: "10.0.0.1:80", base64: null, bytes: 11, truncated: false, redacted: false },
  createRevision: "1",
  modRevision: "1",
  version: "1",
  layout: "test",
  lease: null,
};

const evicted = {
  revision: "5",
  auditId: "audit-1",
  removed: [KEY],
  restorable: true,
  watchUntil: 1,
  laggards: [],
};

const reads = (given: EvictionPreview = preview): Answer[] => [
  { method: "POST", path: "evictions/preview", body: given },
  { path: "keys", body: stored },
];
const open = (answers: readonly Answer[]) =>
  openAction(answers, [KEY], (actions, rows) => actions.evict(rows), /^Evict /);
const evict = () => page.getByRole("button", { name: "Evict", exact: true });
const reason = () => page.getByRole("textbox", { name: "Reason" });

describe("the eviction of one instance", () => {
  it("says what it would do, is written for a reason only, and sends what was seen", async () => {
    const { dialog } = await open([...reads(), { method: "POST", path: "evictions", body: evicted }]);
    await expect.element(dialog).toHaveAccessibleName("Evict a from web?");
    await expect.element(dialog).toHaveAccessibleDescription("Its owner may register it again.");
    await expect.element(reason()).toHaveFocus();
    await expect.element(dialog.getByText("staging")).toBeVisible();
    await expect.element(dialog.getByText("A reason is missing.")).toBeVisible();
    await expect.element(dialog.getByRole("img", { name: "2 stay, 1 go, the minimum is 3" })).toBeVisible();
    await expect.element(evict()).toBeDisabled();
    expect(await written()).toEqual([]);

    await userEvent.keyboard("It hangs.");
    await evict().click();
    await expect.element(dialog).not.toBeInTheDocument();
    expect(await written()).toEqual([
      { method: "POST", path: "evictions", body: { key: KEY, modRevision: "1", mode: "key", reason: "It hangs." } },
    ]);
    await expect.element(page.getByRole("region", { name: "Notifications" })).toHaveTextContent(/a.*evicted/i);
  });

  it("is left by Escape, gives the focus back, and nothing was sent", async () => {
    const { dialog } = await open(reads());
    await expect.element(reason()).toHaveFocus();
    await userEvent.keyboard("It hangs.{Escape}");
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(page.getByRole("button", { name: "Act" })).toHaveFocus();
    expect(await written()).toEqual([]);
  });

  it("names all that goes with a lease before it ends one", async () => {
    const { dialog } = await open(reads());
    await dialog.getByRole("radio", { name: /Delete this key/ }).click();
    await userEvent.keyboard("{ArrowDown}");
    await expect.element(dialog.getByRole("radio", { name: /End the lease/ })).toBeChecked();
    await expect.element(dialog.getByText("/s/web/b")).toBeVisible();
    await expect.element(dialog.getByRole("button", { name: "End the lease and 2 keys" })).toBeDisabled();
    await expect.element(dialog.getByRole("img", { name: "1 stay, 2 go, the minimum is 3" })).toBeVisible();
  });

  it("is refused by a guard until an admin overrides it, and says so to the console", async () => {
    const { dialog } = await open([
      ...reads({ ...preview, guards: { key: [refuses], lease: [refuses] } }),
      { method: "POST", path: "evictions", body: evicted },
    ]);
    await expect.element(dialog.getByText(/web would be below its minimum of 3/)).toBeVisible();
    await reason().fill("It hangs.");
    await expect.element(evict()).toBeDisabled();
    await dialog.getByRole("checkbox", { name: /Override this guard/ }).click();
    await evict().click();
    await expect.element(dialog).not.toBeInTheDocument();
    const [sent] = await written();
    expect(sent?.body).toMatchObject({ override: ["few-left"] });
  });

  it("is decided anew where the key has changed meanwhile: an alert, both values, and another button", async () => {
    const { dialog } = await open([
      ...reads(),
      {
        method: "POST",
        path: "evictions",
        ...problem("conflict", { status: 409, detail: "The key changed.", current: {} }),
      },
    ]);
    await reason().fill("It hangs.");
    await evict().click();
    await expect
      .element(dialog.getByRole("alert"))
      .toHaveTextContent(/Not evicted.*The key changed.*Nothing was written/);
    await expect.element(dialog.getByRole("button", { name: "Evict what is there now" })).toBeEnabled();
  });

  it("is never sent a second time where nobody knows whether it was done", async () => {
    const { dialog } = await open([
      ...reads(),
      {
        method: "POST",
        path: "evictions",
        ...problem("outcome-unknown", { status: 504, detail: "etcd did not answer." }),
      },
    ]);
    await reason().fill("It hangs.");
    await evict().click();
    await expect
      .element(dialog.getByRole("alert"))
      .toHaveTextContent(/Whether it was done is not known.*etcd did not answer/);
    await expect.element(evict()).not.toBeInTheDocument();
    expect(await written()).toHaveLength(1);
  });

  it("says which field is wrong, at the field", async () => {
    const { dialog } = await open([
      ...reads(),
      {
        method: "POST",
        path: "evictions",
        ...problem("invalid-request", {
          status: 400,
          detail: "The request does not fit.",
          fields: [{ field: "/reason", message: "says nothing" }],
        }),
      },
    ]);
    await reason().fill("x");
    await evict().click();
    await expect.element(reason()).toHaveAccessibleDescription("says nothing");
    await expect.element(reason()).toBeInvalid();
    await expect.element(dialog.getByRole("button", { name: "Evict", exact: true })).toBeEnabled();
  });
});
