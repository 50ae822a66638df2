import { type UnrecognizedAnswer, unrecognizedAnswerSchema, unrecognizedQuerySchema } from "@/lib/api/unrecognized";
import { NOTHING_ASKED } from "@/lib/query/ast";
import { compile } from "@/lib/query/compile";
import { unrecognizedLanguage } from "@/lib/query/languages/unrecognized";
import { both, typedTerms } from "@/lib/query/print";
import { unrecognizedOrder } from "@/lib/registry/unrecognized-order";
import { type ApiContext, presentView } from "./context";
import { pageOf } from "./cursor";
import { type Nothing, route } from "./route";

export const unrecognizedRoute = route<ApiContext, Nothing, typeof unrecognizedQuerySchema>({
  method: "GET",
  path: "/unrecognized",
  id: "listUnrecognized",
  summary: "Keys under the watched prefixes that no layout reads, each with its reason",
  role: "viewer",
  query: unrecognizedQuerySchema,
  answer: { status: 200, description: "A page of keys.", schema: unrecognizedAnswerSchema },
  problems: ["not-ready"],
  cost: "scan",
  async handle({ query, pace }, context) {
    const view = presentView(context);
    const asked = both(query.q ?? NOTHING_ASKED, typedTerms({ reason: query.reason }));
    const { items: keys, nextCursor } = await pageOf(view.unrecognized.values(), {
      sortKey: (one) => unrecognizedOrder(one),
      fits: compile(asked, unrecognizedLanguage).matches,
      entry: (one) => one,
      page: query,
      pace,
    });
    const body: UnrecognizedAnswer = { revision: view.revision, total: view.unrecognized.size, keys, nextCursor };
    return { kind: "json", body };
  },
});
