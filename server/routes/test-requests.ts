import { testLineSchema, testRequestsSchema } from "@/lib/api/test-requests";
import { candidatesOf } from "./balancer";
import { type ApiContext, presentView } from "./context";
import { type Nothing, route } from "./route";

export const testRequestsRoute = route<ApiContext, Nothing, Nothing, typeof testRequestsSchema>({
  method: "POST",
  path: "/test-requests",
  id: "sendTestRequests",
  summary: "Sends requests to a service's instances as policies choose them; closing the request stops it",
  role: "operator",
  body: testRequestsSchema,
  answer: {
    status: 200,
    description: "Lines of JSON: one as it starts, one per attempt, rotation and change, then the summary.",
    schema: testLineSchema,
    lines: true,
  },
  problems: ["not-found", "not-ready", "rate-limited"],
  async handle({ body, request }, context) {
    presentView(context);
    candidatesOf(body.service, context);
    const { pieces } = await context.testRequests.start(request.socket.remoteAddress ?? "?", body);
    return { kind: "stream", live: true, contentType: "application/x-ndjson; charset=utf-8", pieces };
  },
});
