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
    <div className="wall-tiles">
      {wrong.length > 0 && (
        <ul className="wall-wrong" aria-label="What needs a look" data-many={wrong.length > 8 || undefined}>
          {wrong.map((service) => (
            <Wrong key={service.name} service={service} />
          ))}
        </ul>
      )}
      <ul className="wall-well" aria-label="Nothing to look at" data-many={well.length > 60 || undefined}>
        {well.map((service) => (
          <li key={service.name}>
            <b className="ell">
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
    <li data-state={state}>
      <StateGlyph state={state} />
      <b className="ell">
        <SafeText text={service.name} max={80} />
      </b>
      <span className="figure num">
        {count(service.total)}
        {service.minimum !== null && <small>/{count(service.minimum)}</small>}
      </span>
      <p>{makeUpSentence(service.total, service.counts, alarm)}</p>
    </li>
  );
}
