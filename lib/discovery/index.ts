/** `rollcall/discovery`: register a Node service in etcd, and find others. docs/discovery.md tells how. */

export { Problem } from "@/lib/errors";
export type { EtcdClientOptions } from "@/lib/etcd/client";
export { EtcdError, type EtcdErrorCode } from "@/lib/etcd/port";
export type { Layout } from "@/lib/layouts/types";
export type { Endpoint, Instance } from "@/lib/registry/types";
export { createClient } from "./calls/client";
export type { CallOptions, Client, ClientOptions, ServiceResponse } from "./calls/client.types";
export type { Decision, WhyNotRetried } from "./calls/decisions";
export { CallFailure, type FailureCode } from "./calls/failures";
export type { OutlierOptions } from "./calls/outliers";
export { discover } from "./discover";
export type { Discovered, DiscoverOptions, Discovery, DiscoveryChange } from "./discovery.types";
export { connectEtcd, type Etcd, type EtcdAddress } from "./etcd";
export { listenFrom } from "./listen-from";
export { type RegisterOptions, register } from "./register";
export type {
  Deregistered,
  Keeping,
  Registration,
  RegistrationChange,
  RegistrationState,
  WhyMissing,
} from "./registration.types";
