import { type buildConnector, type Dispatcher, Pool } from "undici";
import { formatAddress } from "@/lib/layouts/address";
import type { Endpoint, Instance } from "@/lib/registry/types";
import { CallFailure } from "./failures";

export interface ConnectionOptions {
  /** Makes connections; undici's own where it is left out. The console's judges each address first. */
  connect?: buildConnector.connector;
  /** To one instance, at once: 128. What comes on top waits in line. */
  connectionsPerInstance?: number;
  /** 2,000. */
  connectTimeoutMs?: number;
  /** How long an answer's body may stand still: 120,000. */
  bodyIdleMs?: number;
}

/** An endpoint as calls see it: an address with connections kept open to it. */
export interface Upstream {
  /** As it is registered now. */
  instance: Instance;
  /** `http://host:port` */
  readonly origin: string;
  /** Whether requests may still be sent to it: neither left nor draining. What waits in line is told as it gets a connection. */
  open: boolean;
  /** It left for good. */
  gone: boolean;
  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void;
  /** What is under way may end; nothing more is sent. */
  close(): void;
}

export function originOf({ protocol, host, port }: Endpoint): string {
  return `${protocol === "https" ? "https" : "http"}://${formatAddress(host, port)}`;
}

export function createUpstream(instance: Instance, endpoint: Endpoint, options: ConnectionOptions): Upstream {
  const { connect, connectionsPerInstance = 128, connectTimeoutMs = 2_000, bodyIdleMs = 120_000 } = options;
  const origin = originOf(endpoint);
  let pool: Pool | null = null;
  return {
    instance,
    origin,
    open: true,
    gone: false,
    dispatch(request, handler) {
      if (this.gone) throw new CallFailure("left", "It left before anything was sent.", false);
      pool ??= poolTo(origin, {
        connections: connectionsPerInstance,
        pipelining: 1,
        bodyTimeout: bodyIdleMs,
        // Each attempt has a timer of its own, which covers waiting in line and connecting as well.
        headersTimeout: 0,
        connect: connect ?? { timeout: connectTimeoutMs },
      });
      pool.dispatch(request, handler);
    },
    close() {
      this.open = false;
      this.gone = true;
      void pool?.close();
    },
  };
}

/** Whoever registers may write anything where a host belongs; what is none is not called. */
function poolTo(origin: string, options: Pool.Options): Pool {
  try {
    return new Pool(origin, options);
  } catch (error) {
    throw new CallFailure("refused", `${origin} is no address that can be called.`, false, error);
  }
}
