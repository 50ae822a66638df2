import { Etcd3, type IOptions, type Services } from "etcd3";
import { type GrpcFailure, toEtcdError, tokenRefused } from "./errors";
import { EtcdError } from "./port";
import { type Credentials, ownSockets } from "./sockets";

export interface ConnectionOptions {
  username?: string;
  password?: string;
  /** PEM texts, each as it stands in its file. */
  ca?: string | Uint8Array;
  cert?: string | Uint8Array;
  key?: string | Uint8Array;
  /** Open watches do not keep the process alive. */
  background?: boolean;
}

export interface UnaryCall {
  service: keyof typeof Services;
  /** As grpc spells it in camel case: `range`, `leaseGrant`. */
  method: string;
  payload: object;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  /** Fail at once where the member has no leader, instead of waiting for one. */
  needsLeader: boolean;
}

/** A two-way stream; it emits `data`, then `error` or `end`. Cancelling it emits an error, too. */
export interface DuplexStream {
  write(message: object): void;
  end(): void;
  cancel(): void;
  on(event: "data", listener: (message: never) => void): this;
  on(event: "error", listener: (error: Error) => void): this;
  on(event: "end", listener: () => void): this;
}

/** One endpoint's connection. Every rejection is an `EtcdError`. */
export interface Connection {
  readonly endpoint: string;
  readonly background: boolean;
  call<Answer>(call: UnaryCall): Promise<Answer>;
  stream(service: keyof typeof Services, method: string, timeoutMs: number): Promise<DuplexStream>;
  close(): void;
}

interface Metadata {
  clone(): Metadata;
  set(name: string, value: string): void;
}

type Callback = (failure: GrpcFailure | null, answer: unknown) => void;
type UnaryMethod = (payload: object, metadata: Metadata, options: object, done: Callback) => { cancel(): void };
type StreamMethod = (metadata: Metadata, options: object) => DuplexStream;
type FaultPolicy = ReturnType<NonNullable<NonNullable<IOptions["faultHandling"]>["host"]>>;

/**
 * etcd3's own fault handling is off: its retries repeat writes that may have been done, and its circuit breaker refuses
 * every call for five seconds after three failures, which would lengthen our own recovery.
 */
class PassThrough {
  declare readonly _altReturn: never;
  readonly onSuccess = () => ({ dispose() {} });
  readonly onFailure = () => ({ dispose() {} });
  execute<T>(run: (context: { signal: AbortSignal }) => PromiseLike<T> | T): Promise<T> {
    return Promise.resolve(run({ signal: new AbortController().signal }));
  }
}

/** Opens `pool`, which etcd3 keeps for subclasses: the low-level calls, with their metadata. */
class LowLevel extends Etcd3 {
  readonly #sockets: { destroy(): void }[];

  constructor(options: IOptions) {
    super(options);
    // Not in etcd3's types. Its hosts make grpc's clients from these credentials at the first call.
    const hosts: { channelCredentials: Credentials }[] = Reflect.get(this.pool, "hosts");
    this.#sockets = hosts.map((host) => {
      const owned = ownSockets(host.channelCredentials);
      host.channelCredentials = owned.credentials;
      return owned;
    });
  }

  get calls() {
    return this.pool;
  }

  override close(): void {
    super.close();
    for (const owned of this.#sockets) owned.destroy();
  }
}

let connections = 0;

