import type { RotationMember } from "@/lib/api/policies";
import type { Picker } from "@/lib/balancer/types";
import { formatAddress } from "@/lib/layouts/address";

/** A picker as answers show it: everybody, those without a chance too. */
export function membersOf(picker: Picker, key: string | undefined): RotationMember[] {
  const shares = picker.shares(key);
  return picker.standings.map(({ candidate, rank, reason, weight }) => {
    const { instance, liveness, adminState, datacenter } = candidate;
    const endpoint = instance.endpoints.find(({ port }) => port > 0);
    return {
      id: instance.id,
      instance: instance.instance,
      datacenter,
      address: endpoint ? formatAddress(endpoint.host, endpoint.port) : null,
      liveness,
      adminState,
      weight,
      rank,
      reason,
      share: shares.get(instance.id) ?? 0,
    };
  });
}
