import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Behaviour, Orders } from "./orders";

export interface CallCount {
  service: string;
  answered: number;
  failed: number;
}

const MOST_CONTROL_BYTES = 1_000;

/** Answers who it is, whether it is well, and takes orders about how well from whoever knows the fleet's token. */
export function createService(orders: Orders, calls: () => readonly CallCount[]) {
  const startedAt = new Date().toISOString();
  const behaviour: Behaviour = { latencyMs: 0, errorRate: 0 };
  let requests = 0;

  async function control(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isToken(request.headers.authorization, orders.token)) return answer(response, 403, { error: "Not allowed." });
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) {
      text += chunk;
      if (text.length > MOST_CONTROL_BYTES) return answer(response, 413, { error: "Too large." });
    }
    Object.assign(behaviour, JSON.parse(text));
    answer(response, 200, behaviour);
  }

  function whoIAm(request: IncomingMessage) {
    const { service, instance, datacenter } = orders;
    return {
      service: service.name,
      instance,
      ...(datacenter === null ? {} : { datacenter }),
      pid: process.pid,
      port: request.socket.localPort,
      startedAt,
      requests,
      dependsOn: service.dependsOn,
      calls: calls(),
      ...behaviour,
    };
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url?.split("?", 1)[0];
    if (path === "/control" && request.method === "POST") {
      control(request, response).catch(() => answer(response, 400, { error: "Not JSON." }));
      return;
    }
    request.resume();
    if (path === "/health") {
      answer(response, 200, { status: "up" });
      return;
    }
    requests += 1;
    const fails = Math.random() < behaviour.errorRate;
    const reply = () =>
      fails
        ? answer(response, 500, { error: "An error on purpose: the fleet's controls ask for some." })
        : answer(response, 200, whoIAm(request));
    if (behaviour.latencyMs > 0) setTimeout(reply, behaviour.latencyMs);
    else reply();
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(`${JSON.stringify(body)}\n`);
}

function isToken(authorization: string | undefined, token: string): boolean {
  const given = Buffer.from(authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
