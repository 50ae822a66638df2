import type { ReactNode } from "react";
import type { Telling } from "@/lib/stage/types";
import { FactList } from "./fact-list";
import { Marked } from "./marked";

/** What is told beside the picture: a title, a sentence, what was measured. */
export function StageText({ telling, children }: { telling: Telling; children?: ReactNode }) {
  return (
    <section aria-live="off">
      <StageTitle>
        <Marked text={telling.title} />
      </StageTitle>
      <StageSentence>
        <Marked text={telling.sentence} />
      </StageSentence>
      <FactList facts={telling.facts} on="stage" />
      {children}
    </section>
  );
}

export function StageTitle({ children }: { children: ReactNode }) {
  return (
    <h1 className="text-balance font-semibold text-[max(38px,6.2*var(--u))] leading-[1.04] tracking-[-0.035em] [&>code]:font-medium [&>code]:font-mono [&>code]:text-[0.92em] [&>code]:text-gone [&>code]:leading-normal [&>code]:tracking-[-0.05em]">
      {children}
    </h1>
  );
}

export function StageSentence({ children }: { children: ReactNode }) {
  return (
    <p className="mt-[calc(2.2*var(--u))] text-pretty text-[max(24px,2.9*var(--u))] text-prose leading-[1.34] tracking-[-0.012em] [&>b]:font-medium [&>b]:text-ink">
      {children}
    </p>
  );
}