export function openConnection(endpoint: string, options: ConnectionOptions): Connection {
  const policy = new PassThrough() satisfies FaultPolicy;
  const etcd = new LowLevel({
    hosts: endpoint,
    ...tls(endpoint, options),
    grpcOptions: channelOptions(),
    faultHandling: { host: () => policy, global: policy },
  });
  let signIn: Promise<string | null> | null = null;

  async function raw<Answer>(call: UnaryCall, token: string | null): Promise<Answer> {
    if (call.signal?.aborted) throw cancelled();
    const outcome = await etcd.calls.withConnection(call.service, ({ client, metadata }) => {
      const method = methodOf<UnaryMethod>(client, call.method);
      return new Promise<{ answer: Answer } | { failure: GrpcFailure }>((resolve) => {
        const abort = () => running.cancel();
        const running = method(
          call.payload,
          dressed(metadata, token, call.needsLeader),
          { deadline: Date.now() + call.timeoutMs },
          (failure, answer) => {
            call.signal?.removeEventListener("abort", abort);
            // Resolved, never rejected: etcd3 would otherwise lose grpc's code and close the channel under everybody.
            resolve(failure ? { failure } : { answer: answer as Answer });
          },
        );
        call.signal?.addEventListener("abort", abort);
      });
    });
    if ("answer" in outcome) return outcome.answer;
    throw call.signal?.aborted ? cancelled() : toEtcdError(outcome.failure, endpoint);
  }

  function token(timeoutMs: number): Promise<string | null> {
    const { username, password } = options;
    if (username === undefined) return Promise.resolve(null);
    signIn ??= raw<{ token: string }>(
      {
        service: "Auth",
        method: "authenticate",
        payload: { name: username, password: password ?? "" },
        timeoutMs,
        needsLeader: false,
      },
      null,
    ).then(
      (answer) => answer.token,
      (error: EtcdError) => {
        // Like etcd's own client: a password is no obstacle where etcd asks for none.
        if (error.hint === "auth-disabled") return null;
        signIn = null;
        throw error;
      },
    );
    return signIn;
  }

  return {
    endpoint,
    background: options.background ?? false,
    async call<Answer>(call: UnaryCall): Promise<Answer> {
      try {
        const current = await token(call.timeoutMs);
        const used = signIn;
        try {
          return await raw<Answer>(call, current);
        } catch (error) {
          if (options.username === undefined || !(error instanceof EtcdError && tokenRefused(error))) throw error;
          // Refused before it was looked at, so it may be sent again. Others may have signed in anew meanwhile.
          if (signIn === used) signIn = null;
          return await raw<Answer>(call, await token(call.timeoutMs));
        }
      } catch (error) {
        throw toEtcdError(error, endpoint);
      }
    },
    async stream(service, method, timeoutMs) {
      try {
        const current = await token(timeoutMs);
        const opened = await etcd.calls.withConnection(service, ({ client, metadata }) => ({
          stream: methodOf<StreamMethod>(client, method)(dressed(metadata, current, true), {}),
        }));
        return opened.stream;
      } catch (error) {
        throw toEtcdError(error, endpoint);
      }
    },
    close: () => etcd.close(),
  };
}

function methodOf<Method>(client: object, name: string): Method {
  const method: unknown = Reflect.get(client, name);
  if (typeof method !== "function") throw new EtcdError("internal", `The etcd3 package has no call named ${name}.`);
  return method.bind(client) as Method;
}

function dressed(metadata: Metadata, token: string | null, needsLeader: boolean): Metadata {
  const own = metadata.clone();
  if (token !== null) own.set("token", token);
  if (needsLeader) own.set("hasleader", "true");
  return own;
}

/**
 * What etcd may send before this process has taken in what came before. At HTTP/2's usual 64 KB a watch gets 64 KB for
 * each pass of the event loop, however fast the network is: in a process that is busy with other things a few large
 * values a second then arrive ever later.
 */
const RECEIVE_WINDOW_BYTES = 8 << 20;

/**
 * grpc shares one TCP connection among all channels of equal options: the number keeps a fresh client from being handed
 * the dead connection it is meant to replace. A ping every 5 s or less would be refused by etcd as too many, and so is
 * any series of them while nothing is asked: pings run beside calls and watches only. grpc measures the answer to a ping
 * by a single timer, also while this process stands still, so it is patient: list-watches notice a dead connection sooner.
 */
function channelOptions(): NonNullable<IOptions["grpcOptions"]> {
  connections += 1;
  return {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
    "grpc-node.flow_control_window": RECEIVE_WINDOW_BYTES,
    "grpc.keepalive_time_ms": 10_000,
    "grpc.keepalive_timeout_ms": 20_000,
    "grpc.keepalive_permit_without_calls": 0,
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 2_000,
    "grpc.enable_http_proxy": 0,
    "rollcall.connection": connections,
  };
}

function tls(endpoint: string, { ca, cert, key }: ConnectionOptions): Pick<IOptions, "credentials"> {
  if (!endpoint.startsWith("https:")) return {};
  return {
    // Without `ca` grpc takes the system's authorities: etcd3's type does not say that it may be left out.
    credentials: {
      ...(ca === undefined ? {} : { rootCertificate: Buffer.from(ca) }),
      ...(key === undefined ? {} : { privateKey: Buffer.from(key) }),
      ...(cert === undefined ? {} : { certChain: Buffer.from(cert) }),
    } as NonNullable<IOptions["credentials"]>,
  };
}

function cancelled(): EtcdError {
  return new EtcdError("cancelled", "The request was cancelled.");
}
