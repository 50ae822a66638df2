import type { ConnectionAnswer } from "@/lib/api/connection";

/** How the last attempt to open the live socket arrived, by the origin of the page that made it. */
export interface SocketAttempts {
  arrived(origin: string | undefined, as: ConnectionAnswer["upgrade"]): void;
  /** `missing` also where none arrived at all. */
  lastOf(origin: string | undefined): ConnectionAnswer["upgrade"];
}

/** Origins are chosen by whoever connects: the ones heard of longest ago are forgotten. */
const MOST_ORIGINS = 100;
const MOST_CHARACTERS = 255;

export function createSocketAttempts(): SocketAttempts {
  const last = new Map<string, ConnectionAnswer["upgrade"]>();
  const keyOf = (origin: string | undefined) => (origin ?? "").slice(0, MOST_CHARACTERS).toLowerCase();
  return {
    arrived(origin, as) {
      const key = keyOf(origin);
      last.delete(key);
      last.set(key, as);
      const [oldest] = last.keys();
      if (last.size > MOST_ORIGINS && oldest !== undefined) last.delete(oldest);
    },
    lastOf: (origin) => last.get(keyOf(origin)) ?? "missing",
  };
}
