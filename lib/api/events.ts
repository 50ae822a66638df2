import { anyOf, filterText, pageAnswer, pageQuery } from "./paging";
import { causeSchema, eventTypeSchema, registryEventSchema } from "./registry";
import { z } from "./zod";

const moment = z
  .union([
    z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ])
  .describe("ISO 8601, or milliseconds since 1970.");

export const eventsQuerySchema = z.strictObject({
  ...pageQuery,
  service: anyOf(filterText),
  key: filterText.exactOptional(),
  type: anyOf(eventTypeSchema),
  cause: anyOf(causeSchema),
  q: filterText.exactOptional().describe("Part of a key, a service or an instance, in any case."),
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
  "id",
] as const;
