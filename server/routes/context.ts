import type { Boot } from "@/lib/api/boot";
import type { Budgets, StatusAnswer } from "@/lib/api/status";
import type { Clock } from "@/lib/clock";
import type { CandidateSource } from "@/lib/discovery/calls/candidate-source";
import { Problem } from "@/lib/errors";
import type { EtcdPort } from "@/lib/etcd/port";
import type { LayoutSet } from "@/lib/layouts/types";
import type { View } from "@/lib/registry/view";
import type { World } from "@/server/actions/action";
import type { Actions } from "@/server/actions/perform";
import type { Restorables } from "@/server/actions/restorables";
import type { Fleet } from "@/server/demo/fleet";
import type { MemberFacts } from "@/server/embedded-etcd/member-facts";
import type { History } from "@/server/history/history";
import type { OriginCheck } from "@/server/http/origin-check";
import type { SocketAttempts } from "@/server/http/socket-attempts";
import type { SnapshotCache } from "@/server/hub/snapshot-cache";
import type { SocketLimits } from "@/server/hub/socket-limits";
import type { Reach } from "@/server/reach/reach.types";
import type { LeaseObserver } from "@/server/registry/lease-observer";
import type { Registry } from "@/server/registry/registry";
import type { TestRequestRuns } from "@/server/test-requests/test-requests";
import type { TrafficCounts } from "@/server/traffic/traffic-counts";
import type { ClusterFacts } from "./cluster-facts";
import type { PastViews } from "./past-views";
import type { ServiceIndex } from "./service-index";

/** What handlers may reach. */
export interface ApiContext {
  registry: Registry;
  history: History;
  snapshots: SnapshotCache;
  services: ServiceIndex;
  pastViews: PastViews;
  cluster: ClusterFacts;
  leases: LeaseObserver;
  /** Which addresses may be asked. Nothing in the console connects to a registered address without it. */
  reach: Reach;
  /** Whom policies choose among. */
  candidates: Pick<CandidateSource, "of">;
  testRequests: TestRequestRuns;
  traffic: Pick<TrafficCounts, "answer" | "sightings">;
  /** Throws an `EtcdError` `unavailable` while there is no etcd to talk to yet. */
  etcd(): EtcdPort;
  layouts: LayoutSet;
  /** How secret-looking fields are named; undefined: as built in. */
  secretPattern: RegExp | undefined;
  /** Null where the console has no demo fleet of its own. */
  fleet: Fleet | null;
  /** Null where the console has no etcd of several members. */
  members: MemberFacts | null;
  boot(): Boot;
  budgets(): Budgets;
  /** Pages and programs on the socket. */
  clients(): number;
  clock: Clock;
  /** The one way to change anything. */
  actions: Actions;
  /** What actions may reach; for what is only asked, too. */
  world: World;
  /** What can be put back. */
  restorables: Restorables;
  auditDays: number;
  /** Of the consoles' own records: where the secret comes from, and how many do not carry its signature. */
  recordState(): StatusAnswer["records"];
  origins: Pick<OriginCheck, "isAllowed">;
  socketAttempts: Pick<SocketAttempts, "lastOf">;
  sockets: Pick<SocketLimits, "stats">;
}

/** The view, or the problem that says why there is none yet. A stale view is answered: it says its revision. */
export function presentView(context: Pick<ApiContext, "registry">): View {
  const view = context.registry.view();
  if (view) return view;
  throw new Problem("not-ready", notReadyReason(context), { retryAfterSeconds: 1 });
}

export function notReadyReason({ registry }: Pick<ApiContext, "registry">): string {
  const { state, source } = registry.status();
  if (source.state === "backing-off") return source.message;
  if (state === "listing") return "etcd is being listed for the first time; ask again in a moment.";
  return source.state === "listing" ? "etcd is being listed again; ask again in a moment." : "The view is live.";
}
