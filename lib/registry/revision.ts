import type { Revision } from "./types";

/** Revisions are decimal strings without leading zeros: the longer is the larger. */
export function compareRevisions(a: Revision, b: Revision): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

export function laterRevision(a: Revision, b: Revision): Revision {
  return compareRevisions(a, b) >= 0 ? a : b;
}

export function nextRevision(revision: Revision): Revision {
  return revision.length < 16 ? String(Number(revision) + 1) : String(BigInt(revision) + 1n);
}

/** How many revisions `to` is ahead of `from`, as a number: exact below 2^53, which no etcd's distance reaches. */
export function revisionsBetween(from: Revision, to: Revision): number {
  return to.length < 16 ? Number(to) - Number(from) : Number(BigInt(to) - BigInt(from));
}
