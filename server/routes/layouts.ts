import { type LayoutsAnswer, layoutsAnswerSchema } from "@/lib/api/layouts";
import { builtInLayouts } from "@/lib/layouts/built-in";
import type { ApiContext } from "./context";
import { route } from "./route";

export const layoutsRoute = route<ApiContext>({
  method: "GET",
  path: "/layouts",
  id: "listLayouts",
  summary: "The layouts known here: what they read, where, and what may be written",
  role: "viewer",
  answer: { status: 200, description: "All layouts.", schema: layoutsAnswerSchema },
  handle(_input, { layouts }) {
    const body: LayoutsAnswer = {
      layouts: builtInLayouts.map((layout) => ({
        id: layout.id,
        title: layout.title,
        ...(layout.docs === undefined ? {} : { docs: layout.docs }),
        defaultPrefix: layout.defaultPrefix,
        prefixes: layouts.prefixes
          .filter((watched) => watched.layouts.some(({ id }) => id === layout.id))
          .map(({ prefix }) => prefix),
        rules: layout.rules.map((rule) => ({ key: rule.key, role: rule.role, codec: rule.value.kind })),
        write: {
          put: layout.write.put,
          delete: layout.write.delete,
          ...(layout.write.note === undefined ? {} : { note: layout.write.note }),
        },
      })),
    };
    return { kind: "json", body };
  },
});
