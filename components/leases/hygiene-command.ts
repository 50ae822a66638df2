import { keyWord } from "@/components/instances/commands";
import { leaseHex } from "@/components/instances/instance-fields";
import type { HygieneAnswer } from "@/lib/api/leases";

type Section = HygieneAnswer["sections"][number];

/** The command with which a person goes on from a finding: it looks, it never changes anything by itself. */
export function commandFor({ leaseId, key }: Section["findings"][number]): string | null {
  if (leaseId !== null) return `etcdctl lease timetolive ${leaseHex(leaseId)} --keys`;
  const word = key === null ? null : keyWord(key.split("#")[0] ?? key);
  return word === null ? null : `etcdctl get -w fields ${word}`;
}

/** What mends it, for a person to decide on; null where only the owner's code can. */
export function mendFor(kind: Section["kind"], finding: Section["findings"][number] | undefined): string | null {
  const hex = finding?.leaseId ? leaseHex(finding.leaseId) : "<lease>";
  if (kind === "lease-without-keys") return `etcdctl lease revoke ${hex}`;
  if (kind === "key-without-lease") {
    const word = finding?.key ? keyWord(finding.key.split("#")[0] ?? finding.key) : "<key>";
    return word === null ? null : `etcdctl lease grant 15   # then put ${word} again with --lease=<id>`;
  }
  if (kind === "ttl-too-short") return "etcdctl lease grant 15   # and register under that one";
  if (kind === "lease-of-many") return "etcdctl lease grant 15   # one for each instance";
  return "etcdctl lease keep-alive <lease>   # renews at a third of the grant";
}
