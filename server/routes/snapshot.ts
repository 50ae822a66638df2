import { snapshotSchema } from "@/lib/api/snapshot";
import { acceptedEncoding } from "@/server/http/reply";
import type { ApiContext } from "./context";
import { route } from "./route";

export const snapshotRoute = route<ApiContext>({
  method: "GET",
  path: "/snapshot",
  id: "getSnapshot",
  summary: "The whole view, from which the live stream continues",
  role: "viewer",
  answer: { status: 200, description: "The view at one position.", schema: snapshotSchema },
  cost: "scan",
  problems: ["not-ready", "over-budget"],
  async handle({ request }, context) {
    const { body, encoding, etag } = await context.snapshots.snapshotBody(acceptedEncoding(request) ?? "identity");
    return {
      kind: "bytes",
      body,
      contentType: "application/json; charset=utf-8",
      etag,
      ...(encoding === "identity" ? {} : { encoding }),
    };
  },
});
