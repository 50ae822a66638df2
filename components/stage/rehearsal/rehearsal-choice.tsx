"use client";
import Link from "next/link";
import { Button, ButtonLink } from "@/components/ui/button";
import { SafeText } from "@/components/ui/safe-text";
import { Kbd } from "@/components/ui/tag";
import type { HeldRegistration } from "@/lib/api/registrations";
import { StageSentence, StageTitle } from "../stage-text";
import { useWayOut } from "./use-way-out";

/** As many as have a key of their own. */
export const MOST_CHOICES = 9;

const QUIET =
  "mt-[calc(2.2*var(--u))] text-pretty text-[max(18px,1.8*var(--u))] leading-[1.34] tracking-[-0.012em] text-prose";

/** Which of the console's own registrations is rehearsed with: by a press, or by its digit. `held` is null until it is known. */
export function RehearsalChoice(props: {
  held: readonly HeldRegistration[] | null;
  note: string | null;
  onChoose: (held: HeldRegistration) => void;
}) {
  const { held, note, onChoose } = props;
  const choices = held?.slice(0, MOST_CHOICES) ?? [];
  const { href, label } = useWayOut();
  return (
    <section>
      <StageTitle>Rehearse expiry</StageTitle>
      <StageSentence>
        On any registry, with an instance that <b>this console holds</b>: it stops renewing the lease, and you see the
        end that everybody sees.
      </StageSentence>
      {note && <p className={QUIET}>{note}</p>}
      {held?.length === 0 && (
        <StageSentence>
          It holds none at the moment.{" "}
          <Link href="/registrations" className="text-ink underline decoration-[0.06em] underline-offset-[0.18em]">
            Register one
          </Link>{" "}
          with a short lease, and come back.
        </StageSentence>
      )}
      {choices.length > 0 && (
        <ul className="my-[calc(2*var(--u))] grid gap-2.5" aria-label="Registrations held by the console">
          {choices.map((one, index) => (
            <li key={one.key}>
              <Button
                large
                className="wrap-anywhere flex h-auto w-full justify-start gap-3 px-4 py-3 text-left text-[max(20px,2.2*var(--u))]"
                onClick={() => onChoose(one)}
              >
                <Kbd className="h-auto min-w-[1.6em] text-[0.8em] leading-normal">{index + 1}</Kbd>
                <SafeText text={one.service} max={60} />{" "}
                <code className="font-mono">
                  <SafeText text={one.instance} max={60} />
                </code>
                <small className="ml-auto whitespace-nowrap text-prose">{one.ttlSeconds} s</small>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {held && held.length > MOST_CHOICES && (
        <p className={QUIET}>
          The first {MOST_CHOICES} of {held.length}.
        </p>
      )}
      <StageSentence>
        <ButtonLink large className="h-auto px-4 py-2.5 text-[max(18px,1.8*var(--u))]" href={href}>
          {label}
        </ButtonLink>
      </StageSentence>
    </section>
  );
}
