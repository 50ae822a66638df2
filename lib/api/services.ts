import { serviceLanguage } from "@/lib/query/languages/services";
import { instanceEntrySchema } from "./instances";
import { pageAnswer, pageQuery } from "./paging";
import { queryOver } from "./query";
import { z } from "./zod";

export const livenessCountsSchema = z
  .object({
    alive: z.number(),
    late: z.number(),
    overdue: z.number(),
    static: z.number(),
    gone: z.number(),
  })
  .meta({ id: "LivenessCounts" });

export const serviceEntrySchema = z
  .object({
    name: z.string(),
    counts: livenessCountsSchema,
    total: z.number().describe("Present instances: all but `gone`."),
    draining: z.number(),
    inService: z.number().describe("Present instances that are neither draining nor overdue."),
    datacenters: z.array(z.string()),
    namespaces: z.array(z.string()),
    layouts: z.array(z.string()),
    minimum: z.number().exactOptional().describe("The expected number of instances, where one is set."),
  })
  .meta({ id: "Service" });
export type ServiceEntry = z.infer<typeof serviceEntrySchema>;

export const servicesQuerySchema = z.strictObject({
  ...pageQuery,
  q: queryOver(serviceLanguage),
});
export const servicesAnswerSchema = z
  .object({ revision: z.string(), services: z.array(serviceEntrySchema), ...pageAnswer })
  .meta({ id: "Services" });
export type ServicesAnswer = z.infer<typeof servicesAnswerSchema>;

export const serviceParamsSchema = z.object({
  service: z.string().min(1).describe("URL-encoded; a name that holds slashes carries them as `%2F`."),
});
export const serviceAnswerSchema = z
  .object({ revision: z.string(), service: serviceEntrySchema, instances: z.array(instanceEntrySchema) })
  .meta({ id: "ServiceDetail" });
export type ServiceAnswer = z.infer<typeof serviceAnswerSchema>;
