import type { KeyAnswer } from "@/lib/api/keys";
import { changedAtOf, type SeenAt } from "@/lib/registry/seen";
import type { Instance } from "@/lib/registry/types";
import { FilterValue } from "../query/filter-value";
import { Facts } from "../ui/facts";
import { revision as formatRevision, plural } from "../ui/format";
import { SafeText } from "../ui/safe-text";
import { Time } from "../ui/time";
import { Changed } from "./changed";

/** What the registration says beside its endpoints, and what etcd knows about its key. */
export function StoredFacts({ instance, stored }: { instance: Instance; stored: KeyAnswer | undefined }) {
  const say = (label: string, value: string | undefined, field?: string) =>
    value === undefined
      ? []
      : [
          {
            label,
            value: (
              <Changed value={value}>
                {field === undefined ? (
                  <SafeText text={value} max={120} />
                ) : (
                  <FilterValue field={field} value={value}>
                    <SafeText text={value} max={120} />
                  </FilterValue>
                )}
              </Changed>
            ),
          },
        ];
  const number = (label: string, value: string, at: SeenAt | null) => ({
    label,
    value: (
      <>
        <Changed value={value}>
          <span className="num">{formatRevision(value)}</span>
        </Changed>
        {at !== null && (
          <span className="dim">
            {" "}
            at <Time at={at} as="clock" />
          </span>
        )}
      </>
    ),
  });
  const weight = instance.weight === undefined ? undefined : String(instance.weight);
  const rows = [
    ...say("Datacenter", instance.datacenter, "dc"),
    ...say("Namespace", instance.namespace, "namespace"),
    ...say("Weight", weight, "weight"),
    ...say("Registered at", instance.registeredAt),
    number("Created at revision", instance.createRevision, instance.seen?.created ?? null),
    number("Changed at revision", instance.modRevision, changedAtOf(instance)),
    { label: "Version", value: <VersionFact version={instance.version} /> },
    ...(stored
      ? [{ label: "Read at revision", value: <span className="num">{formatRevision(stored.revision)}</span> }]
      : []),
  ];
  return <Facts rows={rows} />;
}

/** etcd counts writes since the key's creation. */
function VersionFact({ version }: { version: string }) {
  return (
    <Changed value={version}>
      <span className="num">{formatRevision(version)}</span>{" "}
      <span className="dim">{version.length < 10 ? `(${plural(Number(version), "write")})` : ""}</span>
    </Changed>
  );
}
