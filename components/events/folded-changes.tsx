"use client";
import { useQuery } from "@tanstack/react-query";
import { eventsAnswerSchema } from "@/lib/api/events";
import type { Folded, RegistryEvent } from "@/lib/registry/types";
import { ApiErrorNote } from "../api/api-error-note";
import { getJson } from "../api/get-json";
import { instancePath, servicePath } from "../shell/pages";
import { count } from "../ui/format";
import { InlineLink } from "../ui/link";
import { SafeText } from "../ui/safe-text";
import { PanelPart } from "../ui/side-panel";
import { headOf } from "./event-kind";
import { PANEL_LINE } from "./panel-line";

const MOST_SERVICES = 100;
const MOST_CHANGES = 200;

/** What an event tells together: by service, and the single changes as far as a panel has room. */
export function FoldedChanges({ event, folded }: { event: RegistryEvent; folded: Folded }) {
  const changes = useQuery({
    queryKey: ["events", "of", event.id],
    queryFn: ({ signal }) => getJson(eventsAnswerSchema, "events", { of: event.id, limit: MOST_CHANGES }, signal),
  });
  const all = folded.removed + folded.registered + folded.changed;
  const listed = changes.data?.events ?? [];
  return (
    <>
      {folded.services.length > 0 && (
        <PanelPart title="What went, by service">
          <ul>
            {folded.services.slice(0, MOST_SERVICES).map(({ service, instances }) => (
              <li className={PANEL_LINE} key={service}>
                <InlineLink href={servicePath(service)}>
                  <SafeText text={service} max={60} />
                </InlineLink>{" "}
                <span className="num dim">{count(instances)}</span>
              </li>
            ))}
            {folded.serviceCount > MOST_SERVICES && (
              <li className={`${PANEL_LINE} text-muted`}>and {count(folded.serviceCount - MOST_SERVICES)} more</li>
            )}
          </ul>
        </PanelPart>
      )}
      <PanelPart title="Each change">
        {changes.error && <ApiErrorNote error={changes.error} onRetry={() => void changes.refetch()} />}
        <ul>
          {listed.map((one) => (
            <li className={PANEL_LINE} key={one.id}>
              <span className="dim">{headOf(one).word}</span>{" "}
              <InlineLink href={instancePath(one.instanceId ?? one.key ?? "")}>
                <SafeText text={one.service ?? ""} max={40} /> <SafeText text={one.instance ?? ""} max={60} />
              </InlineLink>
            </li>
          ))}
          {all > listed.length && !changes.isPending && (
            <li className={`${PANEL_LINE} text-muted`}>and {count(all - listed.length)} more</li>
          )}
        </ul>
      </PanelPart>
    </>
  );
}
