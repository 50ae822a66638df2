"use client";
import type { EvictionPreview } from "@/lib/api/evictions";
import type { GuardRule } from "@/lib/guards/rules";
import { CheckLine } from "../../ui/form-field";
import { Note } from "../../ui/note";

type Verdict = EvictionPreview["guards"]["key"][number];

/** What stands in the way, but for the reason, which the form asks for itself. */
export function refusalsOf(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.filter(({ refuses, rule }) => refuses && rule !== "reason");
}

/** The guards that refuse, in their own words, and the way past them for who may take it. */
export function Refusals({
  refusals,
  overridden,
  onOverride,
}: {
  refusals: readonly Verdict[];
  overridden: ReadonlySet<GuardRule>;
  onOverride: (rule: GuardRule, override: boolean) => void;
}) {
  return refusals.map(({ rule, words, overridable }) => (
    <Note key={rule} state="late">
      <b>Refused.</b> {words}
      {overridable ? (
        <CheckLine
          className="mt-1.5"
          checked={overridden.has(rule)}
          onChange={(event) => onOverride(rule, event.target.checked)}
        >
          <span>Override this guard as admin. The trail records it.</span>
        </CheckLine>
      ) : (
        <>
          <br />
          Nobody may override this guard.
        </>
      )}
    </Note>
  ));
}
