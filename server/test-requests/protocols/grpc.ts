import { Client, credentials, type ServiceError, status } from "@grpc/grpc-js";
import type { FailureCause } from "@/lib/api/test-requests";
import { formatAddress } from "@/lib/layouts/address";
import type { Target } from "@/server/reach/reach.types";
import { type Caller, failed, type Outcome } from "../outcome";
import { decodeHealth, encodeHealthRequest } from "./grpc-health";

const CHECK = "/grpc.health.v1.Health/Check";

/** Asks grpc.health.v1.Health how the server is, as orchestrators do; an empty name asks for all of it. */
export function createGrpcCaller(target: Target, service: string, timeoutMs: number): Caller {
  const address = formatAddress(target.host, target.port);
  const client = new Client(
    `${target.family === 4 ? "ipv4" : "ipv6"}:${formatAddress(target.address, target.port)}`,
    credentials.createInsecure(),
    {
      "grpc.default_authority": address,
      // What stands in the environment about proxies would send it somewhere else than was judged.
      "grpc.enable_http_proxy": 0,
      "grpc.use_local_subchannel_pool": 1,
      "grpc.initial_reconnect_backoff_ms": 100,
      "grpc.max_reconnect_backoff_ms": 1_000,
      "grpc.max_receive_message_length": 64 * 1024,
    },
  );

  function call(signal: AbortSignal): Promise<Outcome> {
    return new Promise((resolve) => {
      const request = client.makeUnaryRequest(
        CHECK,
        encodeHealthRequest,
        decodeHealth,
        service,
        { deadline: Date.now() + timeoutMs },
        (error, health) => {
          signal.removeEventListener("abort", cancel);
          resolve(error ? outcomeOf(error, address) : healthOutcome(health, address));
        },
      );
      const cancel = () => request.cancel();
      signal.addEventListener("abort", cancel, { once: true });
      if (signal.aborted) cancel();
    });
  }

  return { call, close: () => client.close() };
}

function healthOutcome(health: string | undefined, address: string): Outcome {
  if (health === "SERVING") return { kind: "answered", status: health, bytes: 0, text: null };
  const said = health ?? "UNKNOWN";
  return { ...failed("not-serving", `${address} says ${said}`, true), status: said };
}

function outcomeOf({ code, details }: ServiceError, address: string): Outcome {
  const name = status[code] ?? String(code);
  const failure = (cause: FailureCause, words: string) => ({
    ...failed(cause, `${address} ${words}`, true),
    status: name,
  });
  if (code === status.DEADLINE_EXCEEDED || code === status.CANCELLED)
    return failure("timed-out", "did not answer in time");
  if (code === status.UNIMPLEMENTED) return failure("protocol", "speaks gRPC, but has no health service");
  if (code === status.NOT_FOUND) return failure("not-serving", "does not know that service");
  if (code !== status.UNAVAILABLE) return failure("other", `answered ${name}: ${details}`);
  if (/ECONNREFUSED/.test(details)) return failure("refused", "refused the connection: nobody listens there");
  if (/ECONNRESET|EPIPE|closed|dropped|GOAWAY/i.test(details)) return failure("reset", "cut the connection");
  if (/EHOSTUNREACH|ENETUNREACH/.test(details)) return failure("unreachable", "cannot be reached");
  if (/protocol|preface|HTTP\/2|frame/i.test(details)) return failure("protocol", `does not speak gRPC (${details})`);
  return failure("other", details);
}
