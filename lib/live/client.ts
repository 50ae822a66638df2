import { createBackoff } from "./backoff";
import type { LiveClient, LiveClientOptions } from "./client.types";
import { connect } from "./link";
import { createPoller } from "./poller";
import { type Interest, PROTOCOL_VERSION } from "./protocol";

export type { LiveClient, LiveClientOptions, LiveSocket, LiveSocketHandlers } from "./client.types";

const FETCH_TIMEOUT_MS = 30_000;
/** So many snapshots in a row without a single step that fits: then with growing pauses. */
const RESYNCS_AT_ONCE = 2;
/** A socket that stood before may find the console on its way down or up: so many failures in a row are not its nature. */
const FAILURES_BEFORE_POLLING = 2;

/**
 * Keeps the store at the server's view: fetches the snapshot, connects with its position, and after a loss connects
 * again with whatever position it has by then; a new snapshot only where the stream does not continue from there.
 * It is always in exactly one of fetching, connected, waiting or stopped, and `leave` is the way out of it. Beside that
 * a poller asks for the view while sockets do not open, until one does.
 */
export function createLiveClient(options: LiveClientOptions): LiveClient {
  const { fetchSnapshot, openSocket, clock, random, store } = options;
  const backoff = createBackoff({ random });
  let leave: () => void = () => {};
  let retryNow: (() => void) | null = null;
  let link: ReturnType<typeof connect> | null = null;
  let interest: Interest = {};
  let resyncs = 0;
  let lost: { since: number; reason: string; retryAt: number | null } | null = null;
  let hasBeenOpen = false;
  let failures = 0;
  const poller = createPoller({
    ...options,
    isOutdated: (protocol) => protocol !== PROTOCOL_VERSION,
    onOutdated: outdated,
    onChange: show,
  });

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
          lost = null;
          hasBeenOpen = true;
          failures = 0;
          poller.stop();
        },
        steady: () => {
          resyncs = 0;
          backoff.reset();
        },
        lost: (reason, wasOpen) => {
          if (!wasOpen && (++failures >= FAILURES_BEFORE_POLLING || !hasBeenOpen)) poller.start();
          fail(reason);
        },
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
    lost = { since: lost?.since ?? now, reason, retryAt: now + delayMs };
    enter(clock.setTimeout(retry, delayMs));
    retryNow = retry;
    show();
  }

  function show(): void {
    if (!lost) return;
    const polled = poller.polled();
    if (polled) store.setConnection({ state: "polling", since: lost.since, retryAt: lost.retryAt, ...polled });
    else store.setConnection({ state: "lost", ...lost });
  }

  function outdated(): void {
    poller.stop();
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
      poller.now();
      retryNow?.();
      link?.check();
    },
    offline() {
      poller.stop();
      if (link || retryNow) fail("The browser is offline");
    },
    stop() {
      poller.stop();
      enter(() => {});
    },
  };
}
