import { Problem } from "@/lib/errors";

/**
 * The few that had to stay did not, between the look and the transaction: nothing was written, and it is looked at anew.
 * Whoever was only quicker leaves room for the next, and the guard says exactly why the rest has to stay.
 */
export class OthersLeft extends Problem {
  constructor() {
    const words = "Other instances of the service left or were drained at the same moment: look again how many stay.";
    super("guarded", words, { guards: [{ rule: "few-left", refuses: true, words, overridable: true }] });
  }
}
