import type { RegistryEvent } from "@/lib/registry/types";

/** The services whose lists name an event: of one that tells many changes together, all that lost instances with it. */
export function servicesOf({ service, partOf, folded }: RegistryEvent): readonly string[] {
  if (partOf !== undefined) return [];
  if (folded) return folded.services.map((one) => one.service);
  return service === null ? [] : [service];
}
