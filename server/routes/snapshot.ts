import { snapshotSchema } from "@/lib/api/snapshot";
import { acceptedEncoding, hasAlready } from "@/server/http/reply";
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
    const contentType = "application/json; charset=utf-8";
    const accepted = acceptedEncoding(request) ?? "identity";
    // Whoever asks again and again where nothing changes costs nothing: the view is not encoded for it.
    const now = context.snapshots.etag(accepted);
    if (now !== null && hasAlready(request, now))
      return { kind: "bytes", body: Buffer.alloc(0), contentType, etag: now };
    const { body, encoding, etag } = await context.snapshots.snapshotBody(accepted);
    return {
      kind: "bytes",
      body,
      contentType,
      etag,
      ...(encoding === "identity" ? {} : { encoding }),
    };
  },
});
