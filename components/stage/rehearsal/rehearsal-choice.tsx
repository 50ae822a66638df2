"use client";
import Link from "next/link";
import { Button, ButtonLink } from "@/components/ui/button";
import { SafeText } from "@/components/ui/safe-text";
import { Kbd } from "@/components/ui/tag";
import type { HeldRegistration } from "@/lib/api/registrations";
import { useWayOut } from "./use-way-out";

/** As many as have a key of their own. */
export const MOST_CHOICES = 9;

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
    <section className="stage-text">
      <h1>Rehearse expiry</h1>
      <p>
        On any registry, with an instance that <b>this console holds</b>: it stops renewing the lease, and you see the
        end that everybody sees.
      </p>
      {note && <p className="quiet">{note}</p>}
      {held?.length === 0 && (
        <p>
          It holds none at the moment. <Link href="/registrations">Register one</Link> with a short lease, and come
          back.
        </p>
      )}
      {choices.length > 0 && (
        <ul className="stage-choices" aria-label="Registrations held by the console">
          {choices.map((one, index) => (
            <li key={one.key}>
              <Button
                large
                className="wrap-anywhere flex h-auto w-full justify-start gap-3 px-4 py-3 text-[max(20px,2.2*var(--u))]"
                onClick={() => onChoose(one)}
              >
                <Kbd className="h-auto min-w-[1.6em] text-[0.8em] leading-normal">{index + 1}</Kbd>
                <SafeText text={one.service} max={60} />{" "}
                <code>
                  <SafeText text={one.instance} max={60} />
                </code>
                <small>{one.ttlSeconds} s</small>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {held && held.length > MOST_CHOICES && (
        <p className="quiet">
          The first {MOST_CHOICES} of {held.length}.
        </p>
      )}
      <p className="stage-way-out">
        <ButtonLink large className="h-auto px-4 py-2.5 text-[max(18px,1.8*var(--u))]" href={href}>
          {label}
        </ButtonLink>
      </p>
    </section>
  );
}
