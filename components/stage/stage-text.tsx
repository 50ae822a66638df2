import type { ReactNode } from "react";
import type { Telling } from "@/lib/stage/types";
import { FactList } from "./fact-list";
import { Marked } from "./marked";

/** What is told beside the picture: a title, a sentence, what was measured. */
export function StageText({ telling, children }: { telling: Telling; children?: ReactNode }) {
  return (
    <section className="stage-text" aria-live="off">
      <h1>
        <Marked text={telling.title} />
      </h1>
      <p>
        <Marked text={telling.sentence} />
      </p>
      <FactList facts={telling.facts} />
      {children}
    </section>
  );
}
