import { z } from "./zod";

export const layoutEntrySchema = z
  .object({
    id: z.string(),
    title: z.string(),
    docs: z.string().exactOptional(),
    defaultPrefix: z.string().nullable(),
    prefixes: z.array(z.string()).describe("The watched prefixes it reads under; empty where it is not in use."),
    rules: z.array(
      z.object({
        key: z.string().describe("Template of the whole key."),
        role: z.string(),
        codec: z.string().describe("How the value is read: none, text, address, url or json."),
      }),
    ),
    write: z.object({
      put: z.enum(["none", "fields", "full"]),
      delete: z.enum(["ok", "futile", "danger", "never"]),
      note: z.string().exactOptional(),
    }),
  })
  .meta({ id: "Layout" });

export const layoutsAnswerSchema = z.object({ layouts: z.array(layoutEntrySchema) }).meta({ id: "Layouts" });
export type LayoutsAnswer = z.infer<typeof layoutsAnswerSchema>;
