/** Why an address is not asked. Stable: answers and logs carry it. */
export type RefusalCode =
  /** The host is no name and no address, or there is no port. */
  | "malformed"
  | "unresolved"
  | "unspecified"
  | "link-local"
  | "metadata"
  | "multicast"
  | "broadcast"
  | "reserved"
  | "etcd"
  | "own-listener"
  | "denied"
  | "loopback"
  | "not-allowed";

export interface Refusal {
  code: RefusalCode;
  /** A sentence for people: what was refused and, where something can be done, what. */
  message: string;
}

/** Where to connect, decided once. Whoever connects uses `address`, never `host` again. */
export interface Target {
  /** As it was registered: for `Host` and for the server name in TLS. */
  host: string;
  /** An IP address in canonical form. */
  address: string;
  family: 4 | 6;
  port: number;
}

export type Resolution = { kind: "target"; target: Target } | { kind: "refused"; refusal: Refusal };

/** Which addresses may be asked, apart from those that never may. */
export interface ReachRules {
  /** Only these where it is not null, loopback among them only where they contain it. */
  allow: readonly string[] | null;
  /** Never these. Both lists hold CIDR ranges or plain addresses. */
  deny: readonly string[];
  /** Whether loopback may be asked where there is no list of what is allowed: in demo. */
  loopback: boolean;
}

export interface Reach {
  /**
   * Decides about one address. A name is resolved here, once, and refused where any of its answers is: a name that
   * points at both a harmless and a forbidden address is an attempt.
   */
  resolve(host: string, port: number, signal?: AbortSignal): Promise<Resolution>;
}

/** What a connection fails with where the rules refuse its address. */
export class ReachRefused extends Error {
  override readonly name = "ReachRefused";
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}
