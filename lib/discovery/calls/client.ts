import { backgroundClock, held, orAborted } from "../background";
import { discover } from "../discover";
import { refuse } from "../refuse";
import type { CallParts } from "./call.types";
import type { Client, ClientOptions, ServiceResponse } from "./client.types";
import type { Decision } from "./decisions";
import { Exchange } from "./exchange";
import { CallFailure } from "./failures";
import { candidatesFrom } from "./from-discovery";
import { type AnswerStream, streamedResponse } from "./response";
import { createRetryBudget } from "./retry-budget";
import { createRotation } from "./rotation";
import { type Written, write } from "./write";

/**
 * Calls a service by its name: finds its instances, chooses one per call, keeps connections open to them, tries
 * another where that does no harm, and leaves alone who fails. Throws a `Problem` `invalid-request` where an option is
 * wrong.
 */
export function createClient(options: ClientOptions): Client {
  const { service, timeoutMs = 10_000, attemptTimeoutMs = 2_000, attempts = 3 } = options;
  const { etcd, discovery: given } = options;
  if ((etcd === undefined) === (given === undefined))
    throw refuse([{ field: "etcd", message: "or discovery has to be given, and not both" }]);
  if (typeof service !== "string" || service === "")
    throw refuse([{ field: "service", message: "has to name the service to call" }]);
  const discovery = given ?? discover({ ...options, etcd: etcd ?? "", service });
  const source = candidatesFrom(discovery, Date.now);
  const listeners = new Set<(decision: Decision) => void>();
  const tell = (decision: Decision) => {
    for (const listener of [...listeners]) listener(decision);
  };
  const rotation = createRotation({
    service,
    source,
    random: Math.random,
    clock: backgroundClock,
    policy: options.policy ?? "random",
    zone: options.zone ?? null,
    slowStartMs: options.slowStartMs ?? 0,
    connections: options,
    outliers: options.outliers,
    onDecision: tell,
  });
  const offSource = source.onChange((services) => {
    if (services.has(service)) rotation.refresh();
  });
  const budget = createRetryBudget({ ...options.retryBudget, now: Date.now });
  let closed = false;

  const parts = (): CallParts => ({
    rotation,
    budget,
    limits: { attemptTimeoutMs, attempts },
    service,
    // Telling nobody is cheaper than telling.
    onDecision: listeners.size > 0 ? tell : null,
  });

  /** `ended` is called when nothing more comes, with the end of the body. */
  async function call(
    path: string,
    { method, headers, body, key }: Written,
    signal: AbortSignal,
    ended: () => void,
  ): Promise<ServiceResponse> {
    await discovery.ready(signal);
    signal.throwIfAborted();
    if (source.of(service) === null)
      throw new CallFailure("unknown-service", `No service named ${service} is registered.`, false);
    return new Promise((resolve, reject) => {
      let answer: AnswerStream | null = null;
      let resume = () => {};
      const fail = (error: unknown) => {
        ended();
        if (answer) answer.fail(error);
        else reject(error);
      };
      const exchange = new Exchange(
        {
          method,
          path,
          headers,
          body,
          ...(key === undefined ? {} : { key }),
        },
        parts(),
        {
          onAnswer(status, rawHeaders, statusText, goOn, { instance }) {
            resume = goOn;
            answer = streamedResponse(
              { status, statusText, rawHeaders },
              {
                onPull: () => resume(),
                onCancel() {
                  ended();
                  exchange.abort();
                },
              },
            );
            resolve(Object.assign(answer.response, { instance, attempts: exchange.attempt }));
            return true;
          },
          onData: (chunk) => answer?.push(chunk) ?? true,
          onEnd() {
            ended();
            answer?.end();
          },
          onFailure: fail,
        },
      );
      signal.addEventListener(
        "abort",
        () => {
          exchange.abort();
          fail(signal.reason);
        },
        { once: true },
      );
      exchange.start();
    });
  }

  return {
    service,
    async fetch(path, wanted = {}) {
      if (closed) throw new CallFailure("aborted", "This client was closed.", false);
      // Before anything else: what cannot be sent is the caller's mistake, and nobody else hears of it.
      const written = write(path, wanted);
      const { signal } = wanted;
      const stop = new AbortController();
      const late = new CallFailure("timeout", "The call took longer than it may.", true);
      const timer = setTimeout(() => stop.abort(late), wanted.timeoutMs ?? timeoutMs);
      const forward = () => stop.abort(signal?.reason);
      const ended = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", forward);
      };
      signal?.addEventListener("abort", forward, { once: true });
      if (signal?.aborted) forward();
      try {
        return await call(path, written, stop.signal, ended);
      } catch (error) {
        ended();
        throw error;
      }
    },
    async ready(signal) {
      await held(orAborted(discovery.ready(signal), signal));
    },
    onDecision(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      offSource();
      source.stop();
      rotation.stop();
      if (!given) discovery.stop();
    },
  };
}
