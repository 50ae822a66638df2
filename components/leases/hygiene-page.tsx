"use client";
import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import Link from "next/link";
import { ApiErrorNote } from "@/components/api/api-error-note";
import { getJson } from "@/components/api/get-json";
import { curlCommand } from "@/components/instances/commands";
import { leaseHex } from "@/components/instances/instance-fields";
import { useOrigin } from "@/components/instances/use-origin";
import { useLive } from "@/components/live/use-live";
import { Page } from "@/components/shell/page";
import { instancePath } from "@/components/shell/pages";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { CopyLine } from "@/components/ui/copy-line";
import { count, plural } from "@/components/ui/format";
import { InlineLink } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { SafeText } from "@/components/ui/safe-text";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StateGlyph } from "@/components/ui/state-glyph";
import { Time } from "@/components/ui/time";
import { type HygieneAnswer, hygieneAnswerSchema } from "@/lib/api/leases";
import { commandFor, mendFor } from "./hygiene-command";
import { LeaseNav } from "./lease-nav";
import { leasePath } from "./lease-rows";

type Section = HygieneAnswer["sections"][number];

const SHOWN = 12;

/** How leases are used where it will hurt one day: what, why it matters, what to do. */
export function HygienePage() {
  const origin = useOrigin();
  const offsetMs = useLive((state) => state.clockOffsetMs);
  const { data, error, isFetching, refetch, dataUpdatedAt } = useQuery({
    queryKey: ["leases", "hygiene"],
    queryFn: ({ signal }) => getJson(hygieneAnswerSchema, "leases/hygiene", {}, signal),
    refetchInterval: 30_000,
    staleTime: 5_000,
  });
  const wrong = data?.sections.filter(({ total }) => total > 0) ?? [];
  const well = data?.sections.filter(({ total }) => total === 0) ?? [];
  return (
    <Page
      title="Leases"
      sub={
        data && (
          <p>
            {wrong.length === 0 ? "Nothing to mend" : `${plural(wrong.length, "habit")} to mend`}, looked at{" "}
            <Time at={dataUpdatedAt + offsetMs} suffix=" ago" />
          </p>
        )
      }
      actions={
        <Button icon={RefreshCw} onClick={() => void refetch()} disabled={isFetching}>
          Look again
        </Button>
      }
      commands={[{ tool: "etcdctl", line: "etcdctl lease list" }, curlCommand(origin, "/api/v1/leases/hygiene")]}
    >
      <LeaseNav current="hygiene" />
      {error && <ApiErrorNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={5} columns={[200, 120]} />}
      {data?.unchecked && (
        <div className="mb-3">
          <Note state="static">
            <b>Not everything could be looked at.</b> <SafeText text={data.unchecked} max={400} />
          </Note>
        </div>
      )}
      <div className="grid gap-3.5">
        {wrong.map((section) => (
          <HygieneSection key={section.kind} section={section} />
        ))}
        {well.length > 0 && (
          <Card flush aria-label="In order">
            <ul className="flex flex-wrap gap-x-6 gap-y-2 px-3.5 py-3 text-12 text-prose">
              {well.map(({ kind, title }) => (
                <li key={kind} className="flex items-center gap-2">
                  <StateGlyph state="alive" />
                  {title}: <span className="dim">none</span>
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
    </Page>
  );
}

function HygieneSection({ section }: { section: Section }) {
  const { kind, title, why, advice, total, findings } = section;
  const mend = mendFor(kind, findings[0]);
  return (
    <Card
      title={title}
      beside={<span className="num dim">{count(total)}</span>}
      bodyClassName="grid gap-x-8 gap-y-2 md:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]"
    >
      <div className="grid content-start gap-2 text-code text-prose leading-normal">
        <p>
          <b className="font-medium text-ink">Why it matters.</b> {why}
        </p>
        <p>
          <b className="font-medium text-ink">What to do.</b> {advice}
        </p>
        {mend && <CopyLine boxed text={mend} label={`Copy the command for: ${title}`} />}
      </div>
      <ul>
        {findings.slice(0, SHOWN).map((finding) => (
          <Found key={`${finding.leaseId} ${finding.key}`} finding={finding} />
        ))}
        {total > SHOWN && (
          <li className={`dim ${FOUND}`}>
            and {count(total - SHOWN)} more; the command at the foot of the page gives{" "}
            {total > findings.length ? `the first ${count(findings.length)}` : "all of them"}
          </li>
        )}
      </ul>
    </Card>
  );
}

const FOUND = "flex min-h-10 min-w-0 items-center gap-2.5 border-line-soft border-b text-12 last:border-b-0";

function Found({ finding }: { finding: Section["findings"][number] }) {
  const { leaseId, key, service, detail } = finding;
  const command = commandFor(finding);
  return (
    <li className={FOUND}>
      <span className="grid min-w-0 flex-1 leading-[1.35]">
        {key !== null && (
          <span className="ell">
            {service === null ? (
              <span className="mono">
                <SafeText text={key} max={160} />
              </span>
            ) : (
              <Link href={instancePath(key)} prefetch={false} className="mono">
                <SafeText text={key} max={160} />
              </Link>
            )}
          </span>
        )}
        <span className="mid">
          {leaseId !== null && (
            <InlineLink href={leasePath(leaseId)} className="mono">
              {leaseHex(leaseId)}
            </InlineLink>
          )}{" "}
          {detail}
        </span>
      </span>
      {command && <CopyButton text={command} label={`Copy: ${command}`} />}
    </li>
  );
}
