import type { ServiceSummary } from "@/lib/registry/select";
import { summarizeServices, updateSummaries } from "@/lib/registry/summaries";
import type { View } from "@/lib/registry/view";

export interface ServiceIndex {
  /** The view's services, sorted by name. */
  of(view: View): readonly ServiceSummary[];
}

/** Summaries for whoever asks: brought up to date on demand, so that nobody pays while nobody asks. */
export function createServiceIndex(): ServiceIndex {
  let last: { view: View; summaries: readonly ServiceSummary[] } | null = null;
  return {
    of(view) {
      if (last?.view !== view) {
        const summaries = last ? updateSummaries(last.summaries, last.view, view) : summarizeServices(view);
        last = { view, summaries };
      }
      return last.summaries;
    },
  };
}
