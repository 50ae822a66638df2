import { HERO, order, SERVICE } from "../cast";
import type { Act, Fact, Scene } from "../types";

/** Long enough for the slowest lease to run out while the speaker speaks. */
const REQUESTS = 1_200;
const PER_SECOND = 20;

export const balancer: Act = {
  id: "balancer",
  name: "The balancer notices",
  needs: "standing",
  cues: [
    {
      label: "Send requests",
      orders: () => [
        {
          path: "test-requests",
          body: {
            service: SERVICE,
            policy: "round-robin",
            count: REQUESTS,
            perSecond: PER_SECOND,
            concurrency: 8,
            timeoutMs: 1_000,
            retries: 1,
          },
        },
      ],
      command: () => `a client asks the registry who there is, and sends ${PER_SECOND} requests a second, round robin`,
    },
    {
      label: "Kill one of them",
      orders: () => [order("kill")],
      command: ({ member }) => `kill -9 ${member?.pid ?? "<its process>"}`,
    },
  ],
  notes: [
    "A client that balances by itself: it follows the registry, takes turns, and tries another one where a request fails.",
    "Between the crash and the end of the lease the dead one is still listed. Count what fails there: that is the price.",
    "A client notices by itself sooner: what keeps failing is left out for a while. The registry makes it final.",
  ],
  tell({ requests, instance, tombstone }, [sent, killed]) {
    const at = instance?.id ?? tombstone?.id ?? "";
    const lane = requests?.lanes[at] ?? null;
    const totals: Fact[] = requests
      ? [
          {
            id: "answered",
            label: "Answered",
            value: { kind: "text", text: String(requests.answered) },
            tone: "alive",
          },
          {
            id: "failed",
            label: "Failed",
            value: { kind: "text", text: String(requests.failed) },
            ...(requests.failed > 0 && { tone: "gone" as const }),
            note: "in the end",
          },
        ]
      : [{ id: "answered", label: "Answered", value: { kind: "waiting", text: "waiting" } }];
    if (!sent)
      return {
        phase: "before",
        title: "Who gets the next request?",
        sentence: "A client asks the registry **who is there**, and takes turns among them.",
        facts: [],
        picture: "ring",
        lease: instance ? "there" : "none",
      };
    if (!killed)
      return {
        phase: "sending",
        title: "Three take turns",
        sentence: "Each request goes to the next one that **etcd lists**.",
        facts: totals,
        picture: "requests",
        lease: instance ? "there" : "none",
      };
    const wasted: Fact = {
      id: "wasted",
      label: "At the dead one",
      value: { kind: "text", text: String(lane?.failed ?? 0) },
      note: "attempts failed",
    };
    if (!tombstone)
      return {
        phase: "failing",
        title: "One is dead, and still listed",
        sentence: "An attempt that fails is **sent again to another one**. What keeps failing is left out for a while.",
        facts: [...totals, wasted],
        picture: "requests",
        lease: "there",
      };
    return {
      phase: "gone",
      title: "They flow round it",
      sentence: `Its lease ran out. **Nobody is sent to ${HERO} any more.**`,
      facts: [...totals, wasted, ...sinceGone(lane?.lastAt ?? null, tombstone.removedAtMs)],
      picture: "requests",
      lease: "gone",
    };
  },
};

/** How long before the key went the last attempt was made at the dead one. */
function sinceGone(lastAt: number | null, removedAtMs: number): Fact[] {
  if (lastAt === null) return [];
  const ms = removedAtMs - lastAt;
  return [
    {
      id: "last",
      label: "Last attempt",
      value: { kind: "seconds", ms: Math.abs(ms) },
      note: ms >= 0 ? "before its key went" : "after its key went",
    },
  ];
}

/** The ids of the lanes, in the order of their names. */
export function laneIds({ requests, listed, instance, tombstone }: Scene): string[] {
  const ids = new Set([...Object.keys(requests?.lanes ?? {}), ...listed.map(({ id }) => id)]);
  const own = instance?.id ?? tombstone?.id;
  if (own) ids.add(own);
  return [...ids].sort();
}
