import { type StatusAnswer, statusAnswerSchema } from "@/lib/api/status";
import type { ApiContext } from "./context";
import { route } from "./route";

export const statusRoute = route<ApiContext>({
  method: "GET",
  path: "/status",
  id: "getStatus",
  summary: "How fresh the view is, what it counts, and how etcd's cluster is",
  role: "viewer",
  answer: { status: 200, description: "Always answered, also while etcd is away.", schema: statusAnswerSchema },
  async handle(_input, context) {
    const { status: cluster, members, error } = await context.cluster.read();
    const boot = context.boot();
    const view = context.registry.view();
    const status = context.registry.status();
    const { source } = status;
    const now = context.clock.now();
    const body: StatusAnswer = {
      version: boot.version,
      cluster: {
        id: cluster?.header.clusterId ?? null,
        version: cluster?.version ?? null,
        leader: cluster && cluster.leader !== "0" ? cluster.leader : null,
        members,
        alarms: cluster?.alarms ?? [],
        database: cluster && { sizeBytes: cluster.dbSizeBytes, inUseBytes: cluster.dbInUseBytes },
        learner: cluster?.isLearner ?? false,
        endpoints: boot.endpoints,
        embedded: boot.embedded,
        // What was asked a moment ago is older than what the watch has just said.
        error: error ?? (source.state === "backing-off" ? { code: source.code, message: source.message } : null),
      },
      environment: boot.environment,
      view: {
        state: status.state,
        epoch: status.epoch,
        seq: view?.seq ?? 0,
        revision: status.revision,
        ageMs: status.heardAt === null ? null : Math.max(0, now - status.heardAt),
        atomic: status.atomic,
        source,
      },
      leases: laneOf(context),
      counts: {
        services: view ? context.services.of(view).length : 0,
        instances: view?.instances.size ?? 0,
        tombstones: view?.tombstones.size ?? 0,
        unrecognized: view?.unrecognized.size ?? 0,
        clients: context.clients(),
        events: context.history.stats().kept,
      },
      records: context.recordState(),
      budgets: context.budgets(),
      prefixes: boot.prefixes,
      writes: boot.writes,
      ...(boot.readOnlyReason === null ? {} : { readOnlyReason: boot.readOnlyReason }),
      serverTime: now,
    };
    return { kind: "json", body };
  },
});

/** The resolution is null while leases cannot be observed at all. */
function laneOf({ leases }: ApiContext): StatusAnswer["leases"] {
  const lane = leases.lane();
  return { ...lane, resolutionMs: lane.notObserved ? null : lane.resolutionMs };
}
