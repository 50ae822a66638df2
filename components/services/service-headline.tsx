import type { ReactNode } from "react";
import { FilterValue } from "@/components/query/filter-value";
import { count } from "@/components/ui/format";
import { StateLabel } from "@/components/ui/state-glyph";
import { isBelowMinimum, type ServiceSummary } from "@/lib/registry/select";
import { ChangedAt } from "./changed-at";
import { MakeUp } from "./make-up";
import { LeaseSummary, Several } from "./service-cells";

/** The facts of a service in one line; what is normal is not said. */
export function ServiceHeadline({ service }: { service: ServiceSummary }) {
  const { total, counts, datacenters, namespaces, layouts, minimum, inService } = service;
  return (
    <div className="mb-3.5 flex flex-wrap items-center gap-x-5.5 gap-y-2 text-12 text-prose [&_.num:not(.dim)]:text-ink">
      <Fact>
        <span className="num">{count(total)}</span> {total === 1 ? "instance" : "instances"}
        {minimum !== null && (
          <>
            , minimum <span className="num">{count(minimum)}</span>
          </>
        )}
      </Fact>
      {isBelowMinimum(service) && (
        <StateLabel state={total === 0 ? "gone" : "late"}>Below its minimum: {count(inService)} in service</StateLabel>
      )}
      {service.draining > 0 && (
        <FilterValue field="state" value="draining">
          <StateLabel state="draining">{count(service.draining)} draining</StateLabel>
        </FilterValue>
      )}
      <MakeUp service={service} wide />
      {counts.gone > 0 && (
        <FilterValue field="state" value="gone">
          <StateLabel state={service.lost > 0 ? "gone" : "left"} quiet={service.lost === 0}>
            {count(counts.gone)} gone lately
          </StateLabel>
        </FilterValue>
      )}
      {total > 0 && (
        <Fact>
          <LeaseSummary service={service} />
        </Fact>
      )}
      {datacenters.length > 0 && (
        <Fact>
          in <Several field="dc" names={datacenters} />
        </Fact>
      )}
      {namespaces.length > 0 && (
        <Fact>
          namespace <Several field="namespace" names={namespaces} />
        </Fact>
      )}
      <Several field="layout" names={layouts} tag />
      <Fact>
        changed <ChangedAt service={service} />
      </Fact>
    </div>
  );
}

function Fact({ children }: { children: ReactNode }) {
  return <span className="inline-flex items-center gap-1.5 whitespace-nowrap">{children}</span>;
}
