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
    <div className="headline">
      <span>
        <span className="num">{count(total)}</span> {total === 1 ? "instance" : "instances"}
        {minimum !== null && (
          <>
            , minimum <span className="num">{count(minimum)}</span>
          </>
        )}
      </span>
      {isBelowMinimum(service) && (
        <StateLabel state={total === 0 ? "gone" : "late"}>Below its minimum: {count(inService)} in service</StateLabel>
      )}
      {service.draining > 0 && (
        <FilterValue field="state" value="draining">
          <StateLabel state="draining">{count(service.draining)} draining</StateLabel>
        </FilterValue>
      )}
      <MakeUp service={service} />
      {counts.gone > 0 && (
        <FilterValue field="state" value="gone">
          <StateLabel state={service.lost > 0 ? "gone" : "left"} quiet={service.lost === 0}>
            {count(counts.gone)} gone lately
          </StateLabel>
        </FilterValue>
      )}
      {total > 0 && <LeaseSummary service={service} />}
      {datacenters.length > 0 && (
        <span>
          in <Several field="dc" names={datacenters} />
        </span>
      )}
      {namespaces.length > 0 && (
        <span>
          namespace <Several field="namespace" names={namespaces} />
        </span>
      )}
      <span>
        <Several field="layout" names={layouts} tag />
      </span>
      <span>
        changed <ChangedAt service={service} />
      </span>
    </div>
  );
}
