import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import type { ReactNode } from "react";
import { commands, page } from "vitest/browser";
import { render } from "vitest-browser-react";
import type { Boot } from "@/lib/api/boot";
import type { ProblemAnswer } from "@/lib/api/problem";
import { type LiveStatus, PROTOCOL_VERSION, type Snapshot } from "@/lib/live/protocol";
import { reduceSnapshot } from "@/lib/registry/reduce";
import type { InstanceRow } from "@/lib/registry/select";
import { createTestStore, testLayouts } from "@/lib/registry/testing";
import { type Actions, useActions } from "../actions/actions-context";
import { ActionsProvider } from "../actions/actions-provider";
import { useInstance } from "../live/use-live";
import { Providers } from "../shell/providers";

/** An answer of the console's API. */
export type Answer = Parameters<typeof commands.answer>[0][number];

const EPOCH = "e";
const status: LiveStatus = {
  state: "live",
  epoch: EPOCH,
  revision: "3",
  heardAt: Date.now(),
  changedAt: 0,
  source: { state: "watching", since: 0, atomic: true, resumed: false },
  atomic: true,
  serverTime: Date.now(),
};

const boot: Boot = {
  version: "0.0.0",
  environment: { name: "staging", colour: "amber" },
  endpoints: ["http://127.0.0.1:2379"],
  embedded: false,
  embeddedMembers: 0,
  fleet: false,
  prefixes: [{ prefix: "/s/", layouts: ["test"] }],
  dependencyFields: [],
  writes: true,
  readOnlyReason: null,
  status,
};

/** A registry of three instances, as the console tells it: `/s/web/a`, `/s/web/b` and `/s/web/c`. */
function snapshot(): Snapshot {
  const etcd = createTestStore();
  for (const name of ["a", "b", "c"]) etcd.write({ key: `/s/web/${name}`, value: "10.0.0.1:80" });
  const { view } = reduceSnapshot(null, etcd.list(EPOCH), testLayouts);
  return {
    protocol: PROTOCOL_VERSION,
    epoch: EPOCH,
    seq: view.seq,
    revision: view.revision,
    serverTime: Date.now(),
    status,
    instances: [...view.instances.values()],
    tombstones: [],
    unrecognized: [],
    leases: [],
    drains: [],
    minimums: [],
  };
}

/** A problem document, as the API answers it. */
export function problem(
  code: ProblemAnswer["code"],
  more: Partial<ProblemAnswer> & { status: number; detail: string },
) {
  const { status } = more;
  const body = { type: `urn:rollcall:problem:${code}`, title: code, code, instance: "request-1", ...more };
  return { status, body };
}

/** Everything a page has around it, and a button that asks for an action on `ids`; the console is what `answers` says. */
export async function openAction(
  answers: readonly Answer[],
  ids: readonly string[],
  act: (actions: Actions, rows: readonly InstanceRow[]) => void,
  /** What the dialog is called: a toast is one, too. */
  name: RegExp,
) {
  await commands.answer([{ path: "snapshot", body: snapshot() }, ...answers]);
  await render(
    <AppRouterContext value={NO_ROUTER}>
      <Providers boot={boot} nonce={undefined}>
        <ActionsProvider>
          <Asking ids={ids} act={act} />
        </ActionsProvider>
      </Providers>
    </AppRouterContext>,
  );
  await page.getByRole("button", { name: "Act" }).click();
  return { dialog: page.getByRole("dialog", { name }) };
}

/** Nothing leads anywhere here. */
const NO_ROUTER = {
  bfcacheId: "",
  back() {},
  forward() {},
  refresh() {},
  push() {},
  replace() {},
  prefetch() {},
};

function Asking({
  ids,
  act,
}: {
  ids: readonly string[];
  act: (actions: Actions, rows: readonly InstanceRow[]) => void;
}): ReactNode {
  const actions = useActions();
  const found = [useInstance(ids[0] ?? ""), useInstance(ids[1] ?? "")];
  const rows = found.flatMap((row) => row ?? []);
  return (
    <button type="button" disabled={rows.length < ids.length} onClick={() => act(actions, rows)}>
      Act
    </button>
  );
}

/** The writes that the console was asked for; looking is no write. */
export async function written() {
  const heard = await commands.heard();
  return heard
    .filter(
      ({ method, path, search }) => method !== "GET" && !/preview|guards/.test(path) && !search.includes("dryRun"),
    )
    .map(({ method, path, body }) => ({ method, path, body }));
}
