import { CircleAlert } from "lucide-react";
import type { Mistake } from "@/lib/query/ast";
import { SafeText } from "../ui/safe-text";

const SHOWN = 3;

/** What is wrong with the query, each with its part. */
export function QueryMistakes({ id, text, mistakes }: { id: string; text: string; mistakes: readonly Mistake[] }) {
  return (
    <div id={id} role="status" className="text-12 text-late leading-[1.4]">
      {mistakes.slice(0, SHOWN).map(({ from, to, message }) => (
        <p className="mt-1.5 flex gap-1.75" key={`${from} ${message}`}>
          <CircleAlert className="icon mt-0.5 size-3.25" aria-hidden />
          <span>
            <code className="mono wrap-anywhere text-ink">
              <SafeText text={text.slice(from, to)} max={40} />
            </code>{" "}
            is not applied. {message}
          </span>
        </p>
      ))}
    </div>
  );
}
