import type { Policy } from "../types";
import { drawOf, lotOf, sharesByWeight } from "../weights";

export const random: Policy = {
  id: "random",
  title: "Random",
  summary: "Draws one by chance, in proportion to weights.",
  hashes: false,
  countsRequests: false,
  weighs: true,
  chooser(list, _group, tools) {
    const lot = lotOf(list);
    return {
      choose: (context) => drawOf(list, lot, context?.except, tools.random),
      shares: () => sharesByWeight(list),
    };
  },
};
