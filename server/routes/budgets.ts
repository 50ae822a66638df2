import type { Budgets } from "@/lib/api/status";
import { METADATA_BYTES, NAME_BYTES, PAGE_BYTES, SNAPSHOT_BYTES } from "@/lib/budgets";
import type { History } from "@/server/history/history";
import type { Gate } from "@/server/http/gate";
import { RECENT } from "@/server/hub/hub";
import type { SnapshotCache } from "@/server/hub/snapshot-cache";
import type { Registry } from "@/server/registry/registry";
import type { PastViews } from "./past-views";
import type { Cost } from "./route";

export interface BudgetParts {
  history: Pick<History, "stats">;
  registry: Pick<Registry, "tombstoneBytes">;
  hub: { stats(): { ring: { bytes: number } } };
  snapshots: Pick<SnapshotCache, "bytes">;
  pastViews: Pick<PastViews, "stats">;
  gates: Readonly<Record<Cost, Gate>>;
  pageGate: Pick<Gate, "stats">;
}

/** Every budget with what of it is in use. */
export function budgetsOf({ history, registry, hub, snapshots, pastViews, gates, pageGate }: BudgetParts): Budgets {
  const { bytes, mostBytes } = history.stats();
  const { kept: _kept, ...past } = pastViews.stats();
  return {
    history: { bytes, mostBytes },
    tombstones: registry.tombstoneBytes(),
    stream: { bytes: hub.stats().ring.bytes, mostBytes: RECENT.bytes },
    snapshot: { bytes: snapshots.bytes(), mostBytes: SNAPSHOT_BYTES },
    pastViews: past,
    lists: gates.scan.stats(),
    pastLists: gates.past.stats(),
    largeAnswers: gates.stream.stats(),
    pages: pageGate.stats(),
    perInstance: { metadataBytes: METADATA_BYTES, nameBytes: NAME_BYTES },
    pageBytes: PAGE_BYTES,
  };
}
