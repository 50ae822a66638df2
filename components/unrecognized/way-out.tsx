import type { LayoutsAnswer } from "@/lib/api/layouts";
import type { UnrecognizedKey } from "@/lib/registry/types";
import { CopyLine } from "../ui/copy-line";
import { wayOutOf } from "./reasons";

/** What to do about one key: in words, what would be read, and the setting that would read it. */
export function WayOutPart({ row, layouts }: { row: UnrecognizedKey; layouts: LayoutsAnswer["layouts"] }) {
  const { advice, templates, example, setting } = wayOutOf(row, layouts);
  return (
    <div className="grid gap-2 text-12">
      <p className="mid">{advice}</p>
      {example !== null && <CopyLine boxed text={example} label="Copy the example" />}
      {templates.length > 0 && (
        <>
          <p className="dim">
            {example === null ? "Under this prefix these keys are read:" : "The key as the layout reads it:"}
          </p>
          <ul>
            {templates.map(({ layout, key, codec }) => (
              <li key={`${layout} ${key} ${codec}`} className="mono wrap-anywhere py-0.5">
                {key}{" "}
                <span className="dim">
                  = {codec}, {layout}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {setting !== null && (
        <>
          <p className="dim">This part of ROLLCALL_PREFIXES would try the generic layout too:</p>
          <CopyLine boxed text={setting} label="Copy the setting" />
        </>
      )}
    </div>
  );
}
