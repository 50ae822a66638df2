import { eventLanguage } from "@/lib/query/languages/events";
import { moment } from "./moment";
import { anyOf, filterText, pageAnswer, pageQuery } from "./paging";
import { queryOver } from "./query";
import { causeSchema, eventTypeSchema, registryEventSchema, revisionSchema } from "./registry";
import { z } from "./zod";

export const eventsQuerySchema = z.strictObject({
  ...pageQuery,
  service: anyOf(filterText),
  key: filterText.exactOptional(),
  type: anyOf(eventTypeSchema),
  cause: anyOf(causeSchema),
  revision: revisionSchema.exactOptional().describe("Events of this revision: what one transaction or action did."),
  q: queryOver(eventLanguage),
  of: filterText
    .exactOptional()
    .describe("The single changes that the event of this id tells together; other lists leave them out."),
  since: moment.exactOptional(),
  until: moment.exactOptional(),
});
export type EventsQuery = z.infer<typeof eventsQuerySchema>;

export const eventsAnswerSchema = z
  .object({
    events: z.array(registryEventSchema).describe("Newest first."),
    complete: z.boolean().describe("False where older events were dropped to stay within bounds."),
    oldestAt: registryEventSchema.shape.at.describe(
      "When the oldest event that is kept happened, whatever the filters.",
    ),
    ...pageAnswer,
  })
  .meta({ id: "Events" });
export type EventsAnswer = z.infer<typeof eventsAnswerSchema>;

/** Columns of the CSV export, in order. */
export const EVENT_COLUMNS = [
  "at",
  "revision",
  "type",
  "service",
  "instance",
  "key",
  "cause",
  "certainty",
  "evidence",
  "actor",
  "auditId",
  "id",
] as const;
