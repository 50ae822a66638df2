/** From what was acknowledged and what was seen to how long it took. Pure. */
import type { Sample } from "./statistics";

export interface Put {
  /** Whose change: a later one of the same subject stands for an earlier one. */
  subject: string;
  token: string;
  revision: number;
  at: number;
}

export interface Lags {
  samples: Sample[];
  /** Changes of which neither they nor a later one of the same subject was ever shown. */
  missing: number;
  /** Changes that were never shown themselves because a later one was shown in their place. */
  superseded: number;
}

/** A change is seen when it or a later change of the same subject is shown: `seenAt` by token. */
export function lagsOfPuts(puts: readonly Put[], seenAt: ReadonlyMap<string, number>): Lags {
  const bySubject = new Map<string, Put[]>();
  for (const put of puts) {
    const list = bySubject.get(put.subject);
    if (list) list.push(put);
    else bySubject.set(put.subject, [put]);
  }
  const samples: Sample[] = [];
  let missing = 0;
  let superseded = 0;
  for (const list of bySubject.values()) {
    list.sort((a, b) => b.revision - a.revision);
    let earliest = Number.POSITIVE_INFINITY;
    for (const put of list) {
      const own = seenAt.get(put.token);
      if (own === undefined) superseded++;
      else earliest = Math.min(earliest, own);
      if (earliest === Number.POSITIVE_INFINITY) missing++;
      else samples.push({ at: put.at, value: earliest - put.at });
    }
  }
  return { samples, missing, superseded: superseded - missing };
}

/** Same for a receiver that says up to which revision it has heard: both columns grow. */
export function lagsOfRevisions(
  acks: { revision: ArrayLike<number>; at: ArrayLike<number> },
  heard: { revision: ArrayLike<number>; at: ArrayLike<number> },
): Lags {
  const order = Array.from({ length: acks.revision.length }, (_, index) => index);
  order.sort((a, b) => (acks.revision[a] ?? 0) - (acks.revision[b] ?? 0));
  const samples: Sample[] = [];
  let missing = 0;
  let cursor = 0;
  for (const index of order) {
    const revision = acks.revision[index] ?? 0;
    const at = acks.at[index] ?? 0;
    while (cursor < heard.revision.length && (heard.revision[cursor] ?? 0) < revision) cursor++;
    const heardAt = heard.at[cursor];
    if (heardAt === undefined) missing++;
    else samples.push({ at, value: heardAt - at });
  }
  return { samples, missing, superseded: 0 };
}
