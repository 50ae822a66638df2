"use client";
import { useMemo, useState } from "react";
import type { KeyAnswer } from "@/lib/api/keys";
import { CopyButton } from "../ui/copy-button";
import { bytes as formatBytes } from "../ui/format";
import { MoreButton } from "../ui/link";
import { usePhone } from "../ui/media";
import { Segmented } from "../ui/segmented";
import { bytesOfBase64, hexDump, layOutJson, type ValueView, viewsOf } from "./raw-value";
import { ValueText } from "./value-text";

const VIEW_WORD: Record<ValueView, string> = { json: "JSON", text: "Text", hex: "Hex" };
const HEX_LINES = 2048;

/** The value of a key in the ways it can be read, and what was left out of it. */
export function RawValueView({
  value,
  narrow = false,
  onShowBytes,
}: {
  value: KeyAnswer["value"];
  narrow?: boolean;
  /** Asks for the bytes of a value that is not text. */
  onShowBytes?: () => void;
}) {
  const [chosen, setChosen] = useState<ValueView | null>(null);
  const views = useMemo(() => viewsOf(value), [value]);
  const view = chosen && views.includes(chosen) ? chosen : views[0];
  const perLine = usePhone() || narrow ? 8 : 16;
  const shown = useMemo(() => {
    if (view === "hex") return hexDump(bytesOfBase64(value.base64 ?? ""), HEX_LINES, perLine);
    return view === "json" ? layOutJson(value.text ?? "") : (value.text ?? "");
  }, [view, value, perLine]);
  const given = value.base64 === null ? null : Math.floor((value.base64.length * 3) / 4);
  return (
    <>
      <div className="mb-2 flex min-h-7 items-center gap-2.5 text-11">
        {views.length > 1 && view && (
          <Segmented
            label="How to show the value"
            value={view}
            options={views.map((one) => ({ value: one, label: VIEW_WORD[one] }))}
            onChange={setChosen}
          />
        )}
        <span className="dim min-w-0 flex-1">{formatBytes(value.bytes)}</span>
        <CopyButton text={view === "hex" ? shown : (value.text ?? "")} label="Copy the value" />
      </div>
      {value.bytes === 0 ? (
        <p className="dim">The value is empty.</p>
      ) : value.text === null && value.base64 === null ? (
        <p className="dim">
          These bytes are not UTF-8: whether they hold a secret cannot be seen.{" "}
          {onShowBytes && <MoreButton onClick={onShowBytes}>Show the bytes</MoreButton>}
        </p>
      ) : (
        <ValueText key={view} text={shown} label="Value" wrap={view !== "hex"} />
      )}
      <ul className="mt-1.5 text-11 text-muted">
        {value.text === null && value.base64 !== null && <li>These bytes are not UTF-8.</li>}
        {value.truncated && given !== null && <li>The first {formatBytes(given)} are shown.</li>}
        {value.truncated && given === null && <li>Only the first part is shown.</li>}
        {value.redacted && (
          <li>Secret-looking fields, and members that stand twice, are replaced before they leave the server.</li>
        )}
        {view === "hex" && value.bytes > HEX_LINES * perLine && (
          <li>The first {formatBytes(HEX_LINES * perLine)} as hex.</li>
        )}
      </ul>
    </>
  );
}
