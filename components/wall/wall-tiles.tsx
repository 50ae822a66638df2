"use client";
import { makeUpSentence } from "@/components/map/card-sentence";
import { MakeUp } from "@/components/services/make-up";
import { count } from "@/components/ui/format";
import { SafeText } from "@/components/ui/safe-text";
import { StateGlyph } from "@/components/ui/state-glyph";
import { partsOf } from "@/lib/map/grouping";
import { stateOfPart } from "@/lib/map/trouble";
import { alarmOf } from "@/lib/registry/departures";
import type { ServiceSummary } from "@/lib/registry/select";
import { isUnwell, worstFirst } from "./unwell";

/** Services: the wrong ones large and first, the others as small as their number asks for. */
export function WallTiles({ services }: { services: readonly ServiceSummary[] }) {
  const wrong = worstFirst(services);
  const well = services.filter((service) => !isUnwell(service));
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-[clamp(12px,1.4vw,28px)] overflow-auto px-[clamp(16px,2vw,40px)] pb-[clamp(16px,2vw,40px)]">
      {wrong.length > 0 && (
        <ul
          aria-label="What needs a look"
          data-many={wrong.length > 8 || undefined}
          className="group grid grid-cols-[repeat(auto-fit,minmax(min(100%,max(300px,30vw)),1fr))] gap-[clamp(10px,1vw,20px)] data-many:grid-cols-[repeat(auto-fill,minmax(min(100%,max(240px,18vw)),1fr))]"
        >
          {wrong.map((service) => (
            <Wrong key={service.name} service={service} />
          ))}
        </ul>
      )}
      <ul
        aria-label="Nothing to look at"
        data-many={well.length > 60 || undefined}
        className="group grid grid-cols-[repeat(auto-fill,minmax(min(100%,max(260px,17vw)),1fr))] gap-x-[clamp(16px,2vw,44px)] gap-y-px text-prose data-many:grid-cols-[repeat(auto-fill,minmax(min(100%,max(210px,12vw)),1fr))]"
      >
        {well.map((service) => (
          <li
            key={service.name}
            className="grid min-h-[clamp(30px,2.5vw,56px)] grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-3 border-line-soft border-b text-[clamp(13px,1vw,22px)] group-data-many:min-h-6 group-data-many:text-[clamp(12px,0.8vw,17px)]"
          >
            <b className="ell font-medium">
              <SafeText text={service.name} max={80} />
            </b>
            <span className="num">{count(service.total)}</span>
            <MakeUp service={service} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Wrong({ service }: { service: ServiceSummary }) {
  const alarm = alarmOf(service);
  const [part] = partsOf(service, "none").values();
  const state = alarm ? "gone" : part ? stateOfPart(part) : "gone";
  return (
    <li
      data-state={state}
      className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-[clamp(10px,1vw,22px)] gap-y-1 rounded-dialog border-2 border-state bg-[color-mix(in_oklab,var(--cw,var(--gone-wash)),var(--bg-1))] p-[clamp(14px,1.6vw,34px)]"
    >
      <StateGlyph state={state} className="size-[clamp(18px,1.7vw,36px)]" />
      <b className="ell font-semibold text-[clamp(20px,2.2vw,52px)] tracking-[-0.02em] group-data-many:text-[clamp(16px,1.4vw,30px)]">
        <SafeText text={service.name} max={80} />
      </b>
      <span className="font-sans font-semibold text-[clamp(34px,4vw,92px)] tabular-nums leading-none group-data-many:text-[clamp(24px,2.2vw,48px)]">
        {count(service.total)}
        {service.minimum !== null && <small className="text-[0.5em] text-muted">/{count(service.minimum)}</small>}
      </span>
      <p className="col-[2/-1] text-[clamp(13px,1.2vw,26px)] text-prose">
        {makeUpSentence(service.total, service.counts, alarm)}
      </p>
    </li>
  );
}
