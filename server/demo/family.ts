import type { Keeping } from "@/lib/discovery/registration.types";

/** One service of the demo fleet: the KillrVideo family, as the founding text has it. */
export interface FamilyService {
  name: string;
  layout: "path" | "registrator" | "heartbeat";
  prefix: string;
  keeping: Keeping;
  dependsOn: readonly string[];
  /** The layouts `registrator` and `heartbeat` have no place for a datacenter; these name one for `path` alone. */
  datacenters: readonly string[];
  /** Instances at the beginning. */
  count: number;
}

export const TTL_SECONDS = 10;
export const HEARTBEAT_SECONDS = 5;
/** More of one service would be no demo any more, and each is a process. */
export const MOST_INSTANCES = 6;

const BOTH = ["eu-west", "eu-central"];

/**
 * Seven services, eighteen instances. Search puts its value again at each beat, as Registrator does with a TTL;
 * cassandra is registered without a lease, as in KillrVideo's own set-up, so a crashed one stays until somebody cares.
 */
export const FAMILY: readonly FamilyService[] = [
  {
    name: "Web",
    layout: "path",
    prefix: "/services/",
    keeping: "keep-alive",
    dependsOn: ["VideoCatalogService", "UserManagementService", "CommentsService", "RatingsService", "SearchService"],
    datacenters: BOTH,
    count: 3,
  },
  {
    name: "VideoCatalogService",
    layout: "path",
    prefix: "/services/",
    keeping: "keep-alive",
    dependsOn: ["cassandra"],
    datacenters: BOTH,
    count: 3,
  },
  {
    name: "UserManagementService",
    layout: "path",
    prefix: "/services/",
    keeping: "keep-alive",
    dependsOn: ["cassandra"],
    datacenters: BOTH,
    count: 3,
  },
  {
    name: "CommentsService",
    layout: "heartbeat",
    prefix: "heartbeat|",
    keeping: "keep-alive",
    dependsOn: ["cassandra"],
    datacenters: [],
    count: 2,
  },
  {
    name: "RatingsService",
    layout: "registrator",
    prefix: "/killrvideo/services/",
    keeping: "keep-alive",
    dependsOn: ["cassandra"],
    datacenters: [],
    count: 2,
  },
  {
    name: "SearchService",
    layout: "registrator",
    prefix: "/killrvideo/services/",
    keeping: "re-put",
    dependsOn: ["VideoCatalogService", "cassandra"],
    datacenters: [],
    count: 2,
  },
  {
    name: "cassandra",
    layout: "registrator",
    prefix: "/killrvideo/services/",
    keeping: "static",
    dependsOn: [],
    datacenters: [],
    count: 3,
  },
];

/** The service that a storm lets come and go. */
export const STORM: FamilyService = {
  name: "Storm",
  layout: "path",
  prefix: "/services/",
  keeping: "keep-alive",
  dependsOn: [],
  datacenters: BOTH,
  count: 0,
};
