import type { LiveStatus } from "@/lib/live/protocol";

export interface Environment {
  name: string;
  /** One of a fixed set of colours, so that it may stand in the page without inline styles. */
  colour: EnvironmentColour;
}

export const ENVIRONMENT_COLOURS = [
  "grey",
  "red",
  "orange",
  "amber",
  "green",
  "teal",
  "blue",
  "violet",
  "pink",
] as const;
export type EnvironmentColour = (typeof ENVIRONMENT_COLOURS)[number];

/** What the server tells a page before its first paint. */
export interface Boot {
  version: string;
  environment: Environment | null;
  /** `user:password` never appears here; endpoints as configured, for display. */
  endpoints: string[];
  embedded: boolean;
  /** Members of an etcd of the console's own; 0 where etcd is somebody else's. */
  embeddedMembers: number;
  /** Whether the console has a demo fleet of its own. */
  fleet: boolean;
  prefixes: { prefix: string; layouts: string[] }[];
  /** Metadata fields in which a registration says whom it calls. */
  dependencyFields: readonly string[];
  writes: boolean;
  readOnlyReason: string | null;
  status: LiveStatus;
}
