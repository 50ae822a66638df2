import type { Endpoint } from "@/lib/registry/types";
import { FilterValue } from "../query/filter-value";
import { CopyButton } from "../ui/copy-button";
import { SafeText } from "../ui/safe-text";
import { safeString } from "../ui/safe-text-parts";
import { Tag } from "../ui/tag";
import { Changed } from "./changed";
import { endpointText } from "./instance-fields";

/** Where the instance says that it answers. Not links: nobody checked what stands behind an address. */
export function Endpoints({ endpoints }: { endpoints: readonly Endpoint[] }) {
  if (endpoints.length === 0) return <p className="dim">The registration names no endpoint.</p>;
  return (
    <ul>
      {endpoints.map((endpoint, index) => {
        const text = endpointText(endpoint);
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: an endpoint is known by its place in the registration
            key={index}
            className="flex min-h-7.5 min-w-0 items-center gap-2 border-line-soft border-b last:border-b-0 max-sm:min-h-touch"
          >
            <span className="mono wrap-anywhere min-w-0 flex-1">
              <Changed value={text}>
                <FilterValue field="host" value={endpoint.host}>
                  <SafeText text={text} max={200} />
                </FilterValue>
              </Changed>
            </span>
            {endpoint.protocol !== null && (
              <FilterValue field="protocol" value={endpoint.protocol}>
                <Tag>{safeString(endpoint.protocol, 24)}</Tag>
              </FilterValue>
            )}
            {endpoint.port === 0 && <span className="dim">no port given</span>}
            <CopyButton text={text} label={`Copy ${safeString(text, 80)}`} />
          </li>
        );
      })}
    </ul>
  );
}
