import { trafficAnswerSchema } from "@/lib/api/traffic";
import type { ApiContext } from "./context";
import { route } from "./route";

export const trafficRoute = route<ApiContext>({
  method: "GET",
  path: "/traffic",
  id: "getTraffic",
  summary: "Requests really seen: through the gateway, test requests, calls of the demo fleet",
  role: "viewer",
  answer: { status: 200, description: "Counts since the console's start.", schema: trafficAnswerSchema },
  handle: (_input, { traffic }) => ({ kind: "json", body: traffic.answer() }),
});
