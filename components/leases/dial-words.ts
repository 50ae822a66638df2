import { age } from "@/components/ui/format";
import { dayClock } from "@/components/ui/time-words";
import { expectedAt, type LeaseReading } from "@/lib/leases/reading";
import { deadlineOf, type LeaseMoment } from "./moment";

/** What stands under a large ring: what is the case, and what etcd will do if nothing changes. */
export interface DialWords {
  head: string;
  before: string;
  /** A prediction: a stretch of time, never an instant. */
  predicted: string;
  after: string;
}

/** etcd looks for expired leases twice a second and revokes them through the log. */
const REMOVAL_TAKES_MS = 600;

export function dialWords(reading: LeaseReading, moment: LeaseMoment, now: number): DialWords {
  const { renewedAt } = reading;
  const deadline = deadlineOf(reading);
  const plain = (head: string, before: string): DialWords => ({ head, before, predicted: "", after: "" });
  if (moment.frozen)
    return plain("Not observed any more", "It stands as it was. The lease may have been renewed or run out since.");
  if (moment.state === "unsure")
    return plain(
      "Not asked since its deadline",
      `Last observed ${age(now - reading.observedAt)} ago, at ${dayClock(reading.observedAt, now)}.`,
    );
  if (moment.state === "overdue")
    return plain("Its time is up", "It cannot be renewed any more. etcd removes its keys within about a second.");
  const end = decimalClock(deadline[1] + REMOVAL_TAKES_MS, now, deadline[0]);
  const predicted = `${decimalClock(deadline[0], now)} and ${end}`;
  if (moment.state === "late")
    return {
      head: missedWords(reading),
      before: "If none comes, etcd removes its keys between ",
      predicted,
      after: ".",
    };
  if (renewedAt === null)
    return {
      head: "Set back to full by a new leader",
      before: "When its owner renewed it last is not known. If no heartbeat comes, etcd removes its keys between ",
      predicted,
      after: ".",
    };
  return {
    head: `Renewed ${age(now - (renewedAt[0] + renewedAt[1]) / 2)} ago`,
    before: "If no other heartbeat came, etcd would remove its keys between ",
    predicted,
    after: ".",
  };
}

/** As many as the last answer proved. */
function missedWords(reading: LeaseReading): string {
  const first = expectedAt(reading);
  if (first === null || reading.rhythmMs === null) return "A heartbeat is missing";
  const count = Math.max(1, 1 + Math.floor((reading.sentAt - first) / reading.rhythmMs));
  return count === 1 ? "1 heartbeat missed" : `${count} heartbeats missed`;
}

/** `due in 1.2 s`, `due 0.3 s ago`; null where none is expected. */
export function dueWords(reading: LeaseReading, now: number): string | null {
  const first = expectedAt(reading);
  if (first === null || reading.liveness === "overdue") return null;
  const every = reading.rhythmMs;
  let due = first;
  if (reading.liveness === "late" && every) while (due < now) due += every;
  const guess = every === null ? ", by a rule of thumb: its rhythm is not learned yet" : "";
  return `${due >= now ? `due in ${age(due - now)}` : `was due ${age(now - due)} ago`}${guess}`;
}

/** `14:07:30.9`, with its day where that is not today's; only seconds where all before them is that of `like`. */
export function decimalClock(at: number, now: number, like?: number): string {
  const text = dayClock(at, now, 1);
  const begin = text.length - "30.9".length;
  const same = like !== undefined && dayClock(like, now, 1).slice(0, -"30.9".length) === text.slice(0, begin);
  return same ? text.slice(begin) : text;
}
