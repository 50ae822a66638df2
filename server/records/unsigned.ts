import type { Logger } from "pino";
import type { Trail } from "@/server/audit/trail";
import type { Registry } from "@/server/registry/registry";

/** How many records under `/rollcall/` do not carry this console's signature, and what to do about it. */
export interface UnsignedRecords {
  count(): number;
  /** A sentence; null where there are none. */
  words(): string | null;
  stop(): void;
}

/** Says once in the log that there are some: they grant nothing, which whoever wrote them may not expect. */
export function watchUnsigned({
  registry,
  trail,
  log,
}: {
  registry: Pick<Registry, "view" | "onUpdate">;
  trail: Pick<Trail, "unsigned">;
  log: Logger;
}): UnsignedRecords {
  let told = false;

  function count(): number {
    let unsigned = trail.unsigned();
    for (const { reason } of registry.view()?.unrecognized.values() ?? []) if (reason === "unsigned") unsigned++;
    return unsigned;
  }

  function words(): string | null {
    const unsigned = count();
    if (unsigned === 0) return null;
    const [records, countFor, them] =
      unsigned === 1
        ? ["One record under /rollcall/ does", "counts", "it"]
        : [`${unsigned} records under /rollcall/ do`, "count", "them"];
    return `${records} not carry the signature of this console's secret and ${countFor} for nothing. If another console of yours wrote ${them}, give all consoles the same ROLLCALL_SECRET; if an earlier version did, drain and set minimums anew (docs/operate.md, Records).`;
  }

  const off = registry.onUpdate(() => {
    if (told) return;
    const said = words();
    if (said === null) return;
    told = true;
    log.warn(said);
  });
  return { count, words, stop: off };
}
