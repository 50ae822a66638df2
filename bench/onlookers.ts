import type { Context } from "./context";
import { type FleetService, fleetMembers } from "./fleet";
import { type Lags, lagsOfPuts, lagsOfRevisions } from "./lag";
import { type Sighting, sightings, watchPage } from "./page-probe";
import { putsOfProbes } from "./probed";
import type { Setting } from "./setting";
import { startWorker } from "./worker";
import type { BareWatchCalls } from "./workers/bare-watch";
import type { ClientRecord, ClientsCalls } from "./workers/clients";
import type { Acks } from "./workers/load";

/** A page may take its time where the machine is busy: nothing is measured before it is live. */
const PAGE_MS = 120_000;
/** What is on its way when the load ends still arrives. */
const REST_MS = 1_500;

export interface Onlookers {
  /** From here on is noted. */
  reset(): Promise<void>;
  /** What each of them saw. They have left by then. */
  leave(): Promise<Seen>;
}

export interface Seen {
  page: Sighting[];
  bareWatch: { revision: ArrayLike<number>; at: ArrayLike<number> };
  client: ClientRecord | undefined;
  pageErrors: string[];
}

/** Three who look at the same changes: a bare watch on etcd, a bare client of the console's socket, and a page that shows the probed service. */
export async function startOnlookers(context: Context, { etcd, console: running }: Setting): Promise<Onlookers> {
  const { life, workers } = context;
  const bareWatch = startWorker<BareWatchCalls>(workers["bare-watch"], life);
  const client = startWorker<ClientsCalls>(workers.clients, life);
  await bareWatch.call("start", { hosts: etcd.url });
  await client.call("connect", { url: running.url, clients: 1, full: 0 });
  const { page, errors, close } = await (await context.browser()).open(`${running.url}/services/probe`);
  await page.getByText("10.9.0.0:", { exact: false }).first().waitFor({ timeout: PAGE_MS });
  // Connected, and not asking every few seconds as a page does until its socket is open.
  await page.getByRole("banner").getByText("Live", { exact: true }).waitFor({ timeout: PAGE_MS });
  await watchPage(page);
  return {
    reset: () => client.call("reset", undefined),
    async leave() {
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
      const seen: Seen = {
        page: await sightings(page),
        bareWatch: await bareWatch.call("stop", undefined),
        client: (await client.call("collect", undefined)).records[0],
        pageErrors: errors,
      };
      await close();
      await bareWatch.stop();
      await client.stop();
      return seen;
    },
  };
}

export interface SeenLags {
  /** The bare watch: what the machine and etcd take. */
  floor: Lags;
  /** The bare client: with the console's part of the way. */
  socket: Lags;
  /** The page held it, and had painted it. */
  dom: Lags;
  painted: Lags;
}

/** How long what was acknowledged within `[from, to)` took to each of them. */
export function lagsWithin(
  { from, to }: { from: number; to: number },
  acks: Acks,
  services: FleetService[],
  seen: Seen,
): SeenLags {
  const within = (_: number, index: number) => (acks.at[index] ?? 0) >= from && (acks.at[index] ?? 0) < to;
  const inTime = { revision: acks.revision.filter(within), at: acks.at.filter(within) };
  const puts = putsOfProbes(acks, fleetMembers(services), from, to);
  const when = (at: (one: Sighting) => number) =>
    new Map(seen.page.map((one) => [`${one.host}:${one.port}`, at(one)] as const));
  return {
    floor: lagsOfRevisions(inTime, seen.bareWatch),
    socket: lagsOfRevisions(inTime, seen.client ?? { revision: [], at: [] }),
    dom: lagsOfPuts(
      puts,
      when(({ domAt }) => domAt),
    ),
    painted: lagsOfPuts(
      puts,
      when(({ paintedAt }) => paintedAt),
    ),
  };
}
