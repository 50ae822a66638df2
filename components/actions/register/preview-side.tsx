"use client";
import { Check, CircleHelp, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { RegistrationPreview } from "@/lib/api/registrations";
import { useOrigin } from "../../instances/use-origin";
import { CommandBlock } from "../../ui/command-block";
import { bytes as formatBytes } from "../../ui/format";
import { MarkedText } from "../../ui/marked-text";
import { RawLine } from "../../ui/raw-text";
import { SafeText } from "../../ui/safe-text";
import { curlWrite } from "../write-commands";
import type { Keeper } from "./draft";

/** The exact key, value and lease, with what the last change of the form has changed in them. */
export function PreviewSide({
  preview,
  current,
  body,
  keeper,
}: {
  preview: RegistrationPreview;
  /** False while the answer to the last letters is on its way. */
  current: boolean;
  body: Record<string, unknown>;
  keeper: Keeper;
}) {
  const before = usePrevious(preview);
  const origin = useOrigin();
  return (
    <div className="grid min-w-0 gap-4 transition-opacity aria-busy:opacity-75" aria-busy={!current}>
      <Part title="Key">
        <RawLine data-field="key">
          <MarkedText text={preview.key} before={before?.key ?? null} />
        </RawLine>
      </Part>
      <Part
        title={
          <>
            Value <span className="ml-1 font-normal text-muted">exactly these {formatBytes(preview.value.bytes)}</span>
          </>
        }
      >
        <RawLine data-field="value">
          <MarkedText text={preview.value.text} before={before?.value.text ?? null} />
        </RawLine>
      </Part>
      <Part title="Lease">
        <p className="mid">{leaseWords(preview.ttlSeconds, keeper)}</p>
      </Part>
      <Part title="In one transaction">
        <dl className="grid grid-cols-[26px_minmax(0,1fr)] gap-x-1.5 gap-y-0.75 text-12 text-prose [&>dt]:font-mono [&>dt]:text-muted">
          <dt>if</dt>
          <dd>nothing is stored at this key yet</dd>
          <dt>do</dt>
          <dd>put the key{preview.ttlSeconds !== null && " with the new lease"}, and the audit entry</dd>
          <dt>or</dt>
          <dd>write nothing and show what is there</dd>
        </dl>
      </Part>
      {preview.checks.length > 0 && (
        <Part title="Checked">
          <ul className="grid gap-1.25 text-12 text-prose">
            {preview.checks.map(({ check, state, words }) => (
              <li key={check} data-check={state} className="wrap-anywhere flex gap-2 leading-[1.45]">
                {state === "good" ? (
                  <Check className="icon mt-0.5 size-3.5" aria-label="good" />
                ) : state === "bad" ? (
                  <X className="icon mt-0.5 size-3.5 text-gone" aria-label="bad" />
                ) : (
                  <CircleHelp className="icon mt-0.5 size-3.5" aria-label="not known" />
                )}
                <SafeText text={words} max={300} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      <CommandBlock
        commands={[
          { tool: "etcdctl", line: preview.etcdctl },
          curlWrite(origin, { method: "POST", path: "registrations", body }),
        ]}
      />
    </div>
  );
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 font-semibold text-12">{title}</h3>
      {children}
    </section>
  );
}

function leaseWords(ttlSeconds: number | null, keeper: Keeper): string {
  if (ttlSeconds === null) return "None. The key stays until somebody deletes it.";
  if (keeper === "nobody")
    return `${ttlSeconds} s, and nobody renews it: the instance appears, counts down and expires.`;
  return `${ttlSeconds} s, renewed by this console about every ${(ttlSeconds / 3).toFixed(1)} s. Two heartbeats can be lost before it expires.`;
}

/** The preview before this one, as long as it was another. */
function usePrevious(preview: RegistrationPreview): RegistrationPreview | null {
  const last = useRef(preview);
  const [before, setBefore] = useState<RegistrationPreview | null>(null);
  useEffect(() => {
    if (last.current === preview) return;
    setBefore(last.current);
    last.current = preview;
  }, [preview]);
  return before;
}
