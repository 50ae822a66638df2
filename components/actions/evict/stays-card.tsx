"use client";
import type { EvictionPreview } from "@/lib/api/evictions";
import { cn } from "../../ui/cn";
import { plural } from "../../ui/format";
import { SafeText } from "../../ui/safe-text";
import { Evidence, EvidenceTitle } from "./evidence";

/** More cells than this say no more than the number. */
const MOST_CELLS = 24;

/** How many of the service stay in service, against its minimum. */
export function StaysCard({ stays, mode }: { stays: NonNullable<EvictionPreview["stays"]>; mode: "key" | "lease" }) {
  const after = stays.after[mode];
  const { inService, minimum } = stays;
  const below = minimum !== null && after < minimum;
  const share = after > 0 && inService > after ? Math.round((inService / after - 1) * 100) : 0;
  return (
    <Evidence label="What remains">
      <EvidenceTitle>
        {after} of {inService} remain in service
      </EvidenceTitle>
      <Remaining inService={inService} after={after} minimum={minimum} />
      <p>
        {minimum === null ? "No minimum is set." : below ? <BelowMinimum after={after} minimum={minimum} /> : null}
        {minimum !== null && !below && (
          <>
            The minimum is <b>{minimum}</b>.
          </>
        )}{" "}
        {after === 0 ? (
          <>
            Nobody would answer for <SafeText text={stays.service} max={40} /> any more.
          </>
        ) : share > 0 ? (
          <>
            Each of those that stay takes about <b>{share} %</b> more.
          </>
        ) : null}
      </p>
    </Evidence>
  );
}

function BelowMinimum({ after, minimum }: { after: number; minimum: number }) {
  return (
    <>
      The minimum is <b>{minimum}</b>: <b>{plural(minimum - after, "instance")}</b> would be missing.
    </>
  );
}

/** A cell each: those that stay, those that go, and the line that should not be crossed. */
export function Remaining({ inService, after, minimum }: { inService: number; after: number; minimum: number | null }) {
  const cells = Math.max(inService, minimum ?? 0);
  if (cells === 0 || cells > MOST_CELLS) return null;
  const label = `${after} stay, ${inService - after} go${minimum === null ? "" : `, the minimum is ${minimum}`}`;
  return (
    <span className="flex flex-wrap items-center gap-x-1.25 gap-y-2.25" role="img" aria-label={label}>
      {Array.from({ length: cells }, (_, index) => (
        <Cell
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
          key={index}
          state={index < after ? "stays" : index < inService ? "goes" : "missing"}
          small={cells > 7}
          line={minimum === index + 1}
        />
      ))}
    </span>
  );
}

const CELL = {
  stays: "bg-alive-quiet",
  goes: "bg-[repeating-linear-gradient(135deg,var(--gone)_0_2px,transparent_2px_5px)] shadow-[inset_0_0_0_1.5px_var(--gone)]",
  missing: "shadow-[inset_0_0_0_1px_var(--line-hard)]",
};

function Cell({ state, small, line }: { state: keyof typeof CELL; small: boolean; line: boolean }) {
  return (
    <>
      <i className={cn("rounded-cell", small ? "h-3 w-3.75" : "h-4.25 w-8.5", CELL[state])} />
      {line && <span className="-my-1.25 h-6.75 w-[1.5px] bg-ink" />}
    </>
  );
}
