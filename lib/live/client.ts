import { createBackoff } from "./backoff";
import type { LiveClient, LiveClientOptions } from "./client.types";
import { connect } from "./link";
import { type Interest, PROTOCOL_VERSION } from "./protocol";

export type { LiveClient, LiveClientOptions, LiveSocket, LiveSocketHandlers } from "./client.types";

const FETCH_TIMEOUT_MS = 30_000;
/** So many snapshots in a row without a single step that fits: then with growing pauses. */
const RESYNCS_AT_ONCE = 2;

/**
 * Keeps the store at the server's view: fetches the snapshot, connects with its position, and after a loss connects
 * again with whatever position it has by then; a new snapshot only where the stream does not continue from there.
 * It is always in exactly one of fetching, connected, waiting or stopped, and `leave` is the way out of it.
 */
export function createLiveClient({ fetchSnapshot, openSocket, clock, random, store }: LiveClientOptions): LiveClient {
  const backoff = createBackoff({ random });
  let leave: () => void = () => {};
  let retryNow: (() => void) | null = null;
  let link: ReturnType<typeof connect> | null = null;
  let interest: Interest = {};
  let resyncs = 0;
  let lostSince: number | null = null;

  function enter(way: () => void): void {
    leave();
    link = null;
    retryNow = null;
    leave = way;
  }

  function load(): void {
    const abort = new AbortController();
    const cancel = clock.setTimeout(
      () => fail(`The snapshot did not arrive within ${FETCH_TIMEOUT_MS / 1_000} seconds`),
      FETCH_TIMEOUT_MS,
    );
    enter(() => {
      cancel();
      abort.abort();
    });
    fetchSnapshot(abort.signal).then(
      (snapshot) => {
        if (abort.signal.aborted) return;
        if (snapshot && snapshot.protocol !== PROTOCOL_VERSION) return outdated();
        if (snapshot) store.acceptSnapshot(snapshot);
        open(snapshot ? store.position() : null);
      },
      (error: unknown) => {
        if (!abort.signal.aborted) fail(error instanceof Error ? error.message : "The snapshot could not be fetched");
      },
    );
  }

  function open(position: ReturnType<typeof store.position>): void {
    enter(() => opened.close());
    const opened = connect({
      openSocket,
      clock,
      store,
      hello: { version: PROTOCOL_VERSION, position },
      interest,
      on: {
        opened: () => {
          lostSince = null;
        },
        steady: () => {
          resyncs = 0;
          backoff.reset();
        },
        lost: fail,
        resync: (reason) => {
          if (reason === "protocol") outdated();
          else if (++resyncs <= RESYNCS_AT_ONCE) load();
          else wait("The server's stream does not continue", load);
        },
      },
    });
    link = opened;
  }

  /** The way to the server is lost: it is shown at once, and tried again from where the store stands. */
  function fail(reason: string): void {
    wait(reason, () => {
      const position = store.position();
      if (position) open(position);
      else load();
    });
  }

  function wait(reason: string, retry: () => void): void {
    const delayMs = backoff.nextMs();
    const now = clock.now();
    lostSince ??= now;
    enter(clock.setTimeout(retry, delayMs));
    retryNow = retry;
    store.setConnection({ state: "lost", since: lostSince, reason, retryAt: now + delayMs });
  }

  function outdated(): void {
    enter(() => {});
    store.setConnection({ state: "outdated" });
  }

  return {
    start: load,
    setInterest(wanted) {
      interest = wanted;
      link?.interest(wanted);
    },
    wake() {
      retryNow?.();
      link?.check();
    },
    offline() {
      if (link || retryNow) fail("The browser is offline");
    },
    stop() {
      enter(() => {});
    },
  };
}
