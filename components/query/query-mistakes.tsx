import { CircleAlert } from "lucide-react";
import type { Mistake } from "@/lib/query/ast";
import { SafeText } from "../ui/safe-text";

const SHOWN = 3;

/** What is wrong with the query, each with its part. */
export function QueryMistakes({ id, text, mistakes }: { id: string; text: string; mistakes: readonly Mistake[] }) {
  return (
    <div id={id} role="status" className="query-mistakes">
      {mistakes.slice(0, SHOWN).map(({ from, to, message }) => (
        <p key={`${from} ${message}`}>
          <CircleAlert className="icon" aria-hidden />
          <span>
            <code className="mono">
              <SafeText text={text.slice(from, to)} max={40} />
            </code>{" "}
            is not applied. {message}
          </span>
        </p>
      ))}
    </div>
  );
}
