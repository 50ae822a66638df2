import { sightingsAnswerSchema } from "@/lib/api/sightings";
import type { ApiContext } from "./context";
import { route } from "./route";

export const sightingsRoute = route<ApiContext>({
  method: "GET",
  path: "/sightings",
  id: "getSightings",
  summary: "Instances to which requests of this console, its gateway or its demo fleet failed lately, and how",
  role: "viewer",
  answer: {
    status: 200,
    description: "What was seen, with its age; nothing is probed.",
    schema: sightingsAnswerSchema,
  },
  handle: (_input, { traffic }) => ({ kind: "json", body: traffic.sightings() }),
});
