import { filterText } from "./paging";
import { z } from "./zod";

export const connectionQuerySchema = z.strictObject({
  origin: filterText
    .exactOptional()
    .describe(
      "The page's own origin, `location.origin`: browsers send no `Origin` with a GET to the page's own server. Without it the `Origin` header counts.",
    ),
});

/** Why the live socket does not open: what a browser does not tell its page. */
export const connectionAnswerSchema = z
  .object({
    origin: z
      .enum(["allowed", "refused"])
      .describe("Whether pages of this origin may open the socket and write. Without an origin: allowed."),
    host: z.string().describe("The `Host` with which the request arrived: a proxy may have put its own there."),
    upgrade: z
      .enum(["websocket", "missing"])
      .describe(
        "Whether the last attempt of this origin to open the socket arrived as a WebSocket upgrade. `missing` after an attempt: something in between does not pass upgrades on.",
      ),
    sockets: z
      .object({ open: z.int(), most: z.int() })
      .describe("Live connections that are open, and how many may be; a further one is refused with 503."),
    setting: z.string().exactOptional().describe("The setting that would allow what is refused."),
  })
  .meta({ id: "Connection" });

export type ConnectionAnswer = z.infer<typeof connectionAnswerSchema>;
