import { type ConnectionAnswer, connectionAnswerSchema, connectionQuerySchema } from "@/lib/api/connection";
import { ORIGINS_SETTING } from "@/server/http/origin-check";
import type { ApiContext } from "./context";
import { type Nothing, route } from "./route";

/** A browser does not tell a page why its socket did not open; this does. */
export const connectionRoute = route<ApiContext, Nothing, typeof connectionQuerySchema>({
  method: "GET",
  path: "/connection",
  id: "getConnection",
  summary: "Whether the live socket would open for a page of this origin, and what keeps it from it",
  role: "viewer",
  query: connectionQuerySchema,
  answer: { status: 200, description: "Also answered where the socket is refused.", schema: connectionAnswerSchema },
  handle({ query, request }, { origins, socketAttempts, sockets }) {
    const { host } = request.headers;
    const origin = query.origin ?? request.headers.origin;
    const isAllowed = origin === undefined || origins.isAllowed(origin, host);
    const { open, most } = sockets.stats();
    const setting = isAllowed ? (open >= most ? "ROLLCALL_LIVE_SOCKETS" : null) : ORIGINS_SETTING;
    const body: ConnectionAnswer = {
      origin: isAllowed ? "allowed" : "refused",
      host: host ?? "",
      upgrade: socketAttempts.lastOf(origin),
      sockets: { open, most },
      ...(setting === null ? {} : { setting }),
    };
    return { kind: "json", body };
  },
});
