import { MOST_REQUESTS } from "@/lib/api/test-requests";
import { HERO, order, SERVICE } from "../cast";
import { remainsOf } from "../ending";
import type { Given } from "../state";
import type { Act, Fact, Scene } from "../types";

/** As many as one run takes: over eight minutes, whatever the speaker tells meanwhile. */
const REQUESTS = MOST_REQUESTS;
const PER_SECOND = 20;
/** An attempt takes a second at most; where nothing was heard of any for longer, none are sent. */
const SILENT_MS = 3_000;

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
  tell(scene, [sent, killed]) {
    const { requests, instance } = scene;
    const remains = killed ? remainsOf(scene, killed) : null;
    const lane = requests?.lanes[instance?.id ?? remains?.id ?? ""] ?? null;
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
    if (isSilent(scene, sent))
      return {
        phase: "silent",
        title: "No requests are sent",
        sentence: "The run is over, or the window that sent them is. **Again** sends them anew.",
        facts: totals,
        picture: "requests",
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
    if (!remains)
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
      facts: [...totals, wasted, ...sinceGone(lane?.lastAt ?? null, remains.removedAtMs)],
      picture: "requests",
      lease: "gone",
    };
  },
};

/** Whoever sent them tells no more. */
function isSilent({ requests, now }: Scene, sent: Given): boolean {
  const heard = Object.values(requests?.lanes ?? {}).map(({ lastAt }) => lastAt);
  return now - Math.max(sent.at, ...heard) > SILENT_MS;
}

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
