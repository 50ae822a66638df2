"use client";
import { Check, CircleHelp, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
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
    <div className="written" aria-busy={!current}>
      <section>
        <h3>Key</h3>
        <RawLine data-field="key">
          <MarkedText text={preview.key} before={before?.key ?? null} />
        </RawLine>
      </section>
      <section>
        <h3>
          Value <span className="dim">exactly these {formatBytes(preview.value.bytes)}</span>
        </h3>
        <RawLine data-field="value">
          <MarkedText text={preview.value.text} before={before?.value.text ?? null} />
        </RawLine>
      </section>
      <section>
        <h3>Lease</h3>
        <p className="mid">{leaseWords(preview.ttlSeconds, keeper)}</p>
      </section>
      <section>
        <h3>In one transaction</h3>
        <dl className="txn">
          <dt>if</dt>
          <dd>nothing is stored at this key yet</dd>
          <dt>do</dt>
          <dd>put the key{preview.ttlSeconds !== null && " with the new lease"}, and the audit entry</dd>
          <dt>or</dt>
          <dd>write nothing and show what is there</dd>
        </dl>
      </section>
      {preview.checks.length > 0 && (
        <section>
          <h3>Checked</h3>
          <ul className="checks">
            {preview.checks.map(({ check, state, words }) => (
              <li key={check} data-check={state}>
                {state === "good" ? (
                  <Check className="icon" aria-label="good" />
                ) : state === "bad" ? (
                  <X className="icon" aria-label="bad" />
                ) : (
                  <CircleHelp className="icon" aria-label="not known" />
                )}
                <SafeText text={words} max={300} />
              </li>
            ))}
          </ul>
        </section>
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
